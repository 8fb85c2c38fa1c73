// The page before a counter is chosen, and for those who only look: all counters, and the day.

import { desk, act } from "./console_link.js";
import { $, all, fill, make, pressed, put } from "./page_parts.js";
import { t } from "./words.js";

export const choosing = {
  isOn: false, // the officer wants to see all counters
  asking: null, // what is asked once before it is done: "take:Q1", "close-day", "date"
};

let redraw = () => {};
export function drawWith(draw) {
  redraw = draw;
}

export function drawChoosing() {
  const view = desk.view;
  put($("choosing-title"), view.me.may_serve ? t("Chọn quầy") : t("Toàn trung tâm"));
  $("stay").hidden = view.counter === null;
  if (choosing.asking?.startsWith("take:") && !view.counters.some(isAskedAbout)) choosing.asking = null; // the digits choose again
  fill($("counters"), [view.counters, view.me.may_serve, choosing.asking], () => view.counters.map(counterCard));
  for (const button of all(".counters button")) button.disabled = desk.isSending;
  drawDay();
}

// Who sat there may have left since the question was put.
const isAskedAbout = (card) => card.officer !== null && choosing.asking === `take:${card.counter_id}`;

function counterCard(card) {
  const words = { unstaffed: t("Chưa có cán bộ"), free: t("Trống"), paused: t("Tạm nghỉ"), called: t("Đang gọi"), serving: t("Đang phục vụ") };
  const inside = [
    make("span", { class: "plate" }, String(card.number)),
    make("span", { class: "card-words" }, make("b", {}, card.name),
      make("span", { class: "muted" }, card.is_mine ? t("Ông/Bà đang ở quầy này") : card.officer ?? words.unstaffed)),
    make("span", { class: `card-state is-${card.state}` }, card.shown ?? (card.officer ? words[card.state] : "")),
  ];
  if (!desk.view.me.may_serve) return make("li", {}, make("div", { class: "card" }, ...inside));
  if (isAskedAbout(card)) {
    return make("li", { class: "card is-asking" }, make("p", {}, t("{officer} đang ở {counter}. Nhận quầy này thay?", { officer: card.officer ?? "", counter: card.name })),
      make("span", {}, make("button", { type: "button", class: "primary", "data-key": card.counter_id, onclick: pressed(() => takeCounter(card, true)) }, t("Nhận quầy")), " ",
        make("button", { type: "button", class: "quiet", "data-key": `keep:${card.counter_id}`, onclick: () => ask(null) }, t("Thôi"))));
  }
  return make("li", {}, make("button", { type: "button", class: `card${card.is_mine ? " is-mine" : ""}`, "data-key": card.counter_id, onclick: pressed(() => choose(card)) }, ...inside));
}

function choose(card) {
  if (card.is_mine) stay();
  else if (card.officer) ask(`take:${card.counter_id}`);
  else takeCounter(card, false);
}

// A counter by its number on the keyboard; the second press of the same one answers the question.
export function chooseByNumber(number) {
  const card = desk.view.counters.find((known) => known.number === number);
  if (!card || !desk.view.me.may_serve || desk.isSending) return;
  choose(card);
}

export function ask(what) {
  choosing.asking = what;
  redraw();
  all(".is-asking button, .day-deeds .primary")[0]?.focus();
}

export function stay() {
  choosing.isOn = false;
  choosing.asking = null;
  redraw();
  $("next").focus();
}

async function takeCounter(card, takeOver) {
  choosing.asking = null;
  const done = await act("sign-on", { counter_id: card.counter_id, take_over: takeOver });
  if (!done) return;
  choosing.isOn = false;
  redraw();
  if (desk.view.counter) $("next").focus();
}

function drawDay() {
  const view = desk.view;
  $("day-part").hidden = !view.me.may_run_day;
  const state = view.day.state;
  put($("day-words"), { open: t("Đang mở: máy lấy số đang cấp số, các quầy phục vụ."), tickets_stopped: t("Đã ngừng cấp số; người đã có số vẫn được phục vụ."), closed: t("Chưa mở hoặc đã đóng: không cấp số, không gọi.") }[state]);
  fill($("day-deeds"), [state, choosing.asking], () => {
    const button = (words, deed, look = "quiet") => make("button", { type: "button", class: look, "data-key": words, onclick: pressed(deed) }, words);
    const never = button(t("Thôi"), () => ask(null));
    if (choosing.asking === "close-day") {
      return [make("p", {}, t("Người đang chờ sẽ hết lượt hôm nay, không hoàn tác được. Đóng ngày?")), button(t("Đóng ngày làm việc"), () => dayDeed("close-day"), "primary"), never];
    }
    if (choosing.asking === "date") return [make("p", {}, t("Đồng hồ chưa được đồng bộ. Ngày hiện trên máy có đúng không?")), button(t("Đúng ngày, mở"), () => dayDeed("open-day", { confirmed: true }), "primary"), never];
    const close = button(t("Đóng ngày…"), () => ask("close-day"));
    if (state === "closed") return [button(t("Mở ngày làm việc"), () => dayDeed("open-day", { confirmed: false }), "primary")];
    return state === "open" ? [button(t("Ngừng cấp số"), () => dayDeed("stop-tickets")), close] : [button(t("Cấp số trở lại"), () => dayDeed("open-day", { confirmed: false })), close];
  });
  for (const node of all(".day-deeds button")) node.disabled = desk.isSending;
}

async function dayDeed(deed, body = {}) {
  choosing.asking = null;
  await act(deed, body, (refusal) => {
    if (refusal.code === "clock_not_trusted") choosing.asking = "date";
    return false;
  });
}
