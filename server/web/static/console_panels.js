// The panels under Next: what a deed still has to be told (outcome, how long, to whom, why), one at a time.
// Each is worked by mouse, or by its digits; a refusal is said in the panel, beside the button.

import { act, desk, refusalIn, whenAnswered } from "./console_link.js";
import { $, all, make, pressed, put } from "./page_parts.js";
import { t } from "./words.js";

let open = null; // { kind, turnId, again, submit, isActing }

export const isPanelOpen = () => open !== null;
export const panelKind = () => open?.kind ?? null;

// Open a panel; `given` may hold a number, an outcome, or the service that was chosen.
export function openPanel(kind, given = {}) {
  const panel = PANELS[kind](given);
  open = { kind, turnId: panel.isAboutTurn ? desk.view.turn?.turn_id : null, again: panel.again, submit: panel.submit };
  put($("panel-title"), panel.title);
  $("panel").className = `panel is-${kind}`;
  $("panel-body").replaceChildren(...panel.parts);
  sayFault("");
  $("panel").hidden = false;
  $("deeds").hidden = true;
  $("now").classList.add("is-asking"); // the desk gives the panel room, and stays in sight
  for (const button of all("[data-panel]")) button.setAttribute("aria-expanded", String(button.dataset.panel === kind));
  $("panel").scrollIntoView({ block: "nearest" });
  (panel.focus ?? $("panel-body").querySelector("button:not(:disabled), input, textarea") ?? $("panel-close")).focus({ preventScroll: true });
}

export function closePanel(focusNext = true) {
  if (!open) return;
  open = null;
  $("panel").hidden = true;
  $("deeds").hidden = false;
  $("now").classList.remove("is-asking");
  $("panel-body").replaceChildren();
  for (const button of all("[data-panel]")) button.setAttribute("aria-expanded", "false");
  sayFault("");
  if (focusNext) $("next").focus();
}

// The turn that the panel was about has gone: another tab, another device, or the clock was faster.
export function closeIfOvertaken(say) {
  if (!open || open.isActing) return;
  const isGone = open.turnId !== null && desk.view.turn?.turn_id !== open.turnId;
  if (!isGone && desk.view.counter) return;
  closePanel();
  say(t("Lượt này đã được xử lý ở nơi khác."), "is-warn");
}

// A key while the panel is open and nobody types: true when the panel has used it.
export function panelKey(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) {
    const mark = event.shiftKey ? "tick" : "digit";
    const button = $("panel-body").querySelector(`[data-${mark}="${digit[1]}"]`);
    if (button && !button.disabled) button.click();
    return true;
  }
  const again = { finish: "KeyF", hold: "KeyH", transfer: "KeyT", pause: "KeyP" }[open.kind];
  if (event.code === again && open.again) {
    open.again();
    return true;
  }
  return false;
}

export function submitPanel() {
  open?.submit?.();
}

// What the panel lacks, in our words: the browser's own are in the browser's language.
function sayFault(words) {
  put($("panel-fault"), words);
  $("panel-fault").hidden = !words;
  if (words) $("panel-fault").scrollIntoView({ block: "nearest" });
}

async function does(deed, body) {
  const mine = open;
  if (mine.isAsked) return;
  mine.isAsked = true;
  await whenAnswered();
  if (open !== mine) return; // closed, or overtaken meanwhile
  mine.isActing = true; // that its turn goes away is its own doing
  const isDone = await act(deed, body, (problem) => {
    if (open !== mine) return false;
    sayFault(refusalIn(problem));
    return true;
  }, { isFromPanel: true });
  mine.isActing = mine.isAsked = false;
  if (isDone && open === mine) closePanel();
}

// --- pieces -----------------------------------------------------------------------------------------------

function choice(words, at, deed, look = "") {
  return make("button", {
    type: "button", class: `choice ${look}`, "data-does": true, "data-digit": at < 9 ? String(at + 1) : null, onclick: pressed(deed),
  }, make("span", {}, words), at < 9 ? make("kbd", {}, String(at + 1)) : null);
}

const choices = (label, ...buttons) => make("div", { class: "choices", role: "group", "aria-label": label }, ...buttons);

// Choices whose names are long: two side by side.
const longChoices = (label, ...buttons) => make("div", { class: "choices is-long", role: "group", "aria-label": label }, ...buttons);

function field(name, label, attributes = {}, tag = "input") {
  const input = make(tag, { id: `panel-${name}`, autocomplete: "off", ...attributes });
  return { input, parts: [make("label", { for: `panel-${name}` }, label), input] };
}

// A reason is free text. The usual ones stand below it: by mouse, or by their digit while the field is empty.
function reasonField(usual) {
  const reason = field("reason", t("Lý do"), { maxlength: 200, required: true });
  const take = (words) => {
    reason.input.value = words;
    reason.input.focus();
  };
  reason.input.addEventListener("keydown", (event) => {
    const words = /^[1-9]$/.test(event.key) && !reason.input.value ? usual[Number(event.key) - 1] : null;
    if (!words || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    take(words);
  });
  const buttons = usual.map((words, at) => make("button", { type: "button", class: "usual", onclick: () => take(words) }, make("kbd", {}, String(at + 1)), words));
  reason.usual = make("div", { class: "usuals", role: "group", "aria-label": t("Lý do thường dùng") }, ...buttons);
  return reason;
}

const confirm = (words, key = "↵") => make("button", { type: "submit", class: "primary", "data-does": true }, words, " ", make("kbd", {}, key));

// A field and the button that ends the panel, in one row: both stay in sight on a low screen.
const lastRow = (known, ...confirmed) => make("div", { class: "row has-deed" }, ...known.parts, confirm(...confirmed));

function typed(input, words) {
  const isNumber = input.classList.contains("number-field");
  const text = isNumber ? input.value.trim().toUpperCase() : input.value.trim();
  if (text) return text;
  sayFault(words);
  input.focus({ preventScroll: true });
  return null;
}

// --- the panels -------------------------------------------------------------------------------------------

const PANELS = { finish, hold, transfer, second, named, priority, note, reprint, quick, pause };

function finish({ outcome = null }) {
  const view = desk.view;
  const dossier = field("dossier", t("Mã hồ sơ"), { maxlength: 64, placeholder: t("không bắt buộc; không ghi họ tên"), spellcheck: "false" });
  const missing = field("missing", t("Cần bổ sung những gì (in trên phiếu bổ sung)"), { maxlength: 2000, rows: 2, required: true }, "textarea");
  const ticks = view.ticks.map((tick, at) => make("button", {
    type: "button", class: "tick", "aria-pressed": "false", "data-id": tick.tick, "data-tick": at < 9 ? String(at + 1) : null,
    onclick: (event) => event.currentTarget.setAttribute("aria-pressed", String(event.currentTarget.getAttribute("aria-pressed") !== "true")),
  }, make("span", {}, tick.name, tick.is_promised_today ? make("small", {}, ` ${t("hôm nay")}`) : null), at < 9 ? make("kbd", {}, `⇧${at + 1}`) : null));
  const asking = make("div", { class: "asking", hidden: true }, missing.parts[0], make("div", { class: "asked" }, missing.input, confirm(t("Hoàn tất và in phiếu"), "Ctrl ↵")));
  let chosen = null; // an outcome that still asks what is missing

  const end = (known) => does("finish", {
    outcome: known.outcome, turn_id: view.turn.turn_id,
    ticks: ticks.filter((tick) => tick.getAttribute("aria-pressed") === "true").map((tick) => tick.dataset.id),
    dossier: dossier.input.value.trim() || null,
    missing: known.asks_what_is_missing ? missing.input.value.trim() : null,
  });
  const pick = (known) => {
    if (!known.asks_what_is_missing) return end(known);
    chosen = chosen === known ? null : known; // pressed again: all outcomes are there to choose from anew
    asking.hidden = !chosen;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.id === chosen?.outcome));
    $("panel").classList.toggle("is-told", chosen !== null);
    if (chosen) missing.input.focus();
    $("panel").scrollIntoView({ block: "nearest" });
    return null;
  };
  const usual = view.outcomes.find((known) => known.is_default) ?? view.outcomes[0];
  const buttons = view.outcomes.map((known, at) => {
    const button = choice(known.name, at, () => pick(known), known.is_default ? "is-usual" : "");
    button.dataset.id = known.outcome;
    return button;
  });
  missing.input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || event.repeat) return;
    event.preventDefault();
    submitPanel();
  });
  if (outcome) queueMicrotask(() => pick(view.outcomes.find((known) => known.outcome === outcome)));
  return {
    title: t("Hoàn tất {number}", { number: view.turn.number }),
    isAboutTurn: true,
    parts: [
      choices(t("Kết quả"), ...buttons),
      asking,
      ...(ticks.length ? [make("div", { class: "ticks", role: "group", "aria-label": t("Đánh dấu") }, ...ticks)] : []),
      make("div", { class: "row" }, ...dossier.parts),
    ],
    focus: buttons.find((button) => button.dataset.id === usual.outcome),
    again: () => end(usual),
    submit: () => {
      if (!chosen) return end(usual);
      if (typed(missing.input, t("Vui lòng ghi công dân cần bổ sung những gì."))) end(chosen);
      return null;
    },
  };
}

function hold() {
  const { turn, hold_minutes: usual } = desk.view;
  const minutes = [...new Set([10, 30, usual])].sort((one, other) => one - other);
  const buttons = minutes.map((count, at) => choice(t("{minutes} phút", { minutes: count }), at, () => does("hold", { minutes: count }), count === usual ? "is-usual" : ""));
  buttons.push(choice(t("Đến khi trở lại"), minutes.length, () => does("hold", { minutes: null })));
  return {
    title: t("{number} tạm chờ bao lâu?", { number: turn.number }),
    isAboutTurn: true,
    parts: [choices(t("Thời gian"), ...buttons), make("p", { class: "fine" }, t("Hết giờ, số tự trở lại hàng chờ với thứ tự cũ."))],
    focus: buttons[minutes.indexOf(usual)],
    again: () => does("hold", { minutes: usual }),
  };
}

const TARGETS = ["service", "counter", "officer"];

function transfer({ to = "service" }) {
  const view = desk.view;
  const words = { service: t("Lĩnh vực"), counter: t("Quầy"), officer: t("Cán bộ") };
  const others = view.counters.filter((card) => !card.is_mine);
  const targets = {
    service: view.services.filter((service) => service.service !== view.turn.service)
      .map((service) => ({ id: service.service, name: `${service.service} · ${service.name}`, more: t("{count} chờ", { count: service.waiting }) })),
    // The digit is the counter's own number: whoever presses 3 means counter 3.
    counter: others.map((card) => ({ id: card.counter_id, name: card.name, at: card.number - 1, more: card.officer ?? t("chưa có cán bộ: quầy khác sẽ gọi"), isNobody: !card.officer })),
    officer: others.filter((card) => card.officer_id).map((card) => ({ id: card.officer_id, name: card.officer, at: card.number - 1, more: t("Quầy {number}", { number: card.number }) })),
  };
  const tabs = TARGETS.map((target) => make("button", { type: "button", "aria-pressed": String(target === to), onclick: () => openPanel("transfer", { to: target }) }, words[target]));
  const body = (target) => ({ to, target: target.id, turn_id: view.turn.turn_id });
  const buttons = targets[to].map((target, at) => {
    const button = choice(target.name, target.at ?? at, () => does("transfer", body(target)));
    button.firstChild.append(make("small", { class: target.isNobody ? "is-sentence" : null }, target.more));
    return button;
  });
  return {
    title: t("Chuyển {number} đến", { number: view.turn.number }),
    isAboutTurn: true,
    parts: [
      make("div", { class: "tabs", role: "group", "aria-label": t("Chuyển đến") }, ...tabs, make("kbd", {}, "T")),
      buttons.length ? longChoices(words[to], ...buttons) : make("p", { class: "fine" }, t("Không có nơi nào để chuyển đến.")),
    ],
    focus: buttons[0] ?? tabs[0],
    again: () => openPanel("transfer", { to: TARGETS[(TARGETS.indexOf(to) + 1) % TARGETS.length] }),
  };
}

function second() {
  const view = desk.view;
  const buttons = view.services.filter((service) => service.service !== view.turn.service)
    .map((service, at) => choice(`${service.service} · ${service.name}`, at, () => does("second-service", { service: service.service })));
  return {
    title: t("Thêm lĩnh vực cho {number}", { number: view.turn.number }),
    isAboutTurn: true,
    parts: [longChoices(t("Lĩnh vực"), ...buttons), make("p", { class: "fine" }, t("Cùng phiếu, xếp hàng từ bây giờ."))],
  };
}

// Four deeds about any number share their field: switching keeps it.
function aboutNumber(kind, number) {
  const input = field("number", t("Số"), { maxlength: 16, autocapitalize: "characters", spellcheck: "false", required: true, placeholder: "A012" });
  input.parts[0].className = "unseen"; // on a low screen the row has no room for it; the placeholder shows what is meant
  input.input.value = number;
  input.input.classList.add("number-field");
  const kinds = { named: t("Gọi"), priority: t("Ưu tiên"), note: t("Ghi chú"), reprint: t("Phiếu") };
  const tabs = Object.entries(kinds).map(([other, words]) => make("button", {
    type: "button", "aria-pressed": String(other === kind), onclick: () => openPanel(other, { number: input.input.value.trim() }),
  }, words));
  return { input: input.input, parts: [make("div", { class: "about" }, make("div", { class: "tabs", role: "group", "aria-label": t("Việc với số này") }, ...tabs), make("div", { class: "row" }, ...input.parts))] };
}

function named({ number = "" }) {
  const about = aboutNumber("named", number);
  const reason = reasonField([t("Công dân cần hỗ trợ ngay"), t("Trở lại bổ sung giấy tờ"), t("Đã gọi nhưng vào trễ"), t("Chuyển từ quầy khác")]);
  return {
    title: t("Gọi theo số"),
    parts: [...about.parts, lastRow(reason, t("Gọi số này")), reason.usual],
    focus: number ? reason.input : about.input,
    submit: () => {
      const called = typed(about.input, t("Vui lòng nhập số cần gọi."));
      const why = called && typed(reason.input, t("Vui lòng nhập lý do gọi."));
      if (why) does("call-number", { number: called, reason: why });
    },
  };
}

function priority({ number = "" }) {
  const about = aboutNumber("priority", number);
  const reason = reasonField([t("Chưa khai khi lấy số"), t("Lấy số nhầm diện")]);
  let group; // undefined: not chosen yet; null: none
  const pick = (id) => (event) => {
    group = id;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
    (about.input.value ? reason.input : about.input).focus();
  };
  const all = [{ id: null, name: t("Không ưu tiên") }, ...desk.view.priority_groups];
  const buttons = all.map((known, at) => make("button", {
    type: "button", class: "choice", "aria-pressed": "false", "data-digit": at < 9 ? String(at + 1) : null, onclick: pick(known.id),
  }, make("span", {}, known.name), at < 9 ? make("kbd", {}, String(at + 1)) : null));
  return {
    title: t("Đổi diện ưu tiên"),
    parts: [...about.parts, longChoices(t("Diện ưu tiên"), ...buttons), lastRow(reason, t("Đổi ưu tiên")), reason.usual],
    focus: number ? buttons[0] : about.input,
    submit: () => {
      const changed = typed(about.input, t("Vui lòng nhập số."));
      if (!changed) return;
      if (group === undefined) {
        sayFault(t("Vui lòng chọn diện ưu tiên."));
        buttons[0].focus();
        return;
      }
      const why = typed(reason.input, t("Vui lòng nhập lý do."));
      if (why) does("change-priority", { number: changed, group, reason: why });
    },
  };
}

function note({ number = desk.view.turn?.number ?? "" }) {
  const about = aboutNumber("note", number);
  const text = field("text", t("Ghi chú"), { maxlength: 300, required: true });
  return {
    title: t("Ghi chú trên phiếu"),
    parts: [...about.parts, lastRow(text, t("Lưu ghi chú")), make("p", { class: "fine" }, t("Hiện khi số được gọi. Không ghi họ tên, số căn cước, điện thoại."))],
    focus: number ? text.input : about.input,
    submit: () => {
      const noted = typed(about.input, t("Vui lòng nhập số."));
      const said = noted && typed(text.input, t("Vui lòng nhập ghi chú."));
      if (said) does("note", { number: noted, text: said });
    },
  };
}

function reprint({ number = desk.view.turn?.number ?? "" }) {
  const about = aboutNumber("reprint", number);
  const yes = confirm(t("In lại phiếu"));
  return {
    title: t("In lại phiếu"),
    parts: [...about.parts, make("p", { class: "fine" }, t("Phiếu ghi rõ là bản in lại, in tại máy đã in trước, hoặc tại máy khác nếu máy ấy không in được.")), yes],
    focus: number ? yes : about.input,
    submit: () => {
      const printed = typed(about.input, t("Vui lòng nhập số."));
      if (printed) does("reprint", { number: printed });
    },
  };
}

function quick({ service = null }) {
  const mine = desk.view.services.filter((known) => known.is_mine);
  const reason = reasonField([t("Chỉ hỏi thông tin"), t("Nhận kết quả"), t("Bổ sung giấy tờ đã hẹn")]);
  let chosen = service ?? (mine.length === 1 ? mine[0].service : null);
  const buttons = mine.map((known, at) => make("button", {
    type: "button", class: "choice", "aria-pressed": String(known.service === chosen), "data-digit": at < 9 ? String(at + 1) : null,
    onclick: (event) => {
      chosen = known.service;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === event.currentTarget));
      reason.input.focus();
    },
  }, make("span", {}, `${known.service} · ${known.name}`), at < 9 ? make("kbd", {}, String(at + 1)) : null));
  return {
    title: t("Phục vụ nhanh, không cần phiếu"),
    parts: [longChoices(t("Lĩnh vực"), ...buttons), lastRow(reason, t("Bắt đầu phục vụ")), reason.usual],
    focus: chosen ? reason.input : buttons[0],
    submit: () => {
      if (!chosen) {
        sayFault(t("Vui lòng chọn lĩnh vực."));
        buttons[0]?.focus();
        return;
      }
      const why = typed(reason.input, t("Vui lòng nhập lý do."));
      if (why) does("quick-serve", { service: chosen, reason: why });
    },
  };
}

function pause() {
  const buttons = desk.view.pause_reasons.map((known, at) => choice(known.name, at, () => does("pause", { reason: known.id })));
  return {
    title: t("Tạm nghỉ vì"),
    parts: [choices(t("Lý do"), ...buttons), make("p", { class: "fine" }, t("Bấm Gọi số tiếp theo để trở lại."))],
    again: () => buttons[0]?.click(),
  };
}
