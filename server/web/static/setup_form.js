// Reads the forms of the set-up back into the shape of the centre file, and puts each fault beside its field.

import { answerPresses, typedTime } from "./page_parts.js";
import { t } from "./words.js";

const within = (node, selector) => [...node.querySelectorAll(selector)];

// --- reading ----------------------------------------------------------------------------------------------------

// A date as people here write it, in ISO 8601; what is none stays as typed and the server says so.
export function isoDate(text) {
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text.trim());
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : text.trim();
}

function number(text) {
  const value = text.trim().replace(",", ".");
  return value === "" ? null : Number.isNaN(Number(value)) ? text.trim() : Number(value);
}

function week(node) {
  const hours = {};
  for (const day of within(node, "[data-day]")) {
    const spans = within(day, ".span").map((span) => [span.querySelector("[data-opens]").value, span.querySelector("[data-closes]").value]);
    hours[day.dataset.day] = spans.filter(([opens, closes]) => opens.trim() || closes.trim()).map((span) => span.map(typedTime));
  }
  return hours;
}

// Rows with something written in them; a choice alone says nothing.
const filledRows = (node) => within(node, "[data-sub-rows] [data-sub-row]").filter((row) => within(row, "input[data-column]").some((column) => column.value.trim()));

function subRows(node, shape) {
  const rows = filledRows(node).map((row) => Object.fromEntries(within(row, "[data-column]").map((column) => {
    const kind = column.dataset.columnKind;
    return [column.dataset.column, kind === "date" ? isoDate(column.value) : kind === "number" ? number(column.value) : column.value.trim()];
  })));
  const filled = rows.filter((row) => named(row)); // what has no name is refused before it is sent
  if (shape === "volumes") return filled.map((row) => [typedTime(row.opens), typedTime(row.closes), row.percent]);
  if (shape === "network") return filled[0] ?? null;
  if (shape === "dates") return filled.map((row) => row.on);
  if (shape === "swaps") return Object.fromEntries(filled.map((row) => [row.on, row.as]));
  return Object.fromEntries(filled.map((row) => [row.name, row.rate]));
}

const named = (row) => row.on ?? row.name ?? row.opens;

// What the shape of the file could not carry, so that the server would never see it: a row without its name, one that
// stands twice, a second network.
export function rowFaults(form) {
  const faults = [];
  for (const field of within(form, '[data-kind="rows"]')) {
    const block = field.closest("[data-block]").dataset.block;
    const path = block ? `${block}.${field.dataset.key}` : field.dataset.key;
    const { shape } = field.dataset;
    const seen = new Set();
    filledRows(field).forEach((row, at) => {
      const column = row.querySelector('[data-column="on"], [data-column="name"], [data-column="opens"]');
      const name = column.dataset.columnKind === "date" ? isoDate(column.value) : column.value.trim();
      const where = `${path}.${at}`;
      if (!name) faults.push({ where, what: t("Vui lòng điền mục này.") });
      else if (shape === "network" && at > 0) faults.push({ where, what: t("Chỉ được một mạng.") });
      else if (seen.has(name) && ["swaps", "rates"].includes(shape)) faults.push({ where, what: t("'{name}' đã có ở trên.", { name: column.value.trim() }) });
      seen.add(name);
    });
  }
  return faults;
}

function levels(node) {
  return within(node, "[data-levels] [data-level]").map((level) => ({
    value: Number(level.dataset.value),
    name: level.querySelector("[data-name]").value.trim(),
    en: level.querySelector("[data-en]").value.trim(),
    satisfied: JSON.parse(level.querySelector("[data-satisfied]").value),
  }));
}

export function serves(node) {
  return Object.fromEntries(within(node, "[data-serves]").filter((one) => one.value).map((one) => [one.dataset.serves, one.value]));
}

function read(node) {
  const { kind } = node.dataset;
  const input = node.querySelector("input, select");
  if (kind === "week") return week(node);
  if (kind === "own_week") return node.querySelector("[data-own]").checked ? week(node) : null;
  if (kind === "rows") return subRows(node, node.dataset.shape);
  if (kind === "levels") return levels(node);
  if (kind === "checks") return within(node, "[data-checks]").filter((one) => one.checked).map((one) => one.dataset.checks);
  if (kind === "choice" && "nullable" in node.dataset && input.value === "") return null;
  if (kind === "check") return input.checked;
  if (kind === "number") return number(input.value);
  if (kind === "date") return isoDate(input.value);
  if (kind === "colour") return input.value.toUpperCase();
  if (kind === "tags") return input.value.split(/[,\s]+/).filter(Boolean);
  return kind === "secret" ? input.value : input.value.trim();
}

const fieldsOf = (node) => within(node, "[data-key]");
export const rowsOf = (block) => within(block, "[data-rows] > [data-row]");

// An id that programs can carry, from a name that people read.
export function identifier(name, taken) {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").slice(0, 40).replace(/^-+|-+$/g, "") || "muc";
  for (let n = 1; ; n += 1) {
    const candidate = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const USUAL_NAME = /^trung tam (phuc vu )?hanh chinh cong /;

// The centre's code from its name: what names this one of all the centres, not what all of them are called.
export function codeOf(name) {
  const plain = name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().trim();
  return identifier(plain.replace(USUAL_NAME, ""), new Set()).toUpperCase();
}

function rowValue(row) {
  const value = { ...JSON.parse(row.dataset.values || "{}") };
  for (const field of fieldsOf(row)) {
    if (field.dataset.kind === "serving") continue;
    if (field.dataset.kind === "served") {
      const how = serves(field);
      value.services = Object.keys(how).filter((code) => how[code] === "first");
      value.second_services = Object.keys(how).filter((code) => how[code] === "second");
    } else value[field.dataset.key] = read(field);
  }
  return value;
}

export function listValue(block) {
  const key = block.dataset.idKey;
  const values = rowsOf(block).map(rowValue);
  const taken = new Set(values.map((value) => value[key]).filter(Boolean));
  values.forEach((value, at) => {
    if ("order" in value) value.order = at + 1;
    if (!key || key === "code" || value[key]) return;
    const base = block.dataset.block === "counters" ? `Q${value.number ?? ""}` : identifier(String(value[block.dataset.namedBy] ?? ""), taken);
    value[key] = taken.has(base) ? identifier(base, taken) : base;
    taken.add(value[key]);
  });
  return values;
}

// What all blocks of the form say, by place in the centre file.
export function formValues(form) {
  const values = {};
  let serving = null;
  for (const block of within(form, "[data-block]")) {
    const path = block.dataset.block;
    if ("list" in block.dataset) {
      values[path] = listValue(block);
      if (path === "services" && block.querySelector('[data-kind="serving"]')) {
        serving = Object.fromEntries(rowsOf(block).map((row, at) => [values[path][at].code, serves(row)]));
      }
    } else for (const field of fieldsOf(block)) values[path ? `${path}.${field.dataset.key}` : field.dataset.key] = read(field);
  }
  return { values, serving };
}

// --- faults ------------------------------------------------------------------------------------------------------

const isIn = (where, place) => where === place || where.startsWith(`${place}.`);

function blockOf(form, where) {
  const fitting = within(form, "[data-block]").filter((block) => (block.dataset.block ? isIn(where, block.dataset.block) : fieldsOf(block).some((field) => isIn(where, field.dataset.key))))
    .sort((one, other) => other.dataset.block.length - one.dataset.block.length);
  // One object's fields may stand in several blocks.
  return fitting.find((block) => fieldsOf(block).some((field) => where.startsWith(block.dataset.block ? `${block.dataset.block}.${field.dataset.key}` : field.dataset.key))) ?? fitting[0];
}

// The field (or row, or block) of a place such as `services.2.name`; null when it stands on another page.
export function placeOf(form, where) {
  const block = blockOf(form, where);
  if (!block) return null;
  let rest = where.slice(block.dataset.block ? block.dataset.block.length + 1 : 0).split(".").filter(Boolean);
  let inside = block;
  if ("list" in block.dataset) {
    inside = rowsOf(block)[Number(rest[0])] ?? block;
    rest = rest.slice(1);
  }
  const key = rest[0] === "second_services" ? "services" : rest[0];
  const field = key ? fieldsOf(inside).find((one) => one.dataset.key === key) : null;
  const day = field && rest[1] ? field.querySelector(`[data-day="${CSS.escape(rest[1])}"]`) : null;
  const rows = field?.dataset.kind === "rows" ? filledRows(field) : field ? within(field, "[data-level]") : [];
  const sub = /^\d+$/.test(rest[1] ?? "") ? rows[Number(rest[1])] : rest[1] ? rows.find((row) => isRowOf(row, rest[1])) : null;
  return day ?? sub ?? field ?? inside;
}

// Dates and rates stand in the file by their own names.
const isRowOf = (row, name) => within(row, '[data-column="on"], [data-column="name"]').some((column) => isoDate(column.value) === name);

export function clearFaults(form) {
  for (const node of within(form, ".fault-here")) node.remove();
  for (const node of within(form, "[aria-invalid]")) {
    node.removeAttribute("aria-invalid");
    node.removeAttribute("aria-describedby");
  }
}

let faultsMade = 0;

// Puts each fault beside its field; gives back those that have none here.
export function showFaults(form, faults) {
  clearFaults(form);
  const elsewhere = [];
  const shown = [];
  for (const fault of faults) {
    const place = placeOf(form, fault.where);
    if (!place) {
      elsewhere.push(fault);
      continue;
    }
    const said = document.createElement("p");
    said.className = "fault-here";
    said.id = `fault-${(faultsMade += 1)}`;
    said.textContent = fault.what;
    const input = place.querySelector("input, select");
    if (place.matches("[data-row], [data-block]")) place.prepend(said);
    else place.append(said);
    if (input && !place.matches("[data-row], [data-block]")) {
      input.setAttribute("aria-invalid", "true");
      input.setAttribute("aria-describedby", said.id);
    }
    place.closest("details")?.setAttribute("open", "");
    shown.push({ said, place });
  }
  // The page may have grown above it by what is said there: as soon as that stands.
  const first = shown.reduce((best, one) => !best || one.said.compareDocumentPosition(best.said) & Node.DOCUMENT_POSITION_FOLLOWING ? one : best, null);
  if (first) bring(first);
  return elsewhere;
}

const isInSight = (node) => {
  const { top, bottom, height } = node.getBoundingClientRect();
  return height > 0 && top >= 0 && bottom <= window.innerHeight;
};

// The fault's own words into sight, and the focus on the control they are about; on the words where none is near.
function bring({ said, place }) {
  said.scrollIntoView({ block: "center" });
  const isWhole = place.matches("[data-row], [data-block]");
  const near = isWhole ? null : within(place, "input, select, textarea").find((control) => !control.disabled && isInSight(control));
  if (!near) said.tabIndex = -1;
  (near ?? said).focus({ preventScroll: true });
}

// --- rows: added, dropped, moved -------------------------------------------------------------------------------------

function number_rows(block) {
  const rows = rowsOf(block);
  rows.forEach((row, at) => {
    const english = document.documentElement.lang === "en" ? row.querySelector('[data-key="name_en"] input, [data-key="question_en"] input')?.value.trim() : "";
    const name = english || row.querySelector('[data-key="name"] input, [data-key="question"] input')?.value.trim();
    const letter = row.querySelector(".letter-choice")?.value;
    const title = letter ? `${block.dataset.rowWord} ${letter}` : `${block.dataset.rowWord} ${at + 1}`;
    row.querySelector("[data-row-title]").textContent = name ? `${title} · ${name}` : title;
    row.querySelector("[data-up]").disabled = at === 0;
    row.querySelector("[data-down]").disabled = at === rows.length - 1;
  });
  const empty = block.querySelector("[data-empty]");
  if (empty) empty.hidden = rows.length > 0;
}

// Ids of a fresh row's fields must be its own, or its labels would name another row's.
let freshRows = 0;
function withOwnIds(fragment) {
  freshRows += 1;
  for (const node of within(fragment, "[id], [for], [aria-labelledby]")) {
    for (const name of ["id", "for", "aria-labelledby"]) {
      if (node.hasAttribute(name)) node.setAttribute(name, `${node.getAttribute(name)}-${freshRows}`);
    }
  }
  return fragment;
}

function addRow(block) {
  const fresh = withOwnIds(block.querySelector("[data-fresh]").content.cloneNode(true));
  answerPresses(fresh);
  block.querySelector("[data-rows]").append(fresh);
}

// As many rows as there are values, each carrying the ones of its own.
export function setRows(block, values) {
  block.querySelector("[data-rows]").replaceChildren();
  for (const value of values) {
    addRow(block);
    rowsOf(block).at(-1).dataset.values = value;
  }
}

function growRows(block, changed) {
  block.querySelector("[data-add]")?.addEventListener("click", () => {
    addRow(block);
    number_rows(block);
    changed();
    rowsOf(block).at(-1).querySelector("input, select")?.focus();
  });
  block.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    const button = event.target.closest("button");
    if (!row || !button) return;
    if ("drop" in button.dataset) row.remove();
    else if ("up" in button.dataset) row.previousElementSibling?.before(row);
    else if ("down" in button.dataset) row.nextElementSibling?.after(row);
    else return;
    number_rows(block);
    changed();
    if (row.isConnected) (button.disabled ? row : button).focus();
    else block.querySelector("[data-add]")?.focus();
  });
  block.addEventListener("input", () => number_rows(block));
  number_rows(block);
}

function onPress(form, event, changed) {
  const button = event.target.closest("button");
  if (!button) return;
  if ("addSub" in button.dataset) {
    const field = button.closest("[data-key]");
    const fresh = field.querySelector("template").content.cloneNode(true);
    answerPresses(fresh);
    field.querySelector("[data-sub-rows]").append(fresh);
    field.querySelector("[data-sub-rows]").lastElementChild.querySelector("input, select").focus();
    changed();
  } else if ("dropSub" in button.dataset) {
    const add = button.closest("[data-key]").querySelector("[data-add-sub]");
    button.closest("[data-sub-row]").remove();
    add.focus();
    changed();
  }
}

function onInput(form, event) {
  const { target } = event;
  const field = target.closest("[data-key]");
  if ("own" in target.dataset) field.querySelector("[data-own-week]").hidden = !target.checked;
  if ("serves" in target.dataset) target.parentElement.className = `serve is-${target.value || "none"}`;
  if ("levelsCount" in target.dataset) {
    const preset = field.querySelector(`[data-levels-of="${target.value}"]`);
    field.querySelector("[data-levels]").replaceChildren(preset.content.cloneNode(true));
  }
  if (field?.dataset.kind === "icon") field.querySelector("[data-icon-picture]").src = `/setup/icons/${encodeURIComponent(target.value || "neutral")}.png`;
  if (field?.dataset.key === "default" && target.checked) {
    for (const other of within(form, '[data-key="default"] input')) other.checked = other === target;
  }
  if (field?.dataset.key === "rates") offerRates(form, field);
}

// A rate just written can be chosen at once.
function offerRates(form, field) {
  const rates = Object.keys(read(field));
  for (const choice of within(form, '[data-choices-of="rates"]')) {
    const chosen = choice.value;
    choice.replaceChildren(...rates.map((rate) => new Option(rate, rate, rate === chosen, rate === chosen)));
  }
}

// Letters that are misheard for each other: said at once, refused never.
function sayAlike(form) {
  const pairs = (form.dataset.alike ?? "").split(" ");
  const letters = within(form, ".letter-choice").filter((one) => one.closest("[data-rows]"));
  for (const one of letters) {
    const alike = [...letters.filter((other) => other !== one).map((other) => other.value), "X"]
      .filter((other) => one.value && pairs.some((pair) => pair === one.value + other || pair === other + one.value));
    const said = one.closest("[data-key]").querySelector("[data-alike]");
    said.hidden = alike.length === 0;
    said.textContent = alike.length ? t("Nghe giống {letters} khi gọi qua loa; nên chọn chữ khác.", { letters: alike.join(", ") }) : "";
  }
}

// Makes a drawn form live; `changed` is told of every change.
export function enliven(form, changed) {
  const told = () => {
    sayAlike(form);
    changed();
  };
  for (const block of within(form, "[data-list]")) growRows(block, told);
  form.addEventListener("click", (event) => onPress(form, event, told));
  form.addEventListener("input", (event) => {
    onInput(form, event);
    told();
  });
  sayAlike(form);
}
