// What alarms: what is wrong, what to do about it, and who sees to it. The same on the floor and on the console.

import { intentId } from "./live.js";
import { fill, make, pressed } from "./page_parts.js";
import { t } from "./words.js";

// `time` writes a time of day; `taking` is null for whoever may not see to a device.
export function drawAlarms(node, alarms, { time, taking, isBrief = false }) {
  node.hidden = alarms.length === 0;
  const isOpen = (of) => node.querySelector(`details[data-of="${CSS.escape(of)}"]`)?.open; // as somebody left it
  fill(node, [alarms, taking !== null], () => alarms.map((alarm) => {
    const look = alarm.quiet_until ? "is-quiet" : alarm.is_alarm ? "is-loud" : "is-mild";
    const word = alarm.quiet_until ? t("Đang xử lý") : alarm.is_alarm ? t("Báo động") : t("Lưu ý");
    const key = `${alarm.device_id}:${alarm.fault}`;
    const seen = alarm.quiet_until ? t("{name} nhận lúc {at}, nhắc lại lúc {until}", { name: alarm.quiet_by, at: time(alarm.quiet_at), until: time(alarm.quiet_until) }) : null;
    const button = (minutes, words, label) => make("button", { type: "button", class: "quiet", "data-key": `${key}:${minutes}`, "aria-label": label, onclick: pressed(() => taking(alarm, minutes)) }, words);
    return make("li", { class: look },
      make("details", { class: "alarm-words", "data-of": `${key}:${look}`, open: isOpen(`${key}:${look}`) ?? (look === "is-loud" && !isBrief) }, make("summary", { "data-key": key }, make("b", { class: "alarm-kind" }, word), " ", make("span", {}, alarm.sentence)),
        make("ol", {}, ...alarm.steps.map((step) => make("li", {}, step)))),
      seen ? make("p", { class: "alarm-seen" }, seen) : null,
      taking && alarm.device_id && !alarm.quiet_until ? make("span", { class: "alarm-deeds" },
        button(15, t("Tôi xử lý, nhắc lại sau 15 phút"), null), button(60, t("sau 1 giờ"), t("Tôi xử lý, nhắc lại sau 1 giờ"))) : null);
  }));
}

// Put on record that somebody sees to it; true when it was done.
export async function acknowledge(csrf, alarm, minutes) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": intentId(), "X-CSRF-Token": csrf };
  const body = JSON.stringify({ device_id: alarm.device_id, fault: alarm.fault, for_minutes: minutes });
  try {
    const answer = await fetch("/api/v1/floor/acknowledge-alarm", { method: "POST", headers, body, signal: AbortSignal.timeout(5000) });
    return answer.ok;
  } catch (error) {
    return false; // the alarm stays, and so does the button
  }
}
