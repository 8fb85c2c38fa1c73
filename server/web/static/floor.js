// The floor: who does what where, who waits how long, what ails the devices; and the head's deeds, asked once each.

import { drawAlarms as drawAlarmList } from "./alarms.js";
import { Live, clockTime, inMinutes } from "./live.js";
import { $, fill, make, pressed, put, sendsOnce, typedTime, whileSending } from "./page_parts.js";
import { locale, t } from "./words.js";

const ASK_AGAIN_MS = 3000; // as often as the page looks when it has no stream

let view = null;
let isSending = false;
const sending = whileSending(".floor button, #ask-yes");
let deedsShown = { rows: [], more: null, revision: -1 };
let deedsWanted = 1; // rows at the least: more once somebody has opened more
let deedsQuestion = null; // the one under way
let trips = null;

const live = new Live("/api/v1/floor/", (fresh) => {
  view = fresh;
  draw();
});

// --- drawing ----------------------------------------------------------------------------------------------------

const DAY_WORDS = { open: () => t("Đang mở"), tickets_stopped: () => t("Đã ngừng cấp số"), closed: () => t("Đã đóng") };
const STATE_WORDS = {
  unstaffed: () => t("Chưa có cán bộ"), free: () => t("Trống"), paused: () => t("Tạm nghỉ"), called: () => t("Đang gọi"),
  serving: () => t("Đang phục vụ"), left: () => t("Cán bộ đã rời, lượt còn mở"),
};

const minutes = (ms) => t("{n} phút", { n: Math.round(ms / 60000) });
const since = (at, target = null, form = null) => make("span", { class: "timer", "data-since": at, "data-target": target, "data-form": form });
const button = (words, deed, attributes = {}) => make("button", { type: "button", class: "quiet", "data-key": words, onclick: pressed(deed), ...attributes }, words);

function draw() {
  drawDay();
  drawAlarms();
  drawSums();
  drawCounters();
  drawServices();
  drawTrips();
  drawPeople();
  drawNotices();
  drawDevices();
  drawDeeds();
  sending.drawn();
}

function drawDay() {
  const { day } = view;
  put($("day"), DAY_WORDS[day.state]());
  $("day").className = `tag ${day.state === "open" ? "is-good" : "is-warn"}`;
  const date = day.date ? day.date.split("-").reverse().join("/") : "";
  const closes = day.closes_at ? clockTime(Date.parse(day.closes_at)) : "";
  const words = {
    open: day.is_extended ? t("Ngày {date}, kéo dài đến {time}.", { date, time: closes }) : closes ? t("Ngày {date}, đóng lúc {time}.", { date, time: closes }) : t("Ngày {date}, ngoài giờ làm việc.", { date }),
    tickets_stopped: t("Đã ngừng cấp số; người đã có số vẫn được phục vụ."),
    closed: t("Chưa mở hoặc đã đóng: không cấp số, không gọi."),
  };
  put($("day-words"), [words[day.state], day.is_rush ? t("Giờ đông: máy lấy số in phiếu ngay sau một lần chạm.") : ""].filter(Boolean).join(" "));
  fill($("day-deeds"), [day.state, day.is_rush, view.me.may_run_day, view.me.may_head], () => [
    view.me.may_run_day && day.state === "closed" ? button(t("Mở ngày làm việc"), openDay, { class: "primary" }) : null,
    view.me.may_run_day && day.state === "open" ? button(t("Ngừng cấp số"), () => dayDeed("stop-tickets")) : null,
    view.me.may_run_day && day.state === "tickets_stopped" ? button(t("Cấp số trở lại"), openDay) : null,
    view.me.may_head && day.state !== "closed" ? button(t("Kéo dài…"), askExtend) : null,
    view.me.may_head && day.state === "open" ? button(day.is_rush ? t("Thôi giờ đông") : t("Giờ đông…"), day.is_rush ? () => act("switch-rush", { is_on: false }) : askRush, { id: "rush" }) : null,
    view.me.may_run_day && day.state !== "closed" ? button(t("Đóng ngày…"), askClose) : null,
  ].filter(Boolean));
}

function drawAlarms() {
  $("alarms-part").hidden = view.alarms.length === 0;
  const loud = view.alarms.filter((alarm) => alarm.is_alarm && !alarm.quiet_until).length;
  document.title = `${loud ? `(!${loud}) ` : ""}${t("Toàn cảnh")} · Bốc Số`;
  drawAlarmList($("alarms"), view.alarms, { time: (at) => clockTime(Date.parse(at)), taking: view.me.may_run_day ? quiet : null });
}

function drawSums() {
  const open = view.counters.filter((card) => card.officer_id && card.state !== "paused").length;
  const parts = [
    [t("Đang chờ"), String(view.waiting)],
    [t("Chờ lâu nhất"), view.longest_since],
    [t("Quầy đang mở"), `${open}/${view.counters.length}`],
    [t("Đã phục vụ"), String(view.finished)],
    [t("Đã cấp số"), String(view.issued)],
    [t("Vắng mặt"), String(view.absent)],
  ];
  fill($("sums"), parts, () => parts.map(([name, value], at) => make("li", {}, make("span", { class: "sum-name" }, name),
    at === 1 ? (value ? make("b", { "data-since": value, "data-form": "minutes" }) : make("b", {}, "–")) : make("b", {}, value))));
}

function drawCounters() {
  fill($("counters"), [view.counters, view.me.may_head], () => view.counters.map(counterCard));
}

function counterCard(card) {
  const isIdle = card.state === "free" && card.waiting > 0;
  const lines = [];
  if (card.paused_for) lines.push(card.paused_for);
  if (card.service_name) lines.push(card.service_name);
  if (isIdle) lines.push(t("Trống trong khi {n} người chờ", { n: card.waiting }));
  if (!card.officer_id && card.sent_here) lines.push(t("{n} người được chuyển đến quầy này, chưa có cán bộ", { n: card.sent_here }));
  if (card.on_hold) lines.push(t("{n} lượt tạm chờ", { n: card.on_hold }));
  return make("li", { class: `floor-card is-${card.state}${isIdle ? " is-idle" : ""}`, "data-counter": card.counter_id },
    make("div", { class: "card-top" }, make("span", { class: "plate" }, String(card.number)),
      make("span", { class: "card-who" }, make("b", {}, card.officer ?? t("Chưa có cán bộ")), make("span", { class: "muted" }, `${card.zone ? `${card.zone} · ` : ""}${card.services.join(" ")}`))),
    make("div", { class: "card-now" },
      card.shown ? make("b", { class: "number" }, card.shown) : null,
      make("span", { class: "state" }, STATE_WORDS[card.state]()),
      card.since ? since(card.since, card.target_ms) : null,
      card.target_ms ? make("span", { class: "muted" }, t("mục tiêu {time}", { time: minutes(card.target_ms) })) : null),
    make("p", { class: "card-lines" }, lines.join(" · ")),
    view.me.may_head ? make("div", { class: "row-deeds" },
      card.officer_id ? button(t("Chuyển quầy…"), () => askMove(card.officer_id, card.officer, card.counter_id), { "data-key": `move:${card.counter_id}` }) : button(t("Xếp cán bộ…"), () => askPlace(card), { "data-key": `place:${card.counter_id}` }),
      card.officer_id ? button(t("Cho rời quầy…"), () => askSignOff(card), { "data-key": `off:${card.counter_id}` }) : null,
      card.state === "called" ? button(t("Đưa {number} về hàng…", { number: card.shown }), () => askTurn("send-back", card, t("Đưa số {number} về hàng chờ", { number: card.shown })), { "data-key": `back:${card.counter_id}` }) : null,
      card.state === "called" ? button(t("In lại phiếu…"), () => askReprint(card), { "data-key": `print:${card.counter_id}`, "aria-label": t("In lại phiếu {number}", { number: card.shown }) }) : null,
      ["serving", "left"].includes(card.state) ? button(t("Kết thúc lượt…"), () => askTurn("end-turn", card, t("Kết thúc lượt của số {number}", { number: card.shown })), { "data-key": `end:${card.counter_id}` }) : null) : null);
}

function drawServices() {
  fill($("services"), [view.services, view.me.may_head, view.day.state], () => view.services.map((line) => make("tr", { class: line.late ? "is-late" : null },
    make("th", { scope: "row" }, make("span", { class: "service-name" }, make("b", { class: "letter" }, line.service), make("span", {}, line.name), line.is_closed ? make("span", { class: "chip is-warn" }, t("ngừng cấp số")) : null),
      ...line.sent_to_nobody.map((sent) => make("small", { class: "sent-to-nobody" }, sentWords(sent)))),
    make("td", { class: "n big" }, String(line.waiting), line.coming_later ? make("small", { class: "muted" }, ` ${t("+{n} đến muộn", { n: line.coming_later })}`) : null),
    make("td", { class: "n" }, line.longest_since ? since(line.longest_since, line.target_ms, "minutes") : "–"),
    make("td", { class: "n" }, minutes(line.target_ms)),
    make("td", { class: "n" }, line.late ? make("span", { class: "is-late" }, String(line.late)) : "0"),
    make("td", { class: "n" }, line.open_counters ? String(line.open_counters) : line.waiting ? make("span", { class: "is-late" }, "0") : "0"),
    make("td", { class: "n" }, `${line.finished}/${line.issued}`),
    make("td", { class: "deed" }, view.me.may_head && view.day.state !== "closed" ? (line.is_closed
      ? button(t("Mở lại"), () => act("reopen-service", { service: line.service }), { "data-key": `open:${line.service}`, "aria-label": t("Mở lại {service}", { service: line.name }) })
      : button(t("Đóng sớm…"), () => askCloseService(line), { "data-key": `close:${line.service}`, "aria-label": t("Đóng sớm {service}", { service: line.name }) })) : null))));
}

const sentWords = (sent) => (sent.is_officer ? t("{n} người chờ {name}, đang không ở quầy; quầy cùng lĩnh vực gọi được", { n: sent.waiting, name: sent.to }) : t("{n} người chờ {name}, chưa có cán bộ; quầy cùng lĩnh vực gọi được", { n: sent.waiting, name: sent.to }));

// --- trips per case -----------------------------------------------------------------------------------------------

async function askTrips() {
  try {
    trips = await live.get("trips");
    if (view) drawTrips();
  } catch (error) {
    // The line to the server says so itself; a later look asks again.
  }
}

function tripsCell(of) {
  const said = of.mean === null ? t("chưa đủ 10 việc") : t("{mean} lần", { mean: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(of.mean) });
  return make("td", { class: "n" }, make("span", { class: of.mean === null ? "muted" : "big" }, said), make("small", { class: "muted" }, ` · ${t("số việc: {n}", { n: of.cases })}`));
}

function drawTrips() {
  $("trips-part").hidden = trips === null;
  if (trips === null) return;
  const row = (name, at, today, month) => make("tr", { "data-trips": at }, make("th", { scope: "row" }, name), tripsCell(today), tripsCell(month));
  fill($("trips"), trips, () => [row(t("Cả trung tâm"), "centre", trips.today.centre, trips.month.centre),
    ...trips.month.services.map((service, at) => row(make("span", { class: "service-name" }, make("b", { class: "letter" }, service.service), make("span", {}, service.name)), service.service, trips.today.services[at], service))]);
}

function drawPeople() {
  fill($("people"), view.people, () => view.people.map((person) => {
    const place = person.state === "paused" ? `${t("Tạm nghỉ")}: ${person.paused_for}` : person.counter_number !== null ? t("Quầy {number}", { number: person.counter_number }) : person.role_name;
    const counts = [];
    if (person.finished) counts.push(t("{n} lượt xong", { n: person.finished }));
    if (person.helped) counts.push(t("{n} lần giúp lấy số", { n: person.helped }));
    if (person.named_calls) counts.push(t("{n} gọi đích danh", { n: person.named_calls }));
    if (person.quick_serves) counts.push(t("{n} phục vụ nhanh", { n: person.quick_serves }));
    if (person.priority_changes) counts.push(t("{n} đổi ưu tiên", { n: person.priority_changes }));
    return make("li", { class: `is-${person.state}`, "data-person": person.staff_id },
      make("span", { class: "mark", "aria-hidden": "true" }),
      make("span", { class: "person-words" }, make("b", {}, person.name), make("span", {}, place, person.since ? [" · "] : "", person.since ? since(person.since, null, "minutes") : null),
        counts.length ? make("span", { class: "muted" }, counts.join(" · ")) : null));
  }));
}

function drawNotices() {
  fill($("notices"), [view.notices, view.me.may_head], () => view.notices.length ? view.notices.map((notice) => make("li", {},
    make("span", { class: "notice-words" }, make("span", {}, notice.text), notice.text_en ? make("span", { class: "muted", lang: "en" }, notice.text_en) : null,
      make("span", { class: "muted" }, notice.until ? t("đến {time}", { time: clockTime(Date.parse(notice.until)) }) : t("đến khi gỡ"))),
    view.me.may_head ? button(t("Gỡ"), () => act("withdraw-notice", { notice_id: notice.notice_id }), { "data-key": `notice:${notice.notice_id}`, "aria-label": t("Gỡ thông báo: {text}", { text: notice.text }) }) : null)) : [make("li", { class: "muted" }, t("Không có thông báo nào."))]);
  fill($("notice-deeds"), [view.me.may_head], () => view.me.may_head ? [button(t("Đăng thông báo…"), askNotice)] : []);
}

function drawDevices() {
  const words = { online: t("đang hoạt động"), offline: t("mất kết nối"), never_heard: t("chưa lắp") };
  // Seconds of silence grow without news: minutes are enough here, and keep the list from being drawn anew.
  const shown = view.devices.map((device) => ({ ...device, silent_for_s: device.silent_for_s === null ? null : Math.floor(device.silent_for_s / 60) * 60 }));
  fill($("devices"), shown, () => shown.length ? shown.map((device) => {
    const isWell = device.state === "online" && device.faults.length === 0;
    const look = isWell ? "is-good" : device.state === "online" ? "is-warn" : device.state === "offline" ? "is-bad" : "is-unknown";
    const last = device.silent_for_s === null ? "" : device.state === "offline" ? ` ${inMinutes(device.silent_for_s * 1000)}` : "";
    return make("li", { class: look, "data-device": device.device_id }, make("span", { class: "mark", "aria-hidden": "true" }),
      make("span", { class: "name" }, device.name, device.name.includes(device.device_id) ? null : make("small", {}, ` ${device.device_id}`)),
      make("span", { class: "said" }, device.faults.length ? device.faults.join(" ") : words[device.state] + last));
  }) : [make("li", { class: "muted" }, t("Chưa có thiết bị nào."))]);
}

// --- what staff did ---------------------------------------------------------------------------------------------

function drawDeeds() {
  $("deeds-part").hidden = !view.me.may_see_deeds;
  if (!view.me.may_see_deeds) return;
  fill($("deeds-of"), view.people.map((person) => [person.staff_id, person.name]), () => [
    make("option", { value: "" }, t("mọi người")), ...view.people.map((person) => make("option", { value: person.staff_id }, person.name))]);
  keepDeedsFresh();
}

// As many as somebody has opened, anew.
function keepDeedsFresh() {
  if (deedsShown.revision !== view.revision && !deedsQuestion) askDeeds();
}

// Always from the newest on: what stands there may be of a former filter, or of before the newest deed. A filter changed
// while an answer is on its way: the former filter's answer is not shown under the new one.
async function askDeeds(wanted = deedsWanted) {
  const mine = {};
  deedsQuestion = mine;
  deedsWanted = wanted;
  const revision = view.revision;
  const query = new URLSearchParams({ only_reasons: $("only-reasons").checked });
  if ($("deeds-of").value) query.set("officer", $("deeds-of").value);
  let rows = [];
  let more = null;
  try {
    do {
      if (more !== null) query.set("before", more);
      const found = await live.get(`deeds?${query}`);
      if (deedsQuestion !== mine) return;
      rows = [...rows, ...found.deeds];
      more = found.more_before;
    } while (more !== null && rows.length < wanted);
    deedsShown = { rows, more, revision };
    fillDeeds();
  } catch (error) {
    if (deedsQuestion === mine) deedsShown.revision = -1; // perhaps of a former filter; the line to the server says why
  }
  if (deedsQuestion !== mine) return;
  deedsQuestion = null;
  if (view.revision !== deedsShown.revision) setTimeout(keepDeedsFresh, deedsShown.revision === -1 ? ASK_AGAIN_MS : 500);
}

function fillDeeds() {
  $("deeds-none").hidden = deedsShown.rows.length > 0;
  $("deeds-more").hidden = deedsShown.more === null;
  fill($("deeds"), [deedsShown.rows, view.me.may_head], () => deedsShown.rows.map((row) => make("li", {},
    make("time", { class: "timer", datetime: row.at }, clockTime(Date.parse(row.at))),
    make("span", { class: "deed-words" }, make("b", {}, row.who), ` ${row.what}`, row.reason ? make("span", { class: "deed-reason" }, t("Lý do: {reason}", { reason: row.reason })) : null),
    !row.remedy && row.nothing_left ? make("span", { class: "deed-over" }, row.nothing_left) : null,
    row.remedy && view.me.may_head ? button(row.remedy.asks_reason ? `${row.remedy.words}…` : row.remedy.words, () => takeBack(row), { "data-key": `deed:${row.seq}` }) : null)));
}

function takeBack(row) {
  const { deed, words, asks_reason, ...ids } = row.remedy;
  const about = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null));
  if (!asks_reason) return act(deed, about);
  return ask({ title: words, words: `${row.who} ${row.what}`, yes: words, fields: [reasonField()], deed: (said) => act(deed, { ...about, reason: said.reason }) });
}

// --- deeds ------------------------------------------------------------------------------------------------------

function say(words, look = "") {
  put($("result"), words);
  $("result").className = `result floor-result ${look}`;
}

// True when it was done; a refusal is said where the person looks.
async function act(deed, body, refused = null, api = live) {
  if (isSending) return false;
  isSending = true;
  sending.begin();
  document.body.classList.add("is-sending");
  let answer;
  try {
    answer = await api.send(deed, body, (words) => ($("ask").open ? sayAsked(words) : say(words, "is-warn")));
  } finally {
    isSending = false;
    sending.end();
    document.body.classList.remove("is-sending");
  }
  const words = answer.ok ? answer.body.message ?? "" : answer.body.detail || answer.body.title || t("Chưa thực hiện được.");
  if (!answer.ok && refused) refused(words, answer.body);
  else if (!answer.ok && $("ask").open) sayAsked(words); // what was typed stays, to be mended
  else say(words, answer.ok ? "is-done" : "is-bad");
  live.refresh(); // nobody has to wait for the view: what is refused because it has changed is refused in words
  return answer.ok;
}

// The day's own deeds are the console's: one address for one deed.
const linkTo = (api) => ({ send: (deed, body, said) => { const link = new Live(api, () => {}); link.csrf = live.csrf; return link.send(deed, body, said); } });
const consoleLink = linkTo("/api/v1/console/");
const dayDeed = (deed, body = {}) => act(deed, body, null, consoleLink);

async function openDay() {
  await act("open-day", { confirmed: false }, (words, problem) => {
    if (problem.code !== "clock_not_trusted") say(words, "is-bad");
    else ask({ title: t("Mở ngày làm việc"), words, yes: t("Đúng ngày, mở"), fields: [], deed: () => dayDeed("open-day", { confirmed: true }) });
  }, consoleLink);
}

const quiet = (alarm, forMinutes) => act("acknowledge-alarm", { device_id: alarm.device_id, fault: alarm.fault, for_minutes: forMinutes });

// --- what is asked before a deed ----------------------------------------------------------------------------------

let asked = null;

const reasonField = () => ({ name: "reason", label: t("Lý do"), maxlength: 200, needed: t("Vui lòng ghi lý do.") });

function ask({ title, words = "", yes, fields, deed }) {
  asked = { fields, deed };
  put($("ask-title"), title);
  put($("ask-words"), words);
  put($("ask-yes"), yes);
  sayAsked("");
  $("ask-fields").replaceChildren(...fields.map((field) => {
    const id = `ask-${field.name}`;
    const input = field.options
      ? make("select", { id }, ...field.options.map(([value, name]) => make("option", { value, selected: value === field.value }, name)))
      : make("input", { id, type: "text", maxlength: field.maxlength ?? 200, autocomplete: "off", inputmode: field.inputmode, value: field.value, lang: field.lang });
    return make("p", {}, make("label", { for: id }, field.label), input);
  }));
  if (!$("ask").open) $("ask").showModal();
  ($("ask-fields").querySelector("input, select") ?? $("ask-yes")).focus();
}

function sayAsked(words) {
  put($("ask-fault"), words);
  $("ask-fault").hidden = !words;
}

$("ask-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = {};
  for (const field of asked.fields) {
    said[field.name] = $(`ask-${field.name}`).value.trim();
    if (!said[field.name] && field.needed) {
      sayAsked(field.needed);
      $(`ask-${field.name}`).focus();
      return;
    }
  }
  sayAsked("");
  const mine = asked;
  const isDone = await mine.deed(said);
  if (asked === mine && isDone === true) $("ask").close();
});
sendsOnce($("ask-yes"));
$("ask-no").addEventListener("click", () => $("ask").close());

function askExtend() {
  ask({
    title: t("Kéo dài ngày làm việc"), words: t("Các quầy tiếp tục gọi số đến giờ này, sau đó ngày tự đóng."), yes: t("Kéo dài"),
    fields: [{ name: "closes_at", label: t("Đến (giờ:phút)"), maxlength: 5, value: "18:00", needed: t("Vui lòng nhập giờ, ví dụ 18:00.") }],
    deed: (said) => act("extend-day", { closes_at: typedTime(said.closes_at) }),
  });
}

function askRush() {
  ask({
    title: t("Giờ đông"), yes: t("Bật giờ đông"), fields: [],
    words: t("Máy lấy số in phiếu ngay sau một lần chạm, không hỏi thêm, cho đến hết hôm nay hoặc đến khi tắt."),
    deed: () => act("switch-rush", { is_on: true }),
  });
}

/** Whose turn a closing ends or moves, by what they do now: "6 người: 5 đang chờ, 1 đang được gọi". Null: nobody. */
function takenByClosing(open, { takesCalled }) {
  const called = takesCalled ? open.called : 0;
  const n = open.waiting + called + open.on_hold;
  if (n === 0) return null;
  if (n === open.waiting) return t("{n} người đang chờ", { n });
  const parts = [
    open.waiting ? t("{n} đang chờ", { n: open.waiting }) : "",
    called ? t("{n} đang được gọi", { n: called }) : "",
    open.on_hold ? t("{n} tạm chờ", { n: open.on_hold }) : "",
  ];
  return t("{n} người: {parts}", { n, parts: parts.filter(Boolean).join(", ") });
}

function askClose() {
  const open = view.day.still_open;
  const taken = takenByClosing(open, { takesCalled: true });
  const served = open.serving ? t("{n} người đang được phục vụ có thể làm xong.", { n: open.serving }) : t("Không có ai đang được phục vụ.");
  ask({
    title: t("Đóng ngày làm việc"), words: `${served} ${t("Máy lấy số in phiếu tổng kết ngày.")}`,
    yes: t("Đóng ngày làm việc"),
    fields: taken === null ? [] : [
      { name: "how", label: taken, options: [["expire", t("hết lượt hôm nay")], ["places", t("nhận số đặt trước ngày làm việc tới, in phiếu")]], value: view.day.moves_waiting ? "places" : "expire" },
    ],
    deed: (said) => dayDeed("close-day", { moves_waiting: said.how === "places" }),
  });
}

function askCloseService(line) {
  ask({
    title: t("Đóng sớm {service}", { service: line.name }),
    words: t("Máy lấy số không cấp số lĩnh vực này nữa trong hôm nay."),
    yes: t("Đóng sớm"),
    fields: [
      { name: "how", label: takenByClosing(line.still_open, { takesCalled: false }) ?? t("{n} người đang chờ", { n: 0 }), options: [["serve", t("vẫn được phục vụ hôm nay")], ["places", t("nhận số đặt trước ngày làm việc tới, in phiếu")]], value: "serve" },
      reasonField(),
    ],
    deed: (said) => act(said.how === "places" ? "close-into-places" : "close-service", { service: line.service, reason: said.reason }),
  });
}

const LEAVES = () => t("Số đang gọi sẽ trở lại hàng chờ; lượt đang phục vụ ở lại quầy cho người nhận quầy.");

function askMove(officerId, name, from) {
  ask({
    title: t("Chuyển {name}", { name }), words: LEAVES(), yes: t("Chuyển quầy"),
    fields: [{ name: "counter_id", label: t("Đến quầy"), options: view.counters.filter((card) => card.counter_id !== from).map((card) => [card.counter_id, card.officer ? `${card.name} (${card.officer})` : card.name]) }],
    deed: (said) => move(officerId, name, said.counter_id),
  });
}

function askPlace(card) {
  const free = view.people.filter((person) => ["officer", "head"].includes(person.role));
  ask({
    title: t("Xếp cán bộ vào {counter}", { counter: card.name }), words: LEAVES(), yes: t("Xếp vào quầy"),
    fields: [{ name: "officer_id", label: t("Cán bộ"), options: free.map((person) => [person.staff_id, person.counter_number === null ? person.name : `${person.name} (${t("Quầy {number}", { number: person.counter_number })})`]) }],
    deed: (said) => move(said.officer_id, free.find((person) => person.staff_id === said.officer_id)?.name ?? "", card.counter_id),
  });
}

function move(officerId, name, counterId) {
  const there = view.counters.find((card) => card.counter_id === counterId);
  const body = { officer_id: officerId, counter_id: counterId };
  if (!there.officer_id) return act("move-officer", { ...body, take_over: false });
  return ask({
    title: t("{counter} đang có {name}", { counter: there.name, name: there.officer }), words: t("{name} sẽ rời quầy này.", { name: there.officer }),
    yes: t("Chuyển {name} vào thay", { name }), fields: [], deed: () => act("move-officer", { ...body, take_over: true }),
  });
}

function askSignOff(card) {
  ask({ title: t("Cho {name} rời {counter}", { name: card.officer, counter: card.name }), words: LEAVES(), yes: t("Cho rời quầy"), fields: [], deed: () => act("sign-off-officer", { officer_id: card.officer_id }) });
}

function askTurn(deed, card, title) {
  ask({ title, words: `${card.name} · ${card.officer ?? t("Chưa có cán bộ")}`, yes: title, fields: [reasonField()], deed: (said) => act(deed, { turn_id: card.turn_id, reason: said.reason }) });
}

function askReprint(card) {
  const kiosks = view.devices.filter((device) => device.can_print);
  ask({
    title: t("In lại phiếu {number}", { number: card.shown }), words: t("Phiếu ghi rõ là bản in lại."), yes: t("In lại"),
    fields: kiosks.length ? [{ name: "device_id", label: t("In tại"), options: kiosks.map((kiosk) => [kiosk.device_id, kiosk.name]) }] : [],
    deed: (said) => act("reprint", { kind: "ticket", ref: card.ticket_id, device_id: said.device_id ?? "" }, null, linkTo("/api/v1/greeter/")),
  });
}

function askNotice() {
  ask({
    title: t("Đăng thông báo lên bảng"), yes: t("Đăng"),
    fields: [
      { name: "text", label: t("Tiếng Việt"), maxlength: 160, lang: "vi", needed: t("Vui lòng nhập nội dung.") },
      { name: "text_en", label: t("Tiếng Anh (không bắt buộc)"), maxlength: 160, lang: "en" },
      { name: "for_minutes", label: t("Hiện trong"), options: [["30", t("30 phút")], ["60", t("1 giờ")], ["240", t("4 giờ")], ["480", t("8 giờ")], ["", t("đến khi gỡ")]], value: "60" },
    ],
    deed: (said) => act("post-notice", { text: said.text, text_en: said.text_en, for_minutes: said.for_minutes ? Number(said.for_minutes) : null }),
  });
}

// --- the beginning ------------------------------------------------------------------------------------------------

$("only-reasons").addEventListener("change", () => askDeeds(1));
$("deeds-of").addEventListener("change", () => askDeeds(1));
$("deeds-more").addEventListener("click", pressed(() => askDeeds(deedsShown.rows.length + 1)));
askTrips();
setInterval(askTrips, 5 * 60000); // a mean of thirty days does not move faster
live.start();
