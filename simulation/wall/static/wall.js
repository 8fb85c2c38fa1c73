// The wall: shows what the stream says, hands touches and presses on, and never asks for more than the newest.
"use strict";

const AWAY_AFTER_MS = 60000; // a tab nobody looks at costs the centre nothing
const MOVE_EVERY_MS = 60;
const STILL_THERE_MS = 1000; // the wall lifts a finger it has not heard of for five seconds
const HOLD_MS = 350; // on a touch screen a finger that rests so long means it, and does not scroll
const SLOP_PX = 12;

const $ = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const state = { screens: {}, pads: {}, faults: {}, programs: {}, died: [], slips: null, calls: null, desks: [], journal: [], people: null };
let about = null;

const AWAY = {
  held: ["Đã tắt ở trang này", "switched off on this page"],
  starts_again: ["Đã dừng, đang khởi động lại", "stopped, starting again"],
  starting: ["Đang khởi động", "starting"],
  silent: ["Không trả lời, đang chờ", "does not answer"],
};
const UNPLUGGED = ["Đã rút dây", "unplugged"];

// --- drawing: text only ever goes in as text ------------------------------------------------------------------

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";
function draw(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const english = (text) => make("small", { lang: "en" }, text);
const both = (vi, en) => [vi, english(en)];

async function send(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json().catch(() => ({}));
    return { ok: answer.ok, said: said.said ?? (answer.ok ? "" : "Không làm được lúc này.") };
  } catch {
    return { ok: false, said: "Trang này mất liên lạc với bản trình diễn." };
  }
}

// --- screens ------------------------------------------------------------------------------------------------

class Screen {
  constructor(box) {
    this.box = box;
    this.device = box.dataset.device;
    this.image = make("img", { alt: "", draggable: "false" });
    this.words = make("div", { class: "state", role: "status" });
    box.replaceChildren(this.image, this.words);
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", `Màn hình ${this.device}`);
    this.shown = -1;
    this.isLoading = false;
    this.sending = Promise.resolve();
    this.fingers = new Map();
    box.addEventListener("pointerdown", (event) => this.down(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) box.addEventListener(end, (event) => this.end(event));
    box.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  show(now) {
    this.isLive = now.state === "live";
    this.box.classList.toggle("is-away", !this.isLive);
    const words = now.state === "held" && this.device.startsWith("pad-") ? UNPLUGGED : AWAY[now.state];
    if (words && this.box.dataset.state !== now.state) this.words.replaceChildren(...both(...words));
    this.box.dataset.state = now.state;
    this.box.dataset.frame = now.frame;
    this.wanted = now.frame;
    this.load();
  }

  // One picture at a time, then the newest: a slow line shows fewer pictures, never old ones.
  async load() {
    if (this.isLoading || this.wanted === this.shown || !this.wanted) return;
    this.isLoading = true;
    const frame = this.wanted;
    const next = new Image();
    next.alt = "";
    next.draggable = false;
    next.src = `/screens/${this.device}.png?frame=${frame}`;
    try {
      await next.decode();
      this.image.replaceWith(next);
      this.image = next;
      this.shown = frame;
    } catch {
      await new Promise((wake) => setTimeout(wake, 1000));
    }
    this.isLoading = false;
    this.load();
  }

  where(event) {
    const box = this.image.getBoundingClientRect();
    const share = (value) => Math.min(1, Math.max(0, value));
    return { x: share((event.clientX - box.left) / box.width), y: share((event.clientY - box.top) / box.height) };
  }

  post(finger, phase, at) {
    this.sending = this.sending.then(() => send("/api/touch", { device: this.device, finger, phase, ...at }));
    return this.sending;
  }

  down(event) {
    if (!this.isLive || event.button !== 0) return;
    const finger = { name: `${PAGE}-${event.pointerId}`, at: this.where(event), from: [event.clientX, event.clientY] };
    this.fingers.set(event.pointerId, finger);
    this.ring(finger.at);
    const press = () => {
      finger.isDown = true;
      this.post(finger.name, "down", finger.at);
      finger.reminder = setInterval(() => this.post(finger.name, "move", finger.at), STILL_THERE_MS);
    };
    if (event.pointerType === "touch") {
      finger.press = press; // it may still become a scroll
      finger.timer = setTimeout(press, HOLD_MS);
    } else {
      this.box.setPointerCapture(event.pointerId);
      press();
    }
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    finger.at = this.where(event);
    const far = Math.hypot(event.clientX - finger.from[0], event.clientY - finger.from[1]) > SLOP_PX;
    if (!finger.isDown || !far || performance.now() - (finger.movedAt ?? 0) < MOVE_EVERY_MS) return;
    finger.movedAt = performance.now();
    this.post(finger.name, "move", finger.at);
  }

  end(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    this.fingers.delete(event.pointerId);
    clearTimeout(finger.timer);
    clearInterval(finger.reminder);
    if (event.type === "pointercancel") {
      if (finger.isDown) {
        this.post(finger.name, "move", { x: 0, y: 0 }); // a scroll is no touch: lift it where nothing is
        this.post(finger.name, "up", { x: 0, y: 0 });
      }
      return;
    }
    if (!finger.isDown) {
      clearInterval(finger.reminder);
      this.post(finger.name, "down", finger.at);
    }
    this.post(finger.name, "up", this.where(event));
    clearInterval(finger.reminder);
  }

  ring(at) {
    const ring = make("span", { class: "finger" });
    ring.style.left = `${at.x * 100}%`;
    ring.style.top = `${at.y * 100}%`;
    ring.addEventListener("animationend", () => ring.remove());
    setTimeout(() => ring.remove(), 1000);
    this.box.append(ring);
  }
}

const PAGE = Math.random().toString(36).slice(2, 10);
const screens = {};

function drawScreens() {
  for (const [device, now] of Object.entries(state.screens)) screens[device]?.show(now);
}

// --- slips --------------------------------------------------------------------------------------------------

function drawSlips() {
  const list = $("slips");
  const isFirst = list.dataset.drawn !== "yes";
  list.dataset.drawn = "yes";
  const known = new Map(all("button", list).map((node) => [node.dataset.name, node]));
  const nodes = state.slips.map((slip) => {
    const node = known.get(slip.name) ?? slipOf(slip);
    if (!known.has(slip.name) && !isFirst) {
      node.classList.add("is-coming");
      node.addEventListener("animationend", () => node.classList.remove("is-coming"), { once: true });
    }
    return node;
  });
  if (!isFirst && nodes.some((node) => node.classList.contains("is-coming"))) list.scrollTo({ top: 0, left: 0 });
  list.replaceChildren(...nodes);
  $("no-slips").hidden = nodes.length > 0;
}

function slipOf(slip) {
  const address = `/slips/${slip.name}?${slip.n}`;
  const picture = make("img", { src: address, alt: `Phiếu in thứ ${slip.n}`, width: 576 });
  return make("button", { "data-name": slip.name, title: "Xem lớn", onclick: () => zoom(address, slip) }, picture);
}

function zoom(address, slip) {
  $("zoom-picture").src = address;
  $("zoom-picture").alt = `Phiếu in thứ ${slip.n}`;
  $("zoom").showModal();
}

// --- voice --------------------------------------------------------------------------------------------------

let isSoundOn = false;
let heard = null; // the last call_id that was played, or was there before
const toPlay = [];
const player = new Audio();
player.addEventListener("ended", playNext);
player.addEventListener("error", playNext);

function drawCalls() {
  const calls = [...state.calls].reverse(); // oldest first
  const newest = calls.at(-1);
  if (heard !== null) for (const call of calls) if (call.call_id > heard) toPlay.push(call);
  heard = Math.max(heard ?? 0, newest ? newest.call_id : 0);
  if (!isSoundOn) {
    toPlay.length = 0;
    if (newest) say(newest);
  } else if (player.paused || player.ended) playNext();
}

function playNext() {
  const call = toPlay.shift();
  $("spoken").classList.toggle("is-speaking", Boolean(call));
  if (!call) return;
  say(call);
  player.src = `/calls/${call.name}`;
  player.play().catch(() => setSound(false));
}

function say(call) {
  put($("spoken"), call.text || `${call.number} – quầy ${call.counter}`);
}

function setSound(isOn) {
  isSoundOn = isOn;
  $("sound").setAttribute("aria-pressed", String(isOn));
  put($("sound-words"), isOn ? "Tắt tiếng" : "Bật tiếng");
  if (!isOn) {
    toPlay.length = 0;
    player.pause();
    $("spoken").classList.remove("is-speaking");
  }
}

function turnSound() {
  setSound(!isSoundOn);
  if (!isSoundOn) return;
  const newest = state.calls?.[0];
  if (newest) {
    toPlay.push(newest); // hear the last call at once, to know that it works
    playNext();
  }
}

// --- counters ------------------------------------------------------------------------------------------------

const DEEDS = [
  ["start", "Đã đến", "Came", ["called"]],
  ["absent", "Không đến", "Did not come", ["called"]],
  ["finish", "Hoàn tất", "Finish", ["serving"]],
];
const DESK_WORDS = {
  unstaffed: ["Chưa có cán bộ", "nobody sits here"],
  free: ["Đang trống", "free"],
  paused: ["Tạm nghỉ", "pausing: Next goes on"],
  called: ["Đang gọi", "calling"],
  serving: ["Đang phục vụ", "serving"],
};
const counters = {};

function buildCounter(counterId) {
  const title = make("h2", {}, `Quầy ${counterId.slice(1)} `, english(`counter ${counterId.slice(1)}`));
  const who = make("span", { class: "who" });
  title.append(who);
  const screen = make("div", { class: "screen is-small", "data-device": `counter-${counterId}` });
  const now = make("div", { class: "now" });
  const next = make("button", { class: "primary", "data-deed": "next" }, ...both("Gọi số tiếp theo", "Next"));
  const deeds = make("div", { class: "deeds" });
  for (const [deed, vi, en] of DEEDS) deeds.append(make("button", { "data-deed": deed }, ...both(vi, en)));
  const said = make("p", { class: "said", "aria-live": "polite" });
  const keypad = buildKeypad(`counter-${counterId}`, said);
  const hasTouchPad = about.touch_pads.includes(`pad-${counterId}`);
  const pad = hasTouchPad ? null : buildPad(`pad-${counterId}`);
  const touchPad = hasTouchPad ? make("div", { class: "screen is-pad", "data-device": `pad-${counterId}` }) : null;
  const box = make(
    "section",
    { class: "counter", "data-counter": counterId, "aria-label": `Quầy ${counterId.slice(1)}` },
    title, screen, make("div", { class: "desk" }, now, next), deeds, pad ? pad.box : touchPad, said, keypad,
  );
  const counter = { box, who, now, said, pad };
  for (const button of all("[data-deed]", box)) button.addEventListener("click", () => press(counter, counterId, button));
  for (const box of [screen, touchPad]) if (box) screens[box.dataset.device] = new Screen(box);
  counters[counterId] = counter;
  return box;
}

// The officer's number pad: its keys go through the display's own keypad, and the display says what came of them.
const KEYPAD = [
  ["recall", "+", "Gọi lại", "call again"],
  ["came", "1", "Đã đến", "came"],
  ["absent", "0", "Vắng mặt", "absent"],
  ["finish", ".", "Hoàn tất", "finish"],
  ["next", "Enter", "Gọi tiếp", "next"],
];

function buildKeypad(device, said) {
  const keys = KEYPAD.map(([key, cap, vi, en]) => {
    const button = make("button", { "data-key": key, "aria-label": `${vi}, phím ${cap}, ${device}`, title: `${vi} · ${en}` }, make("kbd", {}, cap), vi);
    button.addEventListener("click", async () => {
      const answer = await send("/api/key", { device, key });
      put(said, answer.said);
      said.className = `said ${answer.ok ? "" : "is-bad"}`;
    });
    return button;
  });
  return make("div", { class: "keypad", role: "group", "aria-label": `Bàn phím số của cán bộ, ${device}` }, ...keys);
}

async function press(counter, counterId, button) {
  button.setAttribute("aria-busy", "true");
  const answer = await send("/api/desk", { counter_id: counterId, deed: button.dataset.deed });
  button.removeAttribute("aria-busy");
  put(counter.said, answer.said);
  counter.said.title = answer.said;
  counter.said.className = `said ${answer.ok ? "is-done" : "is-bad"}`;
}

function drawDesks() {
  for (const desk of state.desks) {
    const counter = counters[desk.counter_id];
    if (!counter) continue;
    put(counter.who, `${desk.officer ? `${desk.officer} · ` : ""}${desk.services} · ${desk.waiting} chờ`);
    counter.who.title = `Lĩnh vực ${desk.services}, ${desk.waiting} người chờ`;
    const said = JSON.stringify([desk.state, desk.shown, desk.pause]);
    if (counter.now.dataset.said !== said) {
      counter.now.dataset.said = said;
      counter.now.className = `now is-${desk.state}`;
      const [words, en] = DESK_WORDS[desk.state];
      const vi = desk.state === "paused" && desk.pause ? `${words}: ${desk.pause}` : words;
      counter.now.replaceChildren(...[desk.shown ? make("b", { class: "number" }, desk.shown) : null, make("span", {}, vi), english(en)].filter(Boolean));
    }
    for (const button of all("[data-deed]", counter.box)) {
      const fits = DEEDS.find(([deed]) => deed === button.dataset.deed);
      button.disabled = !desk.is_ours || Boolean(fits && !fits[3].includes(desk.state));
    }
    if (!desk.is_ours) put(counter.said, `${desk.officer} đang ngồi đây: dùng Bàn gọi số.`);
  }
}

// --- pads ----------------------------------------------------------------------------------------------------

// The faces of look/kivy_faces.py: mouth and brows alone tell them apart.
function face(mood) {
  const y = (value) => -value;
  const line = (points) => points.map(([px, py], at) => `${at ? "L" : "M"}${px.toFixed(3)} ${y(py).toFixed(3)}`).join("");
  const span = (count, point) => Array.from({ length: count + 1 }, (_, at) => point(at / count));
  const isOpen = mood > 0.8;
  const half = Math.abs(mood) > 0.2 ? 0.46 : 0.38;
  const mouth = isOpen
    ? span(24, (t) => [0.5 * Math.cos(Math.PI * (1 + t)), -0.14 + 0.44 * Math.sin(Math.PI * (1 + t))])
    : span(24, (t) => [half * (2 * t - 1), -0.36 - 0.04 * mood + 0.3 * mood * ((2 * t - 1) ** 2 - 0.5)]);
  const lift = 0.52 + 0.06 * Math.max(0, mood);
  const slope = mood <= -0.8 ? -0.1 : 0.16 * Math.max(0, -mood);
  const arch = 0.09 * Math.max(0, mood);
  const brow = (side) => span(8, (t) => [side * (0.16 + 0.32 * t), lift + slope * (1 - 2 * t) + arch * Math.sin(Math.PI * t)]);
  return draw(
    "svg", { viewBox: "-1 -1 2 2", "aria-hidden": "true" },
    draw("circle", { class: "face", r: 1 }),
    draw("circle", { class: "eye", cx: -0.32, cy: -0.22, r: 0.095 }),
    draw("circle", { class: "eye", cx: 0.32, cy: -0.22, r: 0.095 }),
    draw("path", { d: line(brow(-1)) }),
    draw("path", { d: line(brow(1)) }),
    draw("path", { class: isOpen ? "open" : "mouth", d: line(mouth) + (isOpen ? "Z" : "") }),
  );
}

function buildPad(device) {
  const words = make("div", { class: "state", role: "status" });
  const buttons = about.levels.map((level, at) => {
    const mood = about.levels.length < 2 ? 1 : 1 - (2 * at) / (about.levels.length - 1);
    const button = make("button", { "data-pin": at, "aria-label": `${level.name}, ${device}` }, face(mood), level.name);
    let isDown = false;
    let sending = Promise.resolve();
    const turn = (isLow) => {
      if (isDown === isLow) return;
      isDown = isLow;
      button.classList.toggle("is-down", isLow);
      sending = sending.then(() => send("/api/pin", { device, button: at, is_low: isLow }));
    };
    button.addEventListener("pointerdown", (event) => {
      if (event.button === 0) turn(true);
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave", "blur"]) button.addEventListener(end, () => turn(false));
    button.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && !event.repeat) turn(true);
    });
    button.addEventListener("keyup", () => turn(false));
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    return button;
  });
  const box = make("div", { class: "pad", "data-pad": device, role: "group", "aria-label": `Bộ nút ${device}` }, ...buttons, words);
  return { box, buttons, words };
}

function drawPads() {
  for (const [device, now] of Object.entries(state.pads)) {
    const pad = counters[device.slice(4)]?.pad;
    if (!pad) continue;
    const isAway = now.state !== "live";
    pad.box.classList.toggle("is-away", isAway);
    if (isAway) {
      const [vi, en] = now.state === "held" ? UNPLUGGED : AWAY[now.state] ?? AWAY.silent;
      pad.words.replaceChildren(...both(vi, en));
    }
    pad.buttons.forEach((button, at) => {
      button.disabled = isAway;
      const light = now.lights[at] ?? 0;
      button.style.setProperty("--glow", light ? 0.45 + 0.55 * light : 0);
      button.dataset.light = light;
    });
  }
}

// --- breaking ------------------------------------------------------------------------------------------------

const FAULTS = [
  ["no_paper", "Hết giấy", "no paper"],
  ["near_end", "Giấy sắp hết", "paper low"],
  ["silent", "Máy in không trả lời", "printer silent"],
  ["doubled", "Chạm đúp hai ngón", "each touch twice"],
  ["broker", "Dừng bộ chuyển tin", "broker stopped"],
  ["server", "Dừng máy chủ", "server stopped"],
  ["pad-Q1", "Rút bộ nút quầy 1", "pad 1 unplugged"],
  ["pad-Q2", "Rút bộ nút quầy 2", "pad 2 unplugged"],
];
const OF_TOUCH_PADS = { "pad-Q1": "Rút màn đánh giá quầy 1", "pad-Q2": "Rút màn đánh giá quầy 2" };

const OF_PRINTER = ["no_paper", "near_end", "silent"];

function buildSwitches() {
  $("switches").replaceChildren(
    ...FAULTS.map(([fault, vi, en]) => {
      const button = make("button", { role: "switch", "aria-checked": "false", "data-fault": fault }, make("span", {}, ...both(about.touch_pads.includes(fault) ? OF_TOUCH_PADS[fault] : vi, en)));
      button.addEventListener("click", async () => {
        if (button.getAttribute("aria-busy")) return;
        button.setAttribute("aria-busy", "true");
        const answer = await send("/api/fault", { fault, is_on: button.getAttribute("aria-checked") !== "true" });
        button.removeAttribute("aria-busy");
        put($("fault-said"), answer.said);
        $("fault-said").className = `said ${answer.ok ? "is-done" : "is-bad"}`;
      });
      return button;
    }),
  );
}

function drawFaults() {
  for (const [fault, isOn] of Object.entries(state.faults))
    document.querySelector(`[data-fault="${fault}"]`)?.setAttribute("aria-checked", String(isOn));
  drawPrinter();
}

function drawPrinter() {
  const slot = document.querySelector(".slot");
  const away = AWAY[state.programs.printer];
  const [words, kind] = away ? [away[0], "is-away"] : state.faults.no_paper
    ? ["Hết giấy", "is-bad"]
    : state.faults.silent
      ? ["Không trả lời", "is-bad"]
      : state.faults.near_end
        ? ["Giấy sắp hết", "is-warn"]
        : ["Sẵn sàng", ""];
  put($("printer-state"), words);
  slot.className = `slot ${kind}`;
  for (const fault of OF_PRINTER) document.querySelector(`[data-fault="${fault}"]`).disabled = Boolean(away);
}

// The programs without a screen: what each is called, and how it stands with it, in words.
const PROGRAMS = { server: "Máy chủ", mosquitto: "Bộ chuyển tin", printer: "Máy in", phones: "Trang điện thoại" };

function drawPrograms() {
  $("programs").replaceChildren(
    ...Object.entries(PROGRAMS).map(([program, name]) => {
      const now = state.programs[program] ?? "starting";
      const hasDied = state.died.includes(program); // a short while ago: it may be back before one has seen it go
      const [vi, en] = AWAY[now] ?? (hasDied ? ["Đã dừng, đã chạy lại", "stopped, runs again"] : ["đang chạy", "runs"]);
      return make("li", { "data-program": program, "data-state": now, "data-has-died": hasDied, title: `${name}: ${vi} · ${en}` }, `${name}: `, make("span", {}, vi.toLowerCase()));
    }),
  );
  drawPrinter();
}

// --- people --------------------------------------------------------------------------------------------------

function drawPeople() {
  drawLead();
  const people = state.people;
  for (const button of all("[data-speed]")) {
    const speed = Number(button.dataset.speed);
    if (speed) button.setAttribute("aria-pressed", String(people.is_running && people.speed === speed));
    else button.disabled = !people.is_running;
  }
  put($("people-clock"), people.clock);
  $("people-waits").hidden = !(people.is_running && people.waits_for_a_person);
  for (const name of ["came", "waiting", "served", "rated"]) put($(`people-${name}`), String(people[name]));
  if (people.trouble) {
    put($("people-said"), people.trouble);
    $("people-said").className = "said is-bad";
  } else if ($("people-said").className === "said is-bad" && people.is_running) put($("people-said"), "");
}

async function letCome(button) {
  button.setAttribute("aria-busy", "true");
  const answer = await send("/api/people", { speed: Number(button.dataset.speed) });
  button.removeAttribute("aria-busy");
  put($("people-said"), answer.said);
  $("people-said").className = `said ${answer.ok ? "" : "is-bad"}`;
}

// --- journal and the visit -------------------------------------------------------------------------------------

let firstSeq = null; // what happened before this page was opened is no part of its visit
let step = 0;
let mine = "";

const LEADS = [
  () => [
    "Chạm vào kiosk, chọn Chứng thực để lấy số, rồi bấm Gọi số tiếp theo ở quầy 1.",
    "Touch the kiosk and choose Chứng thực to take a number, then press Next at counter 1.",
  ],
  () => {
    const desk = deskOf(mine);
    return desk
      ? [`Số ${mine} đã cấp. Bây giờ bấm Gọi số tiếp theo ở quầy ${desk.number}.`, `Number ${mine} is given. Now press Next at counter ${desk.number}.`]
      : [
          `Số ${mine} đã cấp, nhưng không quầy nào ở đây phục vụ lĩnh vực ấy: chạm Xong, rồi chọn Chứng thực.`,
          `Number ${mine} is given, but no counter here serves it: touch Xong, then choose Chứng thực.`,
        ];
  },
  () => [`Bảng đang gọi ${mine}. Ở quầy, bấm Đã đến, rồi Hoàn tất.`, `The board calls ${mine}. At the counter press Came, then Finish.`],
  () => ["Bộ nút tại quầy sáng lên: bấm một khuôn mặt để đánh giá.", "The pad lights up: press a face to rate."],
  () => [
    "Trọn một lượt, từ phiếu đến đánh giá. Tiếp theo: cho người đến, hoặc thử làm hỏng máy in.",
    "A whole visit. Next: let people come, or break the printer.",
  ],
];
const LEAD_OF_PEOPLE = [
  "Người đang đến và được phục vụ. Cứ xem, hoặc tự lấy một số xen vào giữa họ.",
  "People come and are served. Watch, or take a number among them.",
];

function drawJournal() {
  const body = $("journal");
  const newest = state.journal[0]?.seq ?? 0;
  const before = Number(body.dataset.newest ?? 0);
  const isFirst = firstSeq === null;
  if (isFirst) firstSeq = newest;
  body.dataset.newest = newest;
  body.replaceChildren(
    ...state.journal.map((row) =>
      make(
        "tr",
        { class: row.seq > before && !isFirst ? "is-new" : null, "data-kind": row.kind },
        make("td", {}, String(row.seq)),
        make("td", {}, row.at),
        make("td", {}, row.words, row.words_en ? english(row.words_en) : ""),
        make("td", {}, row.number),
        make("td", {}, row.counter),
        make("td", {}, row.hash),
      ),
    ),
  );
  for (const row of [...state.journal].reverse()) if (row.seq > Math.max(before, firstSeq)) follow(row);
  drawLead();
}

// The visit goes on only with its own number; what simulated people do is theirs.
function follow(row) {
  if (state.people?.is_running) return;
  const isMine = row.number === mine;
  if (row.kind === "ticket_issued" && (step === 0 || step === 4 || (step === 1 && !deskOf(mine)))) {
    step = 1;
    mine = row.number;
  } else if (row.kind === "turn_called" && isMine && step === 1) step = 2;
  else if (row.kind === "turn_finished" && isMine && step === 2) step = 3;
  else if (row.kind === "press_recorded" && step === 3) step = 4;
  else if (["turn_marked_absent", "turn_voided", "turn_expired"].includes(row.kind) && isMine) step = 0;
}

const deskOf = (number) => state.desks.find((desk) => desk.services.split(", ").includes(number[0]));

function drawLead() {
  const isCrowded = Boolean(state.people?.is_running);
  if (isCrowded) step = 0;
  const [vi, en] = isCrowded ? LEAD_OF_PEOPLE : LEADS[step]();
  put($("lead"), vi);
  put($("lead-en"), en);
  all("li", $("steps")).forEach((item, at) => {
    item.className = at < step ? "is-done" : at === step ? "is-now" : "";
  });
}

// --- logins --------------------------------------------------------------------------------------------------

const ROLES = { officer: "cán bộ", head: "Giám đốc Trung tâm", technician: "cán bộ kỹ thuật", greeter: "người hướng dẫn", auditor: "cán bộ kiểm tra" };

function buildLogins() {
  $("login-list").replaceChildren(
    ...about.logins.map((login) =>
      make(
        "li", {},
        make("span", { class: "who" }, login.name, make("small", {}, `${ROLES[login.role] ?? login.role}${login.counter ? `, quầy ${login.counter.slice(1)}` : ""} · ${login.role}`)),
        copyButton(login.login, "tên đăng nhập"),
        copyButton(login.password, "mật khẩu"),
      ),
    ),
  );
}

function copyButton(text, what) {
  const button = make("button", { title: `Chép ${what}`, "aria-label": `Chép ${what} ${text}` }, text);
  button.addEventListener("click", async () => {
    await copy(text, button);
    button.classList.add("is-copied");
    put(button, "Đã chép");
    setTimeout(() => {
      button.classList.remove("is-copied");
      put(button, text);
    }, 1200);
  });
  return button;
}

async function copy(text, beside) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch { /* not allowed here: the old way */ }
  }
  const field = make("input", { readonly: true });
  field.value = text;
  beside.after(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// --- the stream ----------------------------------------------------------------------------------------------

const DRAW = {
  screens: drawScreens, pads: drawPads, faults: drawFaults, programs: drawPrograms, died: drawPrograms, slips: drawSlips, calls: drawCalls, desks: () => { drawDesks(); drawLead(); },
  journal: drawJournal, people: drawPeople,
};
let stream = null;
let awayTimer = null;

function watch() {
  if (stream) return;
  stream = new EventSource("/api/stream");
  stream.addEventListener("state", (event) => {
    const sections = JSON.parse(event.data);
    Object.assign(state, sections);
    for (const name of Object.keys(sections)) DRAW[name]?.();
    setLost(false);
  });
  stream.addEventListener("open", () => setLost(false));
  stream.addEventListener("error", () => {
    setLost(true);
    if (stream.readyState !== EventSource.CLOSED) return;
    stream = null; // refused, as when the wall is just being started: the browser does not try again by itself
    setTimeout(watch, 2000);
  });
}

function setLost(isLost) {
  $("outage").hidden = !isLost;
  document.body.classList.toggle("is-lost", isLost);
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(awayTimer);
  if (!document.hidden) watch();
  else if (!isSoundOn)
    awayTimer = setTimeout(() => {
      stream?.close();
      stream = null;
    }, AWAY_AFTER_MS);
});

async function begin() {
  try {
    const answer = await fetch("/api/about");
    if (!answer.ok) throw new Error(answer.status);
    about = await answer.json();
  } catch {
    setLost(true);
    setTimeout(begin, 2000);
    return;
  }
  put($("centre"), about.centre);
  const server = `${location.protocol}//${location.hostname}:${about.server_port}`;
  $("to-console").href = `${server}/console`;
  $("to-scores").href = `${server}/scores`;
  $("to-health").href = `${server}/health`;
  $("to-phones").href = `${location.protocol}//${location.hostname}:${about.phones_port}/`;
  for (const box of all(".screen")) screens[box.dataset.device] = new Screen(box);
  $("counters").replaceChildren(...about.counters.map(buildCounter));
  buildSwitches();
  buildLogins();
  drawLead();
  $("sound").addEventListener("click", turnSound);
  for (const button of all("[data-speed]")) button.addEventListener("click", () => letCome(button));
  document.body.dataset.ready = "yes";
  watch();
}

begin();
