// The console: shows the view that the server sends, and turns presses into deeds, each with one intent id.
"use strict";

const API = "/api/v1/console/";
const POLL_MS = 3000;
const SILENT_MS = 12000; // the server says something every 5 s
const TRY_STREAM_AGAIN_MS = 15000;
const SEND_FOR_MS = 60000; // how long a deed is sent again with the same id before the officer is asked
const ANSWER_WITHIN_MS = 5000;
const REST_MS = 350; // the second press of a double click on one deed comes within this

const $ = (id) => document.getElementById(id);
const all = (selector) => [...document.querySelectorAll(selector)];

let me = null; // { csrf_token, ... }
let view = null;
let viewAt = 0; // performance.now() when the view came
let isChoosing = false; // the officer wants to see all counters
let isSending = false;
let lastDeed = { name: null, endedAt: -Infinity };
let confirming = null; // what is asked once before it is done: "take:Q1", "close-day", "date"

// --- time -------------------------------------------------------------------------------------------------

const serverNow = () => Date.parse(view.now) + (performance.now() - viewAt);

function clockTime(ms, withSeconds = true) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: view.timezone };
  if (withSeconds) form.second = "2-digit";
  return new Intl.DateTimeFormat("vi-VN", form).format(ms);
}

function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function waited(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  return minutes < 1 ? "dưới 1 phút" : `${minutes} phút`;
}

function tick() {
  if (!view) return;
  const now = serverNow();
  put($("clock"), clockTime(now));
  for (const node of all("[data-since]")) put(node, lasting(now - Date.parse(node.dataset.since)));
  for (const node of all("[data-waited]")) put(node, waited(now - Date.parse(node.dataset.waited)));
  for (const node of all("[data-left]")) put(node, lasting(Date.parse(node.dataset.left) - now + 999));
  const undo = view.undo ? Date.parse(view.undo.until) - now : 0;
  $("undo").hidden = undo <= 0;
  if (undo > 0) put($("undo-left"), `${Math.ceil(undo / 1000)} s`);
}

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

const drawn = new WeakMap();

// Replace what a node holds, only when what it shows has changed: focus and selection stay.
function fill(node, values, children) {
  const said = JSON.stringify(values);
  if (drawn.get(node) === said) return;
  drawn.set(node, said);
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  node.replaceChildren(...children());
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function draw() {
  const working = view.counter !== null && !isChoosing;
  $("working").hidden = !working;
  $("choosing").hidden = working;
  drawBar();
  if (working) drawWorking();
  else drawChoosing();
  drawAsides();
  tick();
}

const DAY_WORDS = { open: "Đang mở", tickets_stopped: "Đã ngừng cấp số", closed: "Đã đóng" };

function drawBar() {
  put($("centre"), view.centre_name);
  const date = view.day.date ? ` · ${view.day.date.split("-").reverse().join("/")}` : "";
  put($("day"), DAY_WORDS[view.day.state] + (view.day.state === "closed" ? "" : date));
  $("day").className = `tag ${view.day.state === "open" ? "is-good" : "is-warn"}`;
  put($("me"), `${view.me.display_name} · ${view.me.role_name}`);
  $("to-scores").hidden = !view.me.may_see_scores;
  $("broker-away").hidden = view.broker_is_connected;
  put($("notices"), view.notices.join(" · "));
  $("notices").hidden = view.notices.length === 0;
  const turn = view.turn ? `${view.turn.number} · ` : "";
  document.title = `${turn}${view.counter ? `(${view.waiting}) Quầy ${view.counter.number}` : "Bàn gọi số"} · Bốc Số`;
}

function drawWorking() {
  const turn = view.turn;
  put($("counter"), view.counter.name);
  const state = turn ? turn.state : view.waiting ? "free" : "empty";
  $("hero").className = `hero is-${state}`;
  const words = {
    called: turn && turn.call_count > 1 ? `Đang gọi · lần ${turn.call_count}` : "Đang gọi",
    serving: "Đang phục vụ",
    free: "Quầy đang trống",
    empty: "Quầy đang trống",
  };
  put($("hero-state"), words[state]);
  const since = turn ? (turn.state === "serving" ? turn.arrived_at : turn.called_at) : null;
  if (since) $("hero-timer").dataset.since = since;
  else {
    delete $("hero-timer").dataset.since;
    put($("hero-timer"), "");
  }
  put($("hero-number"), turn ? turn.number : "");
  $("hero-number").hidden = !turn;
  const isOpen = view.day.state !== "closed";
  const line = view.waiting ? `${view.waiting} người đang chờ` : "Không còn ai chờ";
  put($("hero-words"), turn ? "" : isOpen ? line : "Ngày làm việc chưa mở");
  $("hero-words").hidden = Boolean(turn);
  fill($("hero-service"), [turn?.service_name, turn?.priority, turn?.language], () => [
    turn?.service_name ?? "",
    turn?.priority ? make("span", { class: "chip" }, `Ưu tiên: ${turn.priority}`) : null,
    turn?.language === "en" ? make("span", { class: "chip" }, "Tiếng Anh") : null,
  ].filter(Boolean));
  put($("hero-reason"), turn ? turn.reason : "");
  drawNext(turn);
  drawDeeds(turn);
  put($("undo-words"), view.undo ? `Hoàn tác: ${view.undo.what}` : "");
  put($("waiting"), String(view.waiting));
  drawQueue();
}

function drawNext(turn) {
  const first = view.queue.find((row) => row.rank === 1);
  put($("next-words"), turn ? "Xong, gọi số tiếp theo" : "Gọi số tiếp theo");
  const after = first ? `${first.number} · ${first.service_name}` : "không còn ai chờ";
  const inferred = turn && turn.state === "called" ? `ghi ${turn.number} đã phục vụ, rồi ` : "";
  put($("next-more"), turn ? `${inferred || `hoàn tất ${turn.number}, rồi `}${after}` : first ? after : "Không còn ai chờ");
}

const WHEN = { // deeds by the state of the turn at the counter
  start: ["called"], recall: ["called"], absent: ["called"], "back-to-queue": ["called"], finish: ["serving"],
};

function drawDeeds(turn) {
  const isOpen = view.day.state !== "closed";
  $("next").disabled = isSending || !isOpen;
  $("by-number").disabled = isSending || !isOpen;
  $("undo").disabled = isSending;
  for (const button of all("[data-deed]")) {
    button.disabled = isSending || !turn || !WHEN[button.dataset.deed].includes(turn.state);
  }
  const others = view.outcomes.filter((known) => !known.is_default);
  const isServing = turn?.state === "serving";
  $("outcomes").hidden = !isServing || others.length === 0;
  fill($("outcomes"), others, () => others.map((known, at) =>
    make("button", { type: "button", class: "quiet", "data-key": known.outcome, onclick: pressed(() => finishWith(known.outcome)) },
      `${known.name} `, at < 9 ? make("kbd", {}, String(at + 1)) : "")));
  for (const button of $("outcomes").children) button.disabled = isSending;
}

function drawQueue() {
  const rows = view.queue;
  fill($("queue"), rows, () => rows.map((row) =>
    make("tr", { class: row.rank === 1 ? "is-first" : row.rank === null ? "is-cooling" : null },
      make("td", { class: "rank" }, row.rank === null ? "–" : String(row.rank)),
      make("td", {}, make("button", {
        type: "button", class: "number-button", "data-key": row.number, title: `Gọi theo số ${row.number}`,
        onclick: () => openNamed(row.number),
      }, row.number)),
      make("td", { class: "what" }, make("span", {}, row.service_name), row.priority ? make("span", { class: "chip", title: `Ưu tiên: ${row.priority}` }, make("span", { class: "unseen" }, "Ưu tiên: "), `◆ ${row.priority}`) : null),
      make("td", { class: "wait", "data-waited": row.waiting_since }),
      make("td", { class: "why" }, ...(row.back_at ? [`${row.reason} `, make("span", { "data-left": row.back_at })] : [row.reason])))));
  document.querySelector(".queue").hidden = rows.length === 0;
  $("queue-empty").hidden = rows.length > 0;
  const hidden = view.waiting - rows.filter((row) => row.rank !== null).length;
  $("queue-more").hidden = hidden <= 0;
  put($("queue-more"), `và ${hidden} người nữa`);
  $("absent-part").hidden = view.absent.length === 0;
  fill($("absent"), view.absent, () => view.absent.map((row) =>
    make("li", {}, make("b", {}, row.number), make("span", { class: "muted" }, "còn ", make("span", { "data-left": row.until })),
      make("button", { type: "button", class: "quiet", "data-key": row.number, onclick: pressed(() => act("back-to-queue", { number: row.number })) }, "Cho vào hàng"))));
}

function drawAsides() {
  fill($("services-brief"), view.services, () => view.services.map((service) =>
    make("li", { class: `${service.is_mine ? "is-mine" : ""} ${service.waiting ? "" : "is-none"}`, title: service.name },
      make("b", { class: "letter" }, service.service), make("span", { class: "count" }, String(service.waiting)), make("span", { class: "unseen" }, ` ${service.name}`))));
  for (const list of all("[data-services]")) {
    fill(list, view.services, () => view.services.map((service) =>
      make("li", { class: service.is_mine ? "is-mine" : null }, make("b", { class: "letter" }, service.service),
        make("span", { class: "name" }, service.name), make("b", { class: "count" }, String(service.waiting)))));
  }
  const words = { online: "đang hoạt động", offline: "mất kết nối", never_heard: "chưa từng kết nối" };
  for (const list of all("[data-devices]")) {
    fill(list, view.devices, () => view.devices.length ? view.devices.map((device) => {
      const isWell = device.state === "online" && device.faults.length === 0;
      const said = device.faults.length ? device.faults.join(", ") : words[device.state];
      const look = isWell ? "is-good" : device.state === "online" ? "is-warn" : device.state === "offline" ? "is-bad" : "is-unknown";
      return make("li", { class: look }, make("span", { class: "mark", "aria-hidden": "true" }),
        make("span", { class: "name" }, `${device.name} `, make("small", {}, device.device_id)), make("span", { class: "said" }, said));
    }) : [make("li", { class: "muted" }, "Chưa có thiết bị nào.")]);
  }
  for (const part of all("[data-prints-part]")) part.hidden = view.prints.length === 0;
  for (const list of all("[data-prints]")) fill(list, view.prints, () => view.prints.map((said) => make("li", {}, said)));
}

const COUNTER_WORDS = { unstaffed: "Chưa có cán bộ", free: "Trống", called: "Đang gọi", serving: "Đang phục vụ" };

function drawChoosing() {
  put($("choosing-title"), view.me.may_serve ? "Chọn quầy" : "Toàn trung tâm");
  $("stay").hidden = view.counter === null;
  fill($("counters"), [view.counters, view.me.may_serve, confirming], () => view.counters.map(counterCard));
  for (const button of all(".counters button")) button.disabled = isSending;
  drawDay();
}

function counterCard(card) {
  const inside = [
    make("span", { class: "plate" }, String(card.number)),
    make("span", { class: "card-words" }, make("b", {}, card.name),
      make("span", { class: "muted" }, card.is_mine ? "Ông/Bà đang ở quầy này" : card.officer ?? COUNTER_WORDS.unstaffed)),
    make("span", { class: `card-state is-${card.state}` }, card.shown ?? (card.officer ? COUNTER_WORDS[card.state] : "")),
  ];
  if (!view.me.may_serve) return make("li", {}, make("div", { class: "card" }, ...inside));
  if (confirming === `take:${card.counter_id}`) {
    return make("li", { class: "card is-asking" }, make("p", {}, make("b", {}, card.officer ?? ""), ` đang ở ${card.name}. Nhận quầy này thay?`),
      make("span", {}, make("button", { type: "button", class: "primary", "data-key": card.counter_id, onclick: pressed(() => takeCounter(card, true)) }, "Nhận quầy"), " ",
        make("button", { type: "button", class: "quiet", onclick: () => ask(null) }, "Thôi")));
  }
  const choose = card.is_mine ? () => stay() : () => card.officer ? ask(`take:${card.counter_id}`) : takeCounter(card, false);
  return make("li", {}, make("button", { type: "button", class: `card${card.is_mine ? " is-mine" : ""}`, "data-key": card.counter_id, onclick: pressed(choose) }, ...inside));
}

function ask(what) {
  confirming = what;
  draw();
  all(".is-asking button, .day-deeds .primary")[0]?.focus();
}

function stay() {
  isChoosing = false;
  confirming = null;
  draw();
  $("next").focus();
}

async function takeCounter(card, takeOver) {
  confirming = null;
  const done = await act("sign-on", { counter_id: card.counter_id, take_over: takeOver });
  if (!done) return;
  isChoosing = false;
  draw();
  if (view.counter) $("next").focus();
}

function drawDay() {
  $("day-part").hidden = !view.me.may_run_day;
  const state = view.day.state;
  put($("day-words"), { open: "Đang mở: máy lấy số đang cấp số, các quầy phục vụ.", tickets_stopped: "Đã ngừng cấp số; người đã có số vẫn được phục vụ.", closed: "Chưa mở hoặc đã đóng: không cấp số, không gọi." }[state]);
  fill($("day-deeds"), [state, confirming], () => {
    const button = (words, deed, look = "quiet") => make("button", { type: "button", class: look, "data-key": words, onclick: pressed(deed) }, words);
    const never = button("Thôi", () => ask(null));
    if (confirming === "close-day") {
      return [make("p", {}, "Người đang chờ sẽ hết lượt hôm nay, không hoàn tác được. Đóng ngày?"), button("Đóng ngày làm việc", () => dayDeed("close-day"), "primary"), never];
    }
    if (confirming === "date") return [make("p", {}, "Đồng hồ chưa được đồng bộ. Ngày hiện trên máy có đúng không?"), button("Đúng ngày, mở", () => dayDeed("open-day", { confirmed: true }), "primary"), never];
    const close = button("Đóng ngày…", () => ask("close-day"));
    if (state === "closed") return [button("Mở ngày làm việc", () => dayDeed("open-day", { confirmed: false }), "primary")];
    return state === "open" ? [button("Ngừng cấp số", () => dayDeed("stop-tickets")), close] : [button("Cấp số trở lại", () => dayDeed("open-day", { confirmed: false })), close];
  });
  for (const node of all(".day-deeds button")) node.disabled = isSending;
}

async function dayDeed(deed, body = {}) {
  confirming = null;
  await act(deed, body, (refusal) => {
    if (refusal.code === "clock_not_trusted") confirming = "date";
  });
}

// --- deeds ------------------------------------------------------------------------------------------------

function intentId() { // crypto.randomUUID is only there over HTTPS
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A press counts once: not the second of a double click, not while one is on its way.
function pressed(deed) {
  return (event) => {
    if (event && event.detail > 1) return;
    deed();
  };
}

function say(words, look = "") {
  for (const node of [$("result"), $("choosing-result")]) {
    put(node, words);
    node.className = `result ${look}`;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Do one deed, sending the same intent again until the server has answered; true when it was done.
async function act(deed, body = {}, onRefusal = () => {}) {
  const isSecondPress = deed === lastDeed.name && performance.now() - lastDeed.endedAt < REST_MS;
  if (isSending || isSecondPress || !me) return false;
  isSending = true;
  draw();
  try {
    const answer = await send(deed, JSON.stringify(body), intentId());
    if (answer.ok) say(answer.body.message ?? "", "is-done");
    else {
      onRefusal(answer.body);
      say(answer.body.detail || answer.body.title || "Chưa thực hiện được.", "is-bad");
    }
    await refresh(); // the buttons wake up on what is true after the deed, not before it
    return answer.ok;
  } finally {
    isSending = false;
    lastDeed = { name: deed, endedAt: performance.now() };
    draw();
  }
}

async function send(deed, body, key) {
  const until = performance.now() + SEND_FOR_MS;
  let wait = 500;
  let knowsMe = true;
  for (;;) {
    try {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRF-Token": me.csrf_token };
      const response = await fetch(API + deed, { method: "POST", headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (response.status === 401) goToLogin();
      if (![502, 503, 504].includes(response.status)) {
        const said = await response.json();
        if (said.code !== "csrf" || !knowsMe) return { ok: response.ok, body: said };
        knowsMe = false; // logged in anew in another tab: learn the new token, then the same intent again
        await learnMe();
        continue;
      }
    } catch (error) {
      // No answer: the deed may or may not have been done. The same id makes asking again safe.
    }
    if (performance.now() > until) {
      return { ok: false, body: { detail: "Không liên lạc được máy chủ nên chưa rõ kết quả. Khi có kết nối, vui lòng xem lại rồi bấm lại nếu cần." } };
    }
    say("Chưa nhận được trả lời, đang gửi lại…", "is-warn");
    await pause(wait);
    wait = Math.min(wait * 2, 4000);
  }
}

const finishWith = (outcome) => act("finish", { outcome });

function openNamed(number = "") {
  $("named").hidden = false;
  $("by-number").setAttribute("aria-expanded", "true");
  $("named-number").value = number;
  $("named").scrollIntoView({ block: "nearest" });
  (number ? $("named-reason") : $("named-number")).focus({ preventScroll: true });
}

// What the form lacks, in our words: the browser's own are in the browser's language.
function sayNamed(words) {
  put($("named-fault"), words);
  $("named-fault").hidden = !words;
  if (words) $("named").scrollIntoView({ block: "nearest" });
}

function closeNamed() {
  $("named").hidden = true;
  $("by-number").setAttribute("aria-expanded", "false");
  $("named").reset();
  sayNamed("");
}

function toggleKeys(show = $("keys").hidden) {
  $("keys").hidden = !show;
  $("keys-button").setAttribute("aria-expanded", String(show));
}

const KEYS = {
  KeyN: () => $("next"), KeyC: () => deedButton("start"), KeyR: () => deedButton("recall"), KeyV: () => deedButton("absent"),
  KeyF: () => deedButton("finish"), KeyB: () => deedButton("back-to-queue"), KeyG: () => $("by-number"), KeyZ: () => $("undo"),
};
const deedButton = (deed) => document.querySelector(`[data-deed="${deed}"]`);

// By the key's place (event.code): a Vietnamese input method may keep the letter for itself.
function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.key === "Escape") {
    if (!$("named").hidden) {
      closeNamed();
      $("next").focus();
    } else if (confirming) ask(null);
    else toggleKeys(false);
    return;
  }
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "?") {
    toggleKeys();
    return;
  }
  if ($("working").hidden) return;
  let button = KEYS[event.code]?.();
  if (event.code === "Space" && event.target === document.body) button = $("next");
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !$("outcomes").hidden && !event.shiftKey) button = $("outcomes").children[digit[1] - 1];
  if (!button || button.disabled || button.hidden) return;
  event.preventDefault();
  button.click();
}

// --- the link to the server ---------------------------------------------------------------------------------

let stream = null;
let heardAt = performance.now();
let link = "starting"; // live (stream), polling, lost
let streamTriedAt = -Infinity;

function hear(fresh) {
  heardAt = performance.now();
  const isOld = view && fresh.epoch === view.epoch && fresh.revision < view.revision;
  if (isOld) return;
  view = fresh;
  viewAt = heardAt;
  draw();
}

function setLink(now) {
  link = now;
  const words = { live: "Trực tuyến", polling: "Cập nhật mỗi 3 giây", lost: "Mất kết nối", starting: "Đang kết nối…" };
  put($("link"), words[now]);
  $("link").className = `tag ${{ live: "is-good", polling: "is-warn", lost: "is-bad", starting: "" }[now]}`;
  $("outage").hidden = now !== "lost";
  document.body.classList.toggle("is-lost", now === "lost");
  if (now === "lost") put($("outage"), `Mất kết nối máy chủ. ${view ? `Thông tin bên dưới là lúc ${clockTime(Date.parse(view.now))}. ` : ""}Đang kết nối lại…`);
}

let isLeaving = false;
function goToLogin() {
  if (!isLeaving) window.location.assign("/console/login");
  isLeaving = true;
}

async function get(path) {
  const response = await fetch(API + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (response.status === 401) goToLogin();
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function learnMe() {
  me = await get("me");
  $("csrf").value = me.csrf_token;
}

async function refresh() {
  try {
    hear(await get("view"));
    return true;
  } catch (error) {
    return false;
  }
}

function openStream() {
  streamTriedAt = performance.now();
  stream?.close();
  stream = new EventSource(`${API}stream`);
  const own = stream;
  own.addEventListener("view", (event) => {
    hear(JSON.parse(event.data));
    setLink("live");
  });
  own.addEventListener("beat", () => {
    heardAt = performance.now();
    setLink("live");
  });
  own.addEventListener("over", goToLogin);
  own.addEventListener("error", () => {
    if (own !== stream) return;
    own.close();
    stream = null;
    watch();
  });
}

// One look after the other, for ever: while there is no stream, ask; when the server answers, try the stream.
let isWatching = false;
async function watch() {
  if (isWatching) return;
  isWatching = true;
  try {
    if (stream && performance.now() - heardAt > SILENT_MS) {
      stream.close();
      stream = null;
    }
    if (!stream) {
      if (!me) await learnMe().catch(() => {});
      const answers = me !== null && await refresh();
      const mayTry = link !== "polling" || performance.now() - streamTriedAt > TRY_STREAM_AGAIN_MS;
      if (answers) {
        const isBack = link === "lost" || link === "starting";
        if (isBack && link === "lost") await learnMe().catch(() => {});
        setLink("polling");
        if (isBack || mayTry) openStream();
      } else setLink("lost");
    }
  } finally {
    isWatching = false;
  }
}

// --- the beginning ------------------------------------------------------------------------------------------

$("next").addEventListener("click", pressed(() => act("next")));
$("undo").addEventListener("click", pressed(() => act("undo")));
for (const button of all("[data-deed]")) button.addEventListener("click", pressed(() => act(button.dataset.deed)));
$("by-number").addEventListener("click", () => ($("named").hidden ? openNamed() : closeNamed()));
$("named-close").addEventListener("click", closeNamed);
$("named").addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = { number: $("named-number").value.trim(), reason: $("named-reason").value.trim() };
  sayNamed(!body.number ? "Vui lòng nhập số cần gọi." : !body.reason ? "Vui lòng nhập lý do gọi." : "");
  if (!body.number || !body.reason) {
    (body.number ? $("named-reason") : $("named-number")).focus({ preventScroll: true });
    return;
  }
  if (await act("call-number", body)) {
    closeNamed();
    $("next").focus();
  }
});
$("move").addEventListener("click", () => {
  isChoosing = true;
  say("");
  draw();
});
$("stay").addEventListener("click", stay);
$("leave").addEventListener("click", pressed(() => act("sign-off")));
$("keys-button").addEventListener("click", () => toggleKeys());
document.addEventListener("keydown", onKey);
setInterval(tick, 250);
setInterval(watch, POLL_MS);
watch();
