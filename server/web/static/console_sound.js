// The sound when somebody comes to an empty line, made here from two tones; on or off is remembered in this browser.

import { $, put } from "./page_parts.js";
import { t } from "./words.js";

const REMEMBERED = "bocso.sound";
const RUNG = "bocso.rung"; // the last revision that any tab of this browser has rung for
const TONES = [[784, 0], [1047, 0.16]]; // Hz, seconds from the start
const LOUDNESS = 0.12;

let context = null;

export const isOn = () => localStorage.getItem(REMEMBERED) !== "off";

export function toggleSound() {
  localStorage.setItem(REMEMBERED, isOn() ? "off" : "on");
  showSound();
  if (isOn()) context?.resume().then(ring);
}

export function showSound() {
  $("sound").setAttribute("aria-pressed", String(isOn()));
  put($("sound-words"), isOn() ? t("Âm báo: bật") : t("Âm báo: tắt"));
}

// Browsers let a page sound only after somebody has touched it, or the page before it: an officer who has logged in and
// then works at the number pad alone is told too.
export function wakeSound() {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume();
}

// Somebody has come to a line that was empty, at a desk that is free.
export function listenForArrivals(fresh, former) {
  if (!former || !fresh.counter || fresh.counter.counter_id !== former.counter?.counter_id) return;
  const isArrival = former.waiting === 0 && fresh.waiting > 0 && !fresh.turn && !fresh.counter.pause;
  if (!isArrival || !isOn()) return;
  const mark = `${fresh.epoch}:${fresh.revision}`;
  if (localStorage.getItem(RUNG) === mark) return; // another tab did
  localStorage.setItem(RUNG, mark);
  ring();
}

function ring() {
  if (context?.state !== "running") return; // it would be heard at the next touch, long after
  for (const [pitch, after] of TONES) {
    const start = context.currentTime + after;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.4);
    tone.connect(loudness).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.45);
  }
}
