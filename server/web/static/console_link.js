// The console's link to the server: the view that is shown, and deeds, each sent with one intent id until answered.

import { $, put } from "./page_parts.js";
import { clockTime } from "./console_time.js";
import { t } from "./words.js";

const API = "/api/v1/console/";
const POLL_MS = 3000;
const SILENT_MS = 12000; // the server says something every 5 s
const TRY_STREAM_AGAIN_MS = 15000;
const SEND_FOR_MS = 60000; // how long a deed is sent again with the same id before the officer is asked
const ANSWER_WITHIN_MS = 5000;
const REST_MS = 350; // the second press of a double click on one deed comes within this

// What every part of the page looks at.
export const desk = {
  me: null, // { csrf_token, ... }
  view: null,
  viewAt: 0, // performance.now() when the view came
  isSending: false,
  displaced: null, // what somebody else did to the officer's counter: { key, reason, says }
};

export const serverNow = () => Date.parse(desk.view.now) + (performance.now() - desk.viewAt);

let onChange = () => {}; // draw
let onView = () => {}; // a newer view came: (fresh, former)
let lastDeed = { name: null, endedAt: -Infinity };
let underWay = Promise.resolve(); // the deed before, with the view after it

// --- deeds ------------------------------------------------------------------------------------------------

function intentId() { // crypto.randomUUID is only there over HTTPS
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function say(words, look = "") {
  for (const node of [$("result"), $("choosing-result")]) {
    put(node, words);
    node.className = `result ${look}`;
  }
}

const rest = (ms) => new Promise((done) => setTimeout(done, ms));

const CHANGES_COUNTER = ["sign-on", "sign-off", "close-day"]; // these say what became of it themselves

// Do one deed, sending the same intent again until the server has answered; true when it was done.
// `onRefusal` gets the problem; when it returns true it has said it itself. A panel sends once: what `isFromPanel` is its
// own deed, however soon it comes after one of the same name.
export async function act(deed, body = {}, onRefusal = () => false, { isFromPanel = false } = {}) {
  const isSecondPress = !isFromPanel && deed === lastDeed.name && performance.now() - lastDeed.endedAt < REST_MS;
  if (desk.isSending || isSecondPress || !desk.me) return false;
  desk.isSending = true;
  let over;
  underWay = new Promise((done) => { over = done; });
  const before = desk.displaced?.key;
  const sat = desk.view ? sitting(desk.view) : "";
  onChange();
  try {
    const answer = await send(deed, JSON.stringify(body), intentId());
    if (answer.ok) say(answer.body.message ?? "", "is-done");
    else if (onRefusal(answer.body)) say("");
    else say(refusalIn(answer.body), "is-bad");
    await refresh(); // the buttons wake up on what is true after the deed, not before it
    if (desk.displaced && desk.displaced.key !== before) tellDisplaced(); // that is why, whatever came of the deed
    else if (answer.ok && !CHANGES_COUNTER.includes(deed) && desk.view && sitting(desk.view) !== sat) say(""); // left meanwhile, in another tab: a refusal says why
    return answer.ok;
  } finally {
    desk.isSending = false;
    lastDeed = { name: deed, endedAt: performance.now() };
    over(); // whatever becomes of the drawing: the next deed must not wait for ever
    onChange();
  }
}

// For what was filled in while a deed was on its way: sent after it, and not lost in silence.
export const whenAnswered = () => underWay;

export const refusalIn = (problem) => problem.detail || problem.title || t("Chưa thực hiện được.");

async function send(deed, body, key) {
  const until = performance.now() + SEND_FOR_MS;
  let wait = 500;
  let knowsMe = true;
  for (;;) {
    try {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRF-Token": desk.me.csrf_token };
      const response = await fetch(API + deed, { method: "POST", headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (response.status === 401) goTo("/console/login");
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
      return { ok: false, body: { detail: t("Không liên lạc được máy chủ nên chưa rõ kết quả. Khi có kết nối, vui lòng xem lại rồi bấm lại nếu cần.") } };
    }
    say(t("Chưa nhận được trả lời, đang gửi lại…"), "is-warn");
    await rest(wait);
    wait = Math.min(wait * 2, 4000);
  }
}

// --- views ------------------------------------------------------------------------------------------------

let stream = null;
let heardAt = performance.now();
let link = "starting"; // live (stream), polling, lost
let streamTriedAt = -Infinity;

// Each view says once more why the officer sits elsewhere; `words` go on about what the page itself saw.
let displacedWords = "";
const tellDisplaced = () => say(displacedWords, "is-warn");

const sitting = (view) => view.counter ? `${view.counter.counter_id} ${view.counter.signed_on_at}` : "";

// An old result does not outlive its counter, and a counter that somebody else took or changed is told.
function followCounter(fresh, former) {
  const isNews = fresh.displaced !== null && fresh.displaced.key !== former?.displaced?.key && Boolean(former || !fresh.counter);
  desk.displaced = fresh.displaced;
  if (isNews) {
    const open = fresh.displaced.reason === "day_closed" ? former?.turn : null;
    displacedWords = open ? `${fresh.displaced.says} ${t("Lượt {number} đã kết thúc khi đóng ngày.", { number: open.number })}` : fresh.displaced.says;
    tellDisplaced();
  } else if (former && sitting(fresh) !== sitting(former) && !desk.isSending) say("");
}

function hear(fresh) {
  heardAt = performance.now();
  const former = desk.view;
  const isOld = former && fresh.epoch === former.epoch && fresh.revision < former.revision;
  if (isOld) return;
  desk.view = fresh;
  desk.viewAt = heardAt;
  onView(fresh, former);
  onChange();
  followCounter(fresh, former);
}

function setLink(now) {
  link = now;
  const words = { live: t("Trực tuyến"), polling: t("Cập nhật mỗi 3 giây"), lost: t("Mất kết nối"), starting: t("Đang kết nối…") };
  put($("link"), words[now]);
  $("link").className = `tag ${{ live: "is-good", polling: "is-warn", lost: "is-bad", starting: "" }[now]}`;
  $("outage").hidden = now !== "lost";
  document.body.classList.toggle("is-lost", now === "lost");
  if (now !== "lost") return;
  const view = desk.view;
  const asOf = view ? ` ${t("Thông tin bên dưới là lúc {time}.", { time: clockTime(Date.parse(view.now), view.timezone) })}` : "";
  put($("outage"), `${t("Mất kết nối máy chủ.")}${asOf} ${t("Đang kết nối lại…")}`);
}

let isLeaving = false;
function goTo(page) {
  if (!isLeaving) window.location.assign(page);
  isLeaving = true;
}

async function get(path) {
  const response = await fetch(API + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (response.status === 401) goTo("/console/login");
  if (response.status === 403) {
    const problem = await response.json();
    goTo(problem.code === "password_must_change" ? "/account/password" : "/");
  }
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function learnMe() {
  desk.me = await get("me");
  $("csrf").value = desk.me.csrf_token;
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
  own.addEventListener("over", () => goTo("/console/login"));
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
      if (!desk.me) await learnMe().catch(() => {});
      const answers = desk.me !== null && await refresh();
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

// Begin: `changed` after everything that may look different, `viewed` with each newer view before that.
export function keepWatching(changed, viewed) {
  onChange = changed;
  onView = viewed;
  setInterval(watch, POLL_MS);
  watch();
}
