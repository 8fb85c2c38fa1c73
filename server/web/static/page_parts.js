// Small pieces for drawing a page: text only ever goes in as text.

export const $ = (id) => document.getElementById(id);
export const all = (selector) => [...document.querySelectorAll(selector)];

export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

// "7h30", "7:30" and "0730" are all 07:30; what is no time stays as it was typed.
export function typedTime(text) {
  const found = /^(\d{1,2})(?:[:hH.](\d{0,2}))?$/.exec(text.trim()) ?? /^(\d{1,2})(\d{2})$/.exec(text.trim());
  return found ? `${found[1].padStart(2, "0")}:${(found[2] || "00").padStart(2, "0")}` : text.trim();
}

// What the server sent disabled, because nobody would have answered a press before the script is there.
export function answerPresses(within = document) {
  for (const control of within.querySelectorAll("[data-live]")) control.disabled = false;
}

const drawn = new WeakMap();
const later = new Map(); // what came for a node under the mouse button: what it shows, by node
let held = null; // where the mouse button is down

// Replace what a node holds, only when what it shows has changed: focus and selection stay. A button is not taken away
// between the mouse's down and up: that press would be nobody's.
export function fill(node, values, children) {
  const said = JSON.stringify(values);
  later.delete(node);
  if (drawn.get(node) === said) return;
  if (held && node.contains(held)) {
    later.set(node, [values, children]);
    return;
  }
  drawn.set(node, said);
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  node.replaceChildren(...children());
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function letGo() {
  held = null;
  setTimeout(() => { // after the click that this has become
    for (const [node, [values, children]] of [...later]) fill(node, values, children);
  });
}

document.addEventListener("pointerdown", (event) => {
  // A touch finds its button when it ends; of a list or a menu that has opened no up is told.
  held = event.pointerType === "mouse" && event.button === 0 ? event.target.closest("button, summary, a, label") : null;
}, true);
for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, letGo, true);
window.addEventListener("blur", letGo);

// While a deed is on its way what could be pressed is off, and says so: a press would be lost in silence. Whoever works by
// keys goes on where they were. Gives a function to call when the answer is there, and one for what is drawn meanwhile.
export function whileSending(selector) {
  let focused = null;
  let isSending = false;
  const show = () => {
    for (const node of all(selector)) node.disabled = isSending;
  };
  return {
    begin() {
      isSending = true;
      focused = document.activeElement;
      show();
    },
    drawn() {
      if (isSending) show();
    },
    end() {
      isSending = false;
      show();
      if (document.activeElement !== document.body && document.activeElement !== null && !document.activeElement.disabled) return;
      const key = focused?.dataset.key;
      (focused?.isConnected ? focused : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`))?.focus?.();
    },
  };
}

// The second of a double click does not send a form again whose answer was faster.
export function sendsOnce(button) {
  button.addEventListener("click", (event) => {
    if (event.detail > 1) event.preventDefault();
  });
}

// A press counts once: not the second of a double click, not while one is on its way.
export function pressed(deed) {
  return (event) => {
    if (event && event.detail > 1) return;
    deed();
  };
}
