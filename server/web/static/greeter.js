// A number for a citizen: one touch on a service, then the number, large; each touch has one intent id until answered.

import { Live, intentId } from "./live.js";
import { $, fill, make, pressed, put } from "./page_parts.js";
import { language, t } from "./words.js";

const KIOSK_KEY = "bocso_greeter_kiosk"; // each tablet stands at its own kiosk

let view = null;
let isSending = false;
let slipGiven = null; // what the slip of the number or place on the screen is asked again with
let unanswered = null; // { path, body }: sent, and nobody knows yet whether it was done
const chosen = { group: "", purpose: "", language: "vi", kiosk: localStorage.getItem(KIOSK_KEY) };

const live = new Live("/api/v1/greeter/", (fresh) => {
  view = fresh;
  draw();
}, { isAskingOnly: true });

// --- drawing ----------------------------------------------------------------------------------------------------

function draw() {
  put($("helped"), t("Hôm nay Ông/Bà đã giúp {n} người", { n: view.helped_today }));
  $("purpose-part").hidden = view.purposes.length === 0;
  radios("purposes", "purpose", [["", t("Chưa rõ")], ...view.purposes.map((purpose) => [purpose.value, purpose.name])]);
  radios("groups", "group", [["", t("Không")], ...view.priority_groups.map((group) => [group.value, group.name])]);
  radios("languages", "language", view.languages.map((known) => [known.value, known.name]));
  radios("kiosks", "kiosk", [...printing().map((kiosk) => [kiosk.device_id, t("In tại {kiosk}", { kiosk: kiosk.name })]), ["", t("Cho xem số")]], kioskNow());
  drawFaults();
  drawTiles();
  $("claim").disabled = false; // the languages and kiosks that it is asked with stand on the page now
}

// Only kiosks that can print now are offered; the tablet's own one is chosen again as soon as it can.
const printing = () => view.kiosks.filter((kiosk) => kiosk.can_print);

function kioskNow() {
  if (chosen.kiosk === "") return "";
  return (printing().find((kiosk) => kiosk.device_id === chosen.kiosk) ?? printing()[0])?.device_id ?? "";
}

function drawFaults() {
  const ailing = view.kiosks.filter((kiosk) => !kiosk.can_print && kiosk.fault);
  const said = ailing.map((kiosk) => (kiosk.fault.includes(kiosk.name) ? kiosk.fault : `${kiosk.name} ${kiosk.fault}`));
  if (printing().length === 0) said.unshift(t("Chưa có máy nào in được phiếu: mời ghi số ra giấy cho công dân."));
  $("kiosk-faults").hidden = said.length === 0;
  fill($("kiosk-faults"), said, () => said.map((words) => make("li", {}, words)));
}

function radios(id, what, options, picked = chosen[what]) {
  fill($(id), [options, picked], () => options.map(([value, name]) => make("label", {},
    make("input", { type: "radio", name: what, value, checked: picked === value, "data-key": `${what}:${value}`, onchange: () => choose(what, value) }), make("span", {}, name))));
}

function choose(what, value) {
  chosen[what] = value;
  if (what === "kiosk") localStorage.setItem(KIOSK_KEY, value);
  draw();
}

const WHY_CLOSED = {
  no_counter: () => t("chưa có quầy phục vụ"), closed: () => t("đã ngừng cấp số hôm nay"), quota: () => t("đã phát hết số hôm nay"), hours: () => t("ngoài giờ tiếp nhận"),
};

function drawTiles() {
  const gives = view.day === "open";
  fill($("tiles"), [view.services, gives, isSending], () => view.services.map((service) => {
    const isOpen = gives && service.is_open && !service.closed_reason;
    const wait = service.wait_high_min === null ? "" : ` · ${t("chờ {low}–{high} phút", { low: service.wait_low_min, high: service.wait_high_min })}`;
    const said = isOpen ? t("{n} người đang chờ", { n: service.waiting }) + wait : gives ? (WHY_CLOSED[service.closed_reason] ?? WHY_CLOSED.closed)() : view.day === "closed" ? t("trung tâm chưa mở cửa") : t("đã ngừng cấp số hôm nay");
    const name = language === "en" && service.name_en ? service.name_en : service.name;
    return make("li", {}, make("button", { type: "button", class: "tile", "data-key": service.service, disabled: !isOpen || isSending, onclick: pressed(() => take(service)) },
      make("span", { class: "letter", "aria-hidden": "true" }, service.service),
      make("span", {}, make("b", {}, name), make("small", {}, said), isOpen && service.today_unlikely ? make("small", { class: "is-late" }, t("hôm nay khó kịp, nên lấy số đặt trước")) : null)),
    service.next_place_at ? make("button", { type: "button", class: "quiet", "data-key": `place:${service.service}`, disabled: isSending, "aria-label": t("Số đặt trước {service}, {at}", { service: name, at: dayAndTime(service.next_place_at) }), onclick: pressed(() => reserve(service)) }, t("Số đặt trước {at}", { at: dayAndTime(service.next_place_at) })) : null);
  }));
}

// 07:30 24/11: as people here write it, in both languages.
function dayAndTime(at) {
  const form = { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: view.timezone };
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", form).formatToParts(Date.parse(at)).map((part) => [part.type, part.value]));
  return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}`;
}

function drawPlace(taken) {
  const { place } = taken;
  slipGiven = { kind: "place", ref: place.place_id };
  put($("given-number"), place.code);
  put($("given-service"), language === "en" && place.service_name_en ? place.service_name_en : place.service_name);
  put($("given-more"), t("Số đặt trước {at}", { at: dayAndTime(place.at) }));
  put($("given-print"), howGiven(taken, t("Mời công dân ghi lại hoặc chụp mã này; nhập mã ở máy lấy số khi đến")));
  $("given-qr").hidden = true;
  showGiven();
}

function drawGiven(taken) {
  const { ticket } = taken;
  slipGiven = { kind: "ticket", ref: ticket.ticket_id };
  put($("given-number"), ticket.number);
  put($("given-service"), language === "en" && ticket.service_name_en ? ticket.service_name_en : ticket.service_name);
  const isSoon = ticket.wait_low_min === null || ticket.wait_low_min <= 5; // as on the slip: look/queue_words.py
  const alone = isSoon ? t("Sắp đến lượt") : t("Không có ai cùng lĩnh vực phía trước");
  const ahead = ticket.people_ahead ? t("Còn {n} người phía trước", { n: ticket.people_ahead }) : alone;
  put($("given-more"), `${ahead} · ${t("Quầy {numbers}", { numbers: ticket.counters.join(", ") })}`);
  if (ticket.today_unlikely && !ticket.not_before) put($("given-more"), `${$("given-more").textContent} · ${t("hôm nay có thể không kịp gọi đến số này")}`);
  put($("given-print"), howGiven(taken, t("Mời công dân ghi lại hoặc chụp số này")));
  $("given-qr").hidden = !taken.qr;
  if (taken.qr) $("given-qr").src = taken.qr;
  showGiven();
}

function howGiven(taken, shown) {
  if (taken.printed_at) return t("Phiếu đang in tại {kiosk}", { kiosk: taken.printed_at });
  return taken.is_none_printing ? t("Chưa có máy nào in được phiếu: mời ghi số ra giấy cho công dân.") : shown;
}

function showGiven() {
  const kiosk = printing().find((known) => known.device_id === kioskNow()) ?? printing()[0];
  $("print-again").hidden = !kiosk;
  if (kiosk) put($("print-again"), t("In lại phiếu tại {kiosk}", { kiosk: kiosk.name }));
  $("given").hidden = false;
  $("choosing").hidden = true;
  $("given").focus();
}

// --- deeds ------------------------------------------------------------------------------------------------------

function say(words, look = "") {
  put($("result"), words);
  $("result").className = `result ${look}`;
}

const take = (service) => send("tickets", { service: service.service, priority_group: chosen.group || null, purpose: chosen.purpose || null });

const reserve = (service) => send("places", { service: service.service, priority_group: chosen.group || null });

async function send(path, about) {
  if (isSending) return;
  const asked = { ...about, language: chosen.language, device_id: kioskNow() };
  const isSame = unanswered && unanswered.path === path && JSON.stringify(unanswered.asked) === JSON.stringify(asked);
  const intent = isSame ? unanswered.intent : intentId();
  isSending = true;
  say(t("Đang lấy số…"));
  draw();
  try {
    const answer = await live.send(path, { intent_id: intent, ...asked }, (words) => say(words, "is-warn"));
    unanswered = answer.body.code || answer.ok ? null : { path, asked, intent };
    if (!answer.ok) {
      say(answer.body.detail || answer.body.title || t("Chưa thực hiện được."), "is-bad");
      return;
    }
    say("");
    chosen.group = "";
    chosen.purpose = "";
    $("code").value = "";
    if (answer.body.place) drawPlace(answer.body);
    else drawGiven(answer.body);
  } finally {
    isSending = false;
    draw(); // the next person's service can be chosen at once, with the line lengths of a moment ago
    live.refresh();
  }
}

$("print-again").addEventListener("click", pressed(async () => {
  if (isSending) return;
  isSending = true;
  try {
    const answer = await live.send("reprint", { ...slipGiven, device_id: kioskNow() }, (words) => put($("given-print"), words));
    put($("given-print"), answer.ok ? answer.body.message : answer.body.detail || answer.body.title);
  } finally {
    isSending = false;
  }
}));
$("another").addEventListener("click", () => {
  $("given").hidden = true;
  $("choosing").hidden = false;
  $("tiles").querySelector("button:not(:disabled)")?.focus();
});
$("claim").addEventListener("click", pressed(() => claim()));
$("code").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  claim();
});
$("choosing").addEventListener("submit", (event) => event.preventDefault());

function claim() {
  if (!view) return;
  const code = $("code").value.trim();
  if (!/^[0-9]{6}$/.test(code)) {
    say(t("Mã gồm 6 chữ số. Vui lòng nhập lại."), "is-bad");
    $("code").focus();
    return;
  }
  send("claims", { code });
}

live.start();
