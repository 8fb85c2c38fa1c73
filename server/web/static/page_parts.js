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

const drawn = new WeakMap();

// Replace what a node holds, only when what it shows has changed: focus and selection stay.
export function fill(node, values, children) {
  const said = JSON.stringify(values);
  if (drawn.get(node) === said) return;
  drawn.set(node, said);
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  node.replaceChildren(...children());
  if (focused) node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

// A press counts once: not the second of a double click, not while one is on its way.
export function pressed(deed) {
  return (event) => {
    if (event && event.detail > 1) return;
    deed();
  };
}
