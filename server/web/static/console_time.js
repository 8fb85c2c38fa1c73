// Times as staff read them, on the server's clock.

import { locale, t } from "./words.js";

export function clockTime(ms, timezone, withSeconds = true) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: timezone };
  if (withSeconds) form.second = "2-digit";
  return new Intl.DateTimeFormat(locale, form).format(ms);
}

// 4:07, or 1:04:07 from an hour on.
export function lasting(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

export function minutesOf(ms) {
  return Math.max(0, Math.floor(ms / 60000));
}

export function waited(ms) {
  const minutes = minutesOf(ms);
  return minutes < 1 ? t("dưới 1 phút") : t("{minutes} phút", { minutes });
}
