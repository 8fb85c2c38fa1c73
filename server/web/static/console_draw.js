// Draws the view: the bar, who is at the desk and since when, who is next and why, the lines.

import { acknowledge, drawAlarms } from "./alarms.js";
import { desk, act, serverNow } from "./console_link.js";
import { openPanel } from "./console_panels.js";
import { clockTime, lasting, minutesOf, waited } from "./console_time.js";
import { $, all, fill, make, pressed, put } from "./page_parts.js";
import { t } from "./words.js";

const NUDGE_AFTER_MS = 20000; // an officer who has just finished is not idle yet
const NEAR_TARGET = 0.75;

let shownLine = "own"; // or "hall"
let freeSince = null; // performance.now() since the desk is free although somebody waits

// --- time -------------------------------------------------------------------------------------------------

export function tick() {
  const view = desk.view;
  if (!view) return;
  const now = serverNow();
  put($("clock"), clockTime(now, view.timezone));
  for (const node of all("[data-since]")) put(node, lasting(now - Date.parse(node.dataset.since)));
  for (const node of all("[data-waited]")) drawWait(node, now - Date.parse(node.dataset.waited));
  for (const node of all("[data-left]")) put(node, lasting(Date.parse(node.dataset.left) - now + 999));
  const undo = view.undo ? Date.parse(view.undo.until) - now : 0;
  $("undo").hidden = undo <= 0;
  if (undo > 0) put($("undo-left"), `${Math.ceil(undo / 1000)} s`);
  drawTarget(now);
  drawNudge();
}

// A wait, calmly coloured against the centre's promise: with a sign, so that colour is not all that tells.
function drawWait(node, ms) {
  const target = Number(node.dataset.target);
  const share = target ? ms / target : 0;
  const look = share >= 1 ? "is-over" : share >= NEAR_TARGET ? "is-near" : "";
  put(node, `${share >= 1 ? "◆ " : share >= NEAR_TARGET ? "◇ " : ""}${waited(ms)}`);
  if (node.dataset.look === look) return;
  node.dataset.look = look;
  node.classList.toggle("is-over", look === "is-over");
  node.classList.toggle("is-near", look === "is-near");
  if (look) node.title = look === "is-over" ? t("Quá mục tiêu {minutes} phút", { minutes: minutesOf(target) }) : t("Sắp đến mục tiêu {minutes} phút", { minutes: minutesOf(target) });
  else node.removeAttribute("title");
}

function drawTarget(now) {
  const turn = desk.view.turn;
  const isTimed = turn?.state === "serving" && turn.served_since && turn.target_service_ms > 0;
  $("hero-progress").hidden = !isTimed;
  if (!isTimed) {
    put($("hero-target"), turn?.absent_at ? t("tự ghi vắng sau {time}", { time: lasting(Date.parse(turn.absent_at) - now + 999) }) : "");
    return;
  }
  const spent = now - Date.parse(turn.served_since);
  const isOver = spent > turn.target_service_ms;
  $("hero-progress").value = Math.min(1, spent / turn.target_service_ms);
  $("hero-progress").classList.toggle("is-over", isOver);
  const minutes = minutesOf(turn.target_service_ms);
  put($("hero-target"), isOver ? t("◆ quá mục tiêu {minutes} phút", { minutes }) : t("mục tiêu {minutes} phút", { minutes }));
}

function drawNudge() {
  const view = desk.view;
  const isIdle = view.counter && !view.turn && !view.counter.pause && view.waiting > 0 && view.day.state !== "closed";
  if (!isIdle) freeSince = null;
  else freeSince ??= performance.now();
  const idle = isIdle ? performance.now() - freeSince : 0;
  const isLong = idle >= NUDGE_AFTER_MS;
  $("nudge").hidden = !isLong;
  $("hero").classList.toggle("is-nudging", isLong);
  if (isLong) put($("nudge"), t("Quầy đang trống mà có {waiting} người chờ", { waiting: view.waiting }));
}

// --- the whole --------------------------------------------------------------------------------------------

export function drawBar() {
  const view = desk.view;
  put($("centre"), view.centre_name);
  const words = { open: t("Đang mở"), tickets_stopped: t("Đã ngừng cấp số"), closed: t("Đã đóng") };
  const date = view.day.date ? ` · ${view.day.date.split("-").reverse().join("/")}` : "";
  put($("day"), words[view.day.state] + (view.day.state === "closed" ? "" : date));
  $("day").className = `tag ${view.day.state === "open" ? "is-good" : "is-warn"}`;
  put($("me"), `${view.me.display_name} · ${view.me.role_name}`);
  $("broker-away").hidden = view.broker_is_connected;
  const known = { time: (at) => clockTime(Date.parse(at), view.timezone, false), isBrief: true, taking: view.me.may_run_day ? (alarm, minutes) => acknowledge(desk.me.csrf_token, alarm, minutes) : null };
  drawAlarms($("device-alarms"), view.alarms.filter((alarm) => alarm.device_id), known);
  const notices = view.special_day ? [view.special_day, ...view.notices] : view.notices;
  put($("notices"), notices.join(" · "));
  $("notices").hidden = notices.length === 0;
  const turn = view.turn ? `${view.turn.number} · ` : "";
  document.title = `${turn}${view.counter ? `(${view.waiting}) ${t("Quầy {number}", { number: view.counter.number })}` : t("Bàn gọi số")} · Bốc Số`;
}

export function drawWorking() {
  const view = desk.view;
  put($("counter"), view.counter.name);
  drawHero();
  drawNext();
  drawDeeds();
  put($("undo-words"), view.undo ? t("Hoàn tác: {what}", { what: view.undo.what }) : "");
  drawLines();
  drawHeld();
}

// --- the desk ---------------------------------------------------------------------------------------------

function drawHero() {
  const { turn, counter, waiting, day } = desk.view;
  const pause = turn ? null : counter.pause;
  const state = turn ? turn.state : pause ? "paused" : waiting ? "free" : "empty";
  $("hero").className = `hero is-${state}`;
  put($("hero-state"), heroState(state, turn));
  const since = turn ? (turn.state === "serving" ? turn.served_since ?? turn.arrived_at : turn.called_at) : pause?.since;
  if (since) $("hero-timer").dataset.since = since;
  else {
    delete $("hero-timer").dataset.since;
    put($("hero-timer"), "");
  }
  put($("hero-number"), turn ? turn.number : "");
  $("hero-number").hidden = !turn;
  const line = waiting ? t("{waiting} người đang chờ", { waiting }) : t("Không còn ai chờ");
  put($("hero-words"), turn ? "" : pause ? pause.name : day.state === "closed" ? t("Ngày làm việc chưa mở") : line);
  $("hero-words").hidden = Boolean(turn);
  fill($("hero-service"), [turn?.service_name, turn?.priority, turn?.language, turn?.marks, turn?.more_services], () => turn ? [
    `${turn.service_name} `,
    ...(turn.priority ? [chip(t("Ưu tiên: {group}", { group: turn.priority }))] : []),
    ...(turn.language === "en" ? [chip(t("Tiếng Anh"))] : []),
    ...turn.marks.map(chip),
    ...turn.more_services.map((name) => chip(t("còn: {service}", { service: name }))),
  ] : []);
  put($("hero-reason"), heroReason());
  fill($("hero-notes"), turn?.notes ?? [], () => (turn?.notes ?? []).map((note) =>
    make("li", {}, note.text, " ", make("small", {}, `${note.by}, ${clockTime(Date.parse(note.at), desk.view.timezone, false)}`))));
  $("hero-notes").hidden = !turn?.notes.length;
}

const chip = (words) => make("span", { class: "chip" }, words);

function heroState(state, turn) {
  if (state === "called") {
    const words = turn.to_seat ? t("Đang đến tận chỗ") : t("Đang gọi");
    return turn.call_count > 1 ? `${words} · ${t("lần {count}", { count: turn.call_count })}` : words;
  }
  return { serving: t("Đang phục vụ"), paused: t("Quầy tạm nghỉ"), free: t("Quầy đang trống"), empty: t("Quầy đang trống") }[state];
}

// Why the one here was called, or who is next and why; and whom that passes.
function heroReason() {
  const { turn, queue, waiting } = desk.view;
  if (turn) return withPassed(turn.reason, turn.passed, turn.passed_more);
  const first = queue.find((row) => row.rank === 1);
  if (!first || !waiting) return "";
  return t("Kế tiếp {number}: {why}", { number: first.number, why: withPassed(first.reason, first.passes, 0) });
}

function withPassed(reason, passed, more) {
  if (!passed.length) return reason;
  const numbers = passed.join(", ");
  const words = more ? t("vượt {numbers} và {more} số khác", { numbers, more }) : t("vượt {numbers}", { numbers });
  return reason ? `${reason} · ${words}` : words;
}

function drawNext() {
  const { turn, counter, queue } = desk.view;
  const first = queue.find((row) => row.rank === 1);
  const isPaused = !turn && counter.pause;
  put($("next-words"), turn ? t("Xong, gọi số tiếp theo") : isPaused ? t("Trở lại, gọi số tiếp theo") : t("Gọi số tiếp theo"));
  const after = first ? `${first.number} · ${first.service_name}` : t("không còn ai chờ");
  if (!turn) put($("next-more"), first ? after : t("Không còn ai chờ"));
  else if (turn.state === "called") put($("next-more"), t("ghi {number} đã phục vụ, rồi {next}", { number: turn.number, next: after }));
  else put($("next-more"), t("hoàn tất {number}, rồi {next}", { number: turn.number, next: after }));
}

const WHEN = { // deeds and panels by what is at the counter
  start: ["called"], recall: ["called"], absent: ["called"], "back-to-queue": ["called"], "call-to-seat": ["called"],
  finish: ["serving"], hold: ["called", "serving"], transfer: ["called", "serving"], second: ["called", "serving"],
  named: ["free", "called", "serving"], quick: ["free"], note: ["free", "called", "serving"], pause: ["free"],
};

export function mayNow(what) {
  const { turn, day, counter } = desk.view;
  if (!counter) return false;
  const state = turn ? turn.state : "free";
  if (what === "pause") return !turn;
  if (day.state === "closed" && state === "free") return what === "note";
  return (WHEN[what] ?? ["free", "called", "serving"]).includes(state);
}

function drawDeeds() {
  const { day, counter, turn } = desk.view;
  const isClosed = day.state === "closed";
  $("next").disabled = desk.isSending || (isClosed && !turn);
  $("undo").disabled = desk.isSending;
  for (const button of all("[data-deed]")) button.disabled = desk.isSending || !mayNow(button.dataset.deed);
  for (const button of all("[data-panel]")) button.disabled = desk.isSending || !mayNow(button.dataset.panel);
  for (const button of all("#panel button[data-does]")) button.disabled = desk.isSending;
  for (const button of [$("move"), $("leave")]) button.disabled = desk.isSending;
  const isPaused = Boolean(counter.pause) && !turn;
  if ($("pause").dataset.means !== String(isPaused)) {
    $("pause").dataset.means = String(isPaused);
    $("pause").replaceChildren(isPaused ? t("Trở lại quầy") : t("Tạm nghỉ"), " ", make("kbd", {}, "P"));
  }
}

// --- the lines --------------------------------------------------------------------------------------------

export function switchLine() {
  shownLine = shownLine === "own" ? "hall" : "own";
  drawLines();
  tick();
}

function drawLines() {
  const view = desk.view;
  const isOwn = shownLine === "own";
  $("own-line").setAttribute("aria-pressed", String(isOwn));
  $("hall-line").setAttribute("aria-pressed", String(!isOwn));
  put($("waiting"), String(view.waiting));
  put($("hall-waiting"), String(view.hall_waiting));
  put($("why-head"), isOwn ? t("Vì sao") : t("Ai gọi"));
  const rows = isOwn ? view.queue : view.hall;
  fill($("queue"), [rows, isOwn], () => rows.map(queueRow));
  document.querySelector(".queue").hidden = rows.length === 0;
  $("queue-empty").hidden = rows.length > 0;
  put($("queue-empty"), isOwn ? t("Không còn ai chờ ở quầy này.") : t("Không còn ai chờ trong trung tâm."));
  const hidden = isOwn ? view.waiting - rows.filter((row) => row.rank !== null).length : view.hall_waiting - rows.filter((row) => !row.back_at).length;
  $("queue-more").hidden = hidden <= 0;
  put($("queue-more"), t("và {count} người nữa", { count: hidden }));
  const longest = isOwn ? rows.filter((row) => row.rank !== null) : rows;
  const first = longest.reduce((best, row) => !best || row.waiting_since < best.waiting_since ? row : best, null);
  const since = isOwn ? view.waiting_since : first?.waiting_since;
  fill($("longest"), [since, first?.target_wait_ms, isOwn], () => since ? [
    t("Chờ lâu nhất"), " ", make("b", { "data-waited": since, "data-target": first?.target_wait_ms ?? 0 }),
    ...(first?.target_wait_ms ? [make("span", { class: "muted" }, ` · ${t("mục tiêu {minutes} phút", { minutes: minutesOf(first.target_wait_ms) })}`)] : []),
  ] : []);
}

function queueRow(row) {
  const look = row.rank === 1 ? "is-first" : row.back_at ? "is-cooling" : null;
  const why = withPassed(row.reason, row.passes, 0);
  return make("tr", { class: look },
    make("td", { class: "rank" }, row.rank === null ? "–" : String(row.rank)),
    make("td", {}, make("button", {
      type: "button", class: "number-button", "data-key": row.number, title: t("Việc với số {number}", { number: row.number }),
      onclick: () => openPanel("named", { number: row.number }),
    }, row.number)),
    make("td", { class: "what" }, make("span", {}, row.service_name),
      row.priority ? make("span", { class: "chip", title: t("Ưu tiên: {group}", { group: row.priority }) }, make("span", { class: "unseen" }, `${t("Ưu tiên")}: `), `◆ ${row.priority}`) : null,
      ...row.marks.map(chip),
      row.note ? make("span", { class: "note", title: row.note }, `✎ ${row.note}`) : null),
    make("td", { class: "wait" }, make("span", { "data-waited": row.waiting_since, "data-target": row.target_wait_ms })),
    make("td", { class: "why" }, ...(row.back_at ? [`${row.reason} `, make("span", { "data-left": row.back_at })] : [why])));
}

function drawHeld() {
  const view = desk.view;
  $("held-part").hidden = view.held.length === 0;
  fill($("held"), view.held, () => view.held.map(heldRow));
  $("absent-part").hidden = view.absent.length === 0;
  fill($("absent"), view.absent, () => view.absent.map((row, at) =>
    make("li", {}, make("b", {}, row.number), make("span", { class: "muted" }, `${t("còn")} `, make("span", { "data-left": row.until })), row.is_there ? chip(t("đã có mặt")) : null,
      deedButton(t("Cho vào hàng"), at === 0 ? "L" : "", `back:${row.number}`, () => act("back-to-queue", { number: row.number })))));
  for (const button of all(".held button")) button.disabled = desk.isSending;
}

function heldRow(row, at) {
  const firstOwn = desk.view.held.findIndex((held) => held.may_end);
  const until = row.until
    ? make("span", { class: "muted" }, `${t("còn")} `, make("span", { "data-left": row.until }))
    : make("span", { class: "muted" }, t("đến khi trở lại"), " ", make("span", { "data-since": row.held_at }));
  const where = row.is_mine ? null : make("span", { class: "muted" }, row.counter_number === null ? "" : t("Quầy {number}", { number: row.counter_number }));
  return make("li", { title: row.note ?? row.service_name }, make("b", {}, row.number), until, where,
    row.may_end ? make("span", { class: "two" },
      deedButton(t("Gọi vào"), at === firstOwn ? "K" : "", `resume:${row.number}`, () => act("resume", { number: row.number })),
      deedButton(t("Về hàng"), at === firstOwn ? "J" : "", `release:${row.number}`, () => act("release", { number: row.number }))) : null);
}

function deedButton(words, key, name, deed) {
  return make("button", { type: "button", class: "quiet", "data-key": name, onclick: pressed(deed) }, words, key ? make("kbd", {}, key) : null);
}

function whyNoNumbers(service) {
  if (service.is_closed) return t("đã ngừng cấp số");
  return service.is_used_up ? t("đã phát hết số hôm nay") : "";
}

export function drawAsides() {
  const view = desk.view;
  fill($("services-brief"), view.services, () => view.services.map((service) =>
    make("li", { class: `${service.is_mine ? "is-mine" : ""} ${service.waiting ? "" : "is-none"}`, title: [service.name, whyNoNumbers(service)].filter(Boolean).join(": ") },
      make("b", { class: "letter" }, service.service), make("span", { class: "count" }, String(service.waiting)), make("span", { class: "unseen" }, ` ${service.name}`),
      service.is_closed || service.is_used_up ? make("span", { class: "muted" }, service.is_closed ? t("ngừng") : t("hết số")) : null)));
  for (const list of all("[data-services]")) {
    fill(list, view.services, () => view.services.map((service) =>
      make("li", { class: service.is_mine ? "is-mine" : null }, make("b", { class: "letter" }, service.service),
        make("span", { class: "name" }, service.name),
        whyNoNumbers(service) ? make("span", { class: "chip" }, whyNoNumbers(service)) : null,
        service.waiting_since ? make("span", { class: "muted", "data-waited": service.waiting_since, "data-target": service.target_wait_ms }) : null,
        make("b", { class: "count" }, String(service.waiting)))));
  }
  const words = { online: t("đang hoạt động"), offline: t("mất kết nối"), never_heard: t("chưa lắp") };
  for (const list of all("[data-devices]")) {
    fill(list, view.devices, () => view.devices.length ? view.devices.map((device) => deviceRow(device, words))
      : [make("li", { class: "muted" }, t("Chưa có thiết bị nào."))]);
  }
  for (const part of all("[data-prints-part]")) part.hidden = view.prints.length === 0;
  for (const list of all("[data-prints]")) fill(list, view.prints, () => view.prints.map((said) => make("li", {}, said)));
}

function deviceRow(device, words) {
  const isWell = device.state === "online" && device.faults.length === 0;
  const said = device.faults.length ? device.faults.join(", ") : words[device.state];
  const look = isWell ? "is-good" : device.state === "online" ? "is-warn" : device.state === "offline" ? "is-bad" : "is-unknown";
  return make("li", { class: look }, make("span", { class: "mark", "aria-hidden": "true" }),
    make("span", { class: "name" }, `${device.name} `, make("small", {}, device.device_id)), make("span", { class: "said" }, said));
}
