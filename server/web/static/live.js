// What live pages beside the console share: the view by stream or by asking, and deeds that are done once.

import { clockTime as timeIn, lasting } from "./console_time.js";
import { $, all, put } from "./page_parts.js";
import { t } from "./words.js";

const POLL_MS = 3000;
const SILENT_MS = 12000; // the server says something every 5 s
const TRY_STREAM_AGAIN_MS = 15000;
const SEND_FOR_MS = 60000; // how long a deed is sent again with the same id before the person is asked
const ANSWER_WITHIN_MS = 5000;

// --- time -------------------------------------------------------------------------------------------------

let view = null;
let viewAt = 0; // performance.now() when the view came

export const serverNow = () => Date.parse(view.now) + (performance.now() - viewAt);

export const clockTime = (ms, withSeconds = false) => timeIn(ms, view.timezone, withSeconds);

export function inMinutes(ms) {
  const minutes = Math.max(0, Math.floor(ms / 60000));
  if (minutes < 1) return t("dưới 1 phút");
  if (minutes < 120) return t("{n} phút", { n: minutes });
  return t("{n} giờ", { n: Math.floor(minutes / 60) });
}

// Every quarter of a second: what counts up by itself, and whether it has passed its target.
function tick() {
  if (!view) return;
  const now = serverNow();
  if ($("clock")) put($("clock"), clockTime(now, true));
  for (const node of all("[data-since]")) {
    const lasts = now - Date.parse(node.dataset.since);
    put(node, node.dataset.form === "minutes" ? inMinutes(lasts) : lasting(lasts));
    if (node.dataset.target) node.classList.toggle("is-late", lasts > Number(node.dataset.target));
  }
}

// --- the link to the server ---------------------------------------------------------------------------------

export class Live {
  constructor(api, draw, { isAskingOnly = false } = {}) {
    this.api = api;
    this.draw = draw;
    this.csrf = document.body.dataset.csrf;
    this.stream = null;
    this.heardAt = performance.now();
    this.link = "starting"; // live (stream), polling, lost
    this.streamTriedAt = -Infinity;
    this.isWatching = false;
    this.isLeaving = false;
    this.isAskingOnly = isAskingOnly; // what the page shows changes no faster than it asks
    this.viewPath = () => "view";
    this.looks = 0; // asked
    this.lookHeard = 0; // the newest look that was answered: an older one may have asked for something else
  }

  start() {
    setInterval(tick, 250);
    setInterval(() => this.watch(), POLL_MS);
    this.watch();
  }

  hear(fresh) {
    this.heardAt = performance.now();
    if (view && fresh.epoch === view.epoch && fresh.revision < view.revision) return;
    view = fresh;
    viewAt = this.heardAt;
    this.draw(view);
    tick();
  }

  setLink(now) {
    this.link = now;
    const words = { live: t("Trực tuyến"), polling: t("Cập nhật mỗi 3 giây"), lost: t("Mất kết nối"), starting: t("Đang kết nối…") };
    put($("link"), words[now]);
    $("link").className = `tag ${{ live: "is-good", polling: "is-warn", lost: "is-bad", starting: "" }[now]}`;
    $("outage").hidden = now !== "lost";
    document.body.classList.toggle("is-lost", now === "lost");
    if (now !== "lost") return;
    const said = view ? t("Mất kết nối máy chủ. Thông tin bên dưới là lúc {time}. Đang kết nối lại…", { time: clockTime(Date.parse(view.now), true) }) : t("Mất kết nối máy chủ. Đang kết nối lại…");
    put($("outage"), said);
  }

  goToLogin() {
    if (!this.isLeaving) window.location.assign("/console/login");
    this.isLeaving = true;
  }

  async get(path) {
    const response = await fetch(this.api + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 401) this.goToLogin();
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  async refresh() {
    this.looks += 1;
    const mine = this.looks;
    try {
      const fresh = await this.get(this.viewPath());
      if (mine < this.lookHeard) return true;
      this.lookHeard = mine;
      this.hear(fresh);
      return true;
    } catch (error) {
      return false;
    }
  }

  openStream() {
    this.streamTriedAt = performance.now();
    this.stream?.close();
    const own = new EventSource(`${this.api}stream`);
    this.stream = own;
    own.addEventListener("view", (event) => {
      this.hear(JSON.parse(event.data));
      this.setLink("live");
    });
    own.addEventListener("beat", () => {
      this.heardAt = performance.now();
      this.setLink("live");
    });
    own.addEventListener("over", () => this.goToLogin());
    own.addEventListener("error", () => {
      if (own !== this.stream) return;
      own.close();
      this.stream = null;
      this.watch();
    });
  }

  // One look after the other, for ever: while there is no stream, ask; when the server answers, try the stream.
  async watch() {
    if (this.isWatching) return;
    this.isWatching = true;
    try {
      if (this.stream && performance.now() - this.heardAt > SILENT_MS) {
        this.stream.close();
        this.stream = null;
      }
      if (this.stream) return;
      const answers = await this.refresh();
      const mayTry = this.link !== "polling" || performance.now() - this.streamTriedAt > TRY_STREAM_AGAIN_MS;
      if (!answers) this.setLink("lost");
      else {
        const isBack = this.link === "lost" || this.link === "starting";
        if (isBack && this.link === "lost") await this.learnToken();
        if (!this.isAskingOnly) this.setLink("polling");
        else this.setLink("live");
        if (!this.isAskingOnly && (isBack || mayTry)) this.openStream();
      }
    } finally {
      this.isWatching = false;
    }
  }

  async learnToken() {
    try {
      const response = await fetch("/api/v1/console/me", { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (response.status === 401) this.goToLogin();
      if (response.ok) this.csrf = (await response.json()).csrf_token;
    } catch (error) {
      // Still away; the next look tries again.
    }
  }

  // Do one deed, sending the same intent again until the server has answered: { ok, body }.
  async send(deed, body, said = () => {}) {
    return send(this, this.api + deed, body, said);
  }
}

export function intentId() { // crypto.randomUUID is only there over HTTPS
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function send(live, address, body, said) {
  const key = body.intent_id ?? intentId();
  const until = performance.now() + SEND_FOR_MS;
  let wait = 500;
  let knowsToken = true;
  for (;;) {
    try {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRF-Token": live.csrf };
      const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (response.status === 401) live.goToLogin();
      if (![502, 503, 504].includes(response.status)) {
        const answer = await response.json();
        if (answer.code !== "csrf" || !knowsToken) return { ok: response.ok, body: answer };
        knowsToken = false; // logged in anew in another tab: learn the new token, then the same intent again
        await live.learnToken();
        continue;
      }
    } catch (error) {
      // No answer: the deed may or may not have been done. The same id makes asking again safe.
    }
    if (performance.now() > until) {
      return { ok: false, body: { detail: t("Không liên lạc được máy chủ nên chưa rõ kết quả. Khi có kết nối, vui lòng xem lại rồi bấm lại nếu cần.") } };
    }
    said(t("Chưa nhận được trả lời, đang gửi lại…"));
    await pause(wait);
    wait = Math.min(wait * 2, 4000);
  }
}
