// The console: its parts brought together, and its keys.

import { ask, choosing, chooseByNumber, drawChoosing, drawWith, stay } from "./console_choosing.js";
import { drawAsides, drawBar, drawWorking, mayNow, switchLine, tick } from "./console_draw.js";
import { act, desk, keepWatching, say } from "./console_link.js";
import { closeIfOvertaken, closePanel, isPanelOpen, openPanel, panelKey, panelKind, submitPanel } from "./console_panels.js";
import { listenForArrivals, showSound, toggleSound, wakeSound } from "./console_sound.js";
import { $, all, answerPresses, pressed } from "./page_parts.js";

function draw() {
  const working = desk.view.counter !== null && !choosing.isOn;
  $("working").hidden = !working;
  $("choosing").hidden = working;
  drawBar();
  if (working) drawWorking();
  else drawChoosing();
  drawAsides();
  tick();
}

function redraw() {
  if (!desk.view) return;
  closeIfOvertaken(say);
  draw();
}

// --- what the buttons do ------------------------------------------------------------------------------------

function togglePanel(kind) {
  if (panelKind() === kind) closePanel();
  else openPanel(kind);
}

function pauseOrResume() {
  if (desk.view.counter.pause) act("resume-desk");
  else togglePanel("pause");
}

function showAllCounters() {
  closePanel(false);
  choosing.isOn = true;
  say("");
  draw();
  $("counters").querySelector("button")?.focus();
}

function leave() {
  closePanel(false);
  act("sign-off");
}

function toggleKeys(show = $("keys").hidden) {
  $("keys").hidden = !show;
  $("keys-button").setAttribute("aria-expanded", String(show));
  if (show) $("keys-close").focus();
}

// The next deed leaves what was half chosen behind: Next is never held up by an open panel.
function next() {
  closePanel();
  act("next");
}

// --- keys -------------------------------------------------------------------------------------------------

const press = (selector) => () => document.querySelector(selector);
const KEYS = {
  KeyN: press("#next"), KeyZ: press("#undo"), KeyP: press("#pause"), KeyD: press("#move"), KeyX: press("#leave"),
  KeyC: press('[data-deed="start"]'), KeyR: press('[data-deed="recall"]'), KeyV: press('[data-deed="absent"]'),
  KeyB: press('[data-deed="back-to-queue"]'), KeyS: press('[data-deed="call-to-seat"]'),
  KeyF: press('#deeds [data-panel="finish"]'), KeyH: press('#deeds [data-panel="hold"]'), KeyT: press('#deeds [data-panel="transfer"]'),
  KeyA: press('#deeds [data-panel="second"]'), KeyG: press('#deeds [data-panel="named"]'), KeyQ: press('#deeds [data-panel="quick"]'),
  KeyM: press('#deeds [data-panel="note"]'),
  KeyK: press('[data-key^="resume:"]'), KeyJ: press('[data-key^="release:"]'), KeyL: press('[data-key^="back:"]'),
};
const ELSEWHERE = { KeyW: switchLine, KeyU: () => mayNow("note") && openPanel("priority"), KeyI: () => mayNow("note") && openPanel("reprint") };

// By the key's place (event.code): a Vietnamese input method may keep the letter for itself.
function onKey(event) {
  wakeSound();
  const isOnControl = event.target.closest("button, a, summary");
  if (event.repeat) { // a held key is one press, also Enter on a button
    if (isOnControl && (event.key === "Enter" || event.key === " ")) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || !desk.view) return;
  if (event.key === "Escape") {
    escape(event);
    return;
  }
  if (event.target.closest("input, select, textarea")) return;
  if (event.key === "?") {
    toggleKeys();
    return;
  }
  if (event.code === "KeyO") {
    toggleSound();
    return;
  }
  if ($("working").hidden) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    if (digit && !choosing.asking) chooseByNumber(Number(digit[1]));
    return;
  }
  if (isPanelOpen() && panelKey(event)) {
    event.preventDefault();
    return;
  }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit && !event.shiftKey) {
    event.preventDefault(); // the digit must not land in the field that may open
    finishWith(Number(digit[1]) - 1);
    return;
  }
  if (ELSEWHERE[event.code]) {
    event.preventDefault(); // nor the letter
    ELSEWHERE[event.code]();
    return;
  }
  const isSpaceOnPage = event.code === "Space" && !isOnControl;
  const button = isSpaceOnPage ? $("next") : KEYS[event.code]?.();
  if (!button || button.disabled || button.hidden) return;
  event.preventDefault();
  button.click();
}

function escape(event) {
  if (!$("keys").hidden) toggleKeys(false);
  else if (isPanelOpen()) {
    const isTyping = event.target.closest("#panel input, #panel textarea");
    // Out of an optional field first: then the panel's digits work again.
    if (isTyping && event.target.id === "panel-dossier") $("panel-close").focus();
    else closePanel();
  } else if (choosing.asking) ask(null);
  else if (choosing.isOn) stay();
}

// A digit while serving is an outcome at once; one that asks what is missing opens the panel at its field.
function finishWith(at) {
  const known = desk.view.outcomes[at];
  if (!known || desk.view.turn?.state !== "serving" || desk.isSending) return;
  if (known.asks_what_is_missing) openPanel("finish", { outcome: known.outcome });
  else {
    closePanel();
    act("finish", { outcome: known.outcome, turn_id: desk.view.turn.turn_id });
  }
}

// --- the beginning ------------------------------------------------------------------------------------------

drawWith(redraw);
wakeSound();
showSound();
$("next").addEventListener("click", pressed(next));
$("undo").addEventListener("click", pressed(() => act("undo")));
$("pause").addEventListener("click", pressed(pauseOrResume));
$("move").addEventListener("click", showAllCounters);
$("leave").addEventListener("click", pressed(leave));
$("stay").addEventListener("click", stay);
$("sound").addEventListener("click", toggleSound);
$("keys-button").addEventListener("click", () => toggleKeys());
$("keys-close").addEventListener("click", () => {
  toggleKeys(false);
  $("keys-button").focus();
});
for (const button of all("[data-deed]")) {
  button.addEventListener("click", pressed(() => {
    closePanel(false);
    act(button.dataset.deed);
  }));
}
for (const button of all("#deeds [data-panel]")) button.addEventListener("click", pressed(() => togglePanel(button.dataset.panel)));
for (const line of [$("own-line"), $("hall-line")]) {
  line.addEventListener("click", () => {
    if (line.getAttribute("aria-pressed") !== "true") switchLine();
  });
}
$("panel-close").addEventListener("click", () => closePanel());
$("panel").addEventListener("submit", (event) => {
  event.preventDefault();
  submitPanel();
});
document.addEventListener("keydown", onKey);
document.addEventListener("pointerdown", wakeSound);
setInterval(() => {
  if (desk.view) tick();
}, 250);
answerPresses();
keepWatching(redraw, listenForArrivals);
