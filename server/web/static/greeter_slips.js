// Slips in people's hands: find a number and print its slip again, reserve a place, list the places, take one back.

import { Live, clockTime, intentId } from "./live.js";
import { $, fill, make, pressed, put, sendsOnce, whileSending } from "./page_parts.js";
import { language, t } from "./words.js";

const KIOSK_KEY = "bocso_greeter_kiosk"; // each tablet stands at its own kiosk

let view = null;
let isSending = false;
const sending = whileSending(".slips-list button, #place-take, #ask-yes");
let unanswered = null; // { asked, intent }: a place was asked for, and nobody knows yet whether it was reserved
let free = { service: null, days: null }; // of which service; days: null while nobody has answered yet
let freeAsked = 0; // the newest question: what an older one brings is of another service, or out of date
let freeAnswered = 0; // the newest that was answered, or failed
const chosen = { kiosk: localStorage.getItem(KIOSK_KEY) };

const live = new Live("/api/v1/greeter/", (fresh) => {
  view = fresh;
  draw();
}, { isAskingOnly: true });
live.viewPath = () => {
  const query = new URLSearchParams();
  if ($("day").value) query.set("day", $("day").value);
  if ($("number").value.trim()) query.set("number", $("number").value.trim());
  return `slips/view?${query}`;
};

// --- drawing ----------------------------------------------------------------------------------------------------

const dayOf = (iso) => iso.split("-").reverse().join("/");
const option = ([value, name]) => make("option", { value }, name);

function draw() {
  if (!$("day").value) {
    $("day").value = view.today;
    $("day").max = view.today;
  }
  const printing = view.kiosks.filter((kiosk) => kiosk.can_print); // only these are offered
  const kiosks = printing.map((kiosk) => [kiosk.device_id, kiosk.name]);
  const own = (printing.find((kiosk) => kiosk.device_id === chosen.kiosk) ?? printing[0])?.device_id ?? "";
  choices("kiosk", kiosks.length ? kiosks : [["", t("chưa có máy nào in được")]], own);
  choices("place-kiosk", [...kiosks.map(([value, name]) => [value, t("In tại {kiosk}", { kiosk: name })]), ["", t("Cho xem mã")]], own);
  choices("place-service", view.services.map((service) => [service.service, `${service.service} · ${service.name}`]));
  choices("place-group", [["", t("Không")], ...view.priority_groups.map((group) => [group.value, group.name])]);
  choices("place-language", view.languages.map((known) => [known.value, known.name]));
  const mayHaveChanged = free.service === null || free.days?.length === 0; // a place taken back elsewhere, a new day
  if (mayHaveChanged && freeAnswered === freeAsked) askFree();
  drawTickets();
  drawPlaces();
  sending.drawn();
}

// Filled anew only when what is offered has changed; what was chosen stays chosen.
function choices(id, options, first = null) {
  const before = $(id).value;
  fill($(id), options, () => options.map(option));
  if (!before && first !== null) $(id).value = first;
  else if (options.some(([value]) => value === before)) $(id).value = before;
}

const SLIP_NAMES = { ticket: () => t("phiếu"), return: () => t("phiếu bổ sung"), place: () => t("phiếu số đặt trước") };

function slipButton(slip, name) {
  const words = { ticket: t("In lại phiếu"), return: t("In lại phiếu bổ sung"), place: t("In lại phiếu") }[slip.kind];
  return slip.may_reprint ? make("button", { type: "button", class: "quiet", "data-key": `${slip.kind}:${slip.ref}`, "aria-label": `${words} ${name}`, onclick: pressed(() => reprint(slip)) }, words) : null;
}

function slipWords(slip) {
  const said = [slip.said, slip.why_not].filter(Boolean).join("; ");
  return said ? `${SLIP_NAMES[slip.kind]()}: ${said}` : "";
}

function drawTickets() {
  $("tickets-none").hidden = view.tickets.length > 0;
  $("tickets-more").hidden = !view.has_more;
  fill($("tickets"), view.tickets, () => view.tickets.map((ticket) => make("li", { "data-number": ticket.number },
    make("b", { class: "slips-number" }, ticket.number),
    make("span", { class: "slips-words" }, make("span", {}, `${ticket.service_name} · ${ticket.state_words}`),
      make("span", { class: "muted" }, [t("lấy lúc {time}", { time: clockTime(Date.parse(ticket.issued_at)) }), ...ticket.slips.map(slipWords)].filter(Boolean).join(" · "))),
    make("span", { class: "row-deeds" }, ...ticket.slips.map((slip) => slipButton(slip, ticket.number)).filter(Boolean)))));
}

function drawPlaces() {
  $("places-none").hidden = view.places.length > 0;
  fill($("places"), view.places, () => view.places.map((place) => {
    const time = clockTime(Date.parse(place.at));
    const name = `${time} ${dayOf(place.day)}, ${place.service_name}`;
    const more = [place.state_words, place.priority_name, place.from_number ? t("thay cho số {number}", { number: place.from_number }) : "", place.slip.said ? slipWords({ ...place.slip, why_not: "" }) : ""];
    return make("li", { class: `is-${place.state}`, "data-place": place.place_id },
      make("b", { class: "slips-time" }, time, make("small", {}, dayOf(place.day).slice(0, 5))),
      make("span", { class: "slips-words" }, make("span", {}, place.service_name), make("span", { class: "muted" }, more.filter(Boolean).join(" · "))),
      make("span", { class: "row-deeds" }, ...[slipButton(place.slip, name),
        place.may_withdraw ? make("button", { type: "button", class: "quiet", "data-key": `off:${place.place_id}`, "aria-label": t("Hủy số đặt trước {name}", { name }), onclick: pressed(() => askWithdraw(place, name)) }, t("Hủy…")) : null].filter(Boolean)));
  }));
}

// --- places that are free ------------------------------------------------------------------------------------------

async function askFree() {
  const service = $("place-service").value;
  if (!service) return;
  freeAsked += 1;
  const mine = freeAsked;
  if (free.service !== service) free = { service, days: null }; // another one's times are not offered meanwhile
  drawFree();
  let found;
  try {
    found = await live.get(`free-places?${new URLSearchParams({ service })}`);
  } catch (error) {
    found = { service: null, days: null }; // the next look asks again
  }
  if (mine !== freeAsked) return;
  freeAnswered = mine;
  free = found;
  drawFree();
}

function drawFree() {
  const weekday = new Intl.DateTimeFormat(language === "en" ? "en-GB" : "vi-VN", { weekday: "long", timeZone: "UTC" });
  const days = (free.days ?? []).map((known) => [known.day, `${weekday.format(Date.parse(known.day))} ${dayOf(known.day)}`]);
  choices("place-day", days.length ? days : [["", free.days ? t("Hết chỗ trong những ngày tới") : t("Đang xem giờ trống…")]]);
  const times = free.days?.find((known) => known.day === $("place-day").value)?.times ?? [];
  choices("place-at", times.map((at) => [at, clockTime(Date.parse(at))]));
  $("place-take").disabled = times.length === 0 || isSending;
}

// --- deeds ------------------------------------------------------------------------------------------------------

function say(words, look = "") {
  put($("result"), words);
  $("result").className = `result ${look}`;
}

function showCode(code, title, words) {
  $("code-part").hidden = !code;
  put($("code-shown"), code ? code.replace(/^(...)/, "$1 ") : "");
  put($("code-title"), title);
  put($("code-words"), words);
  if (code) $("code-part").focus();
}

async function send(path, body, done) {
  if (isSending) return;
  isSending = true;
  sending.begin();
  let answer;
  try {
    answer = await live.send(path, body, (words) => say(words, "is-warn"));
  } finally {
    isSending = false;
    sending.end();
    drawFree();
  }
  if (!answer.ok) say(answer.body.detail || answer.body.title || t("Chưa thực hiện được."), "is-bad");
  done(answer);
  live.refresh();
}

const KEEP_IT = () => t("Mã chỉ hiện lúc này; công dân nhập mã ở máy lấy số khi đến.");

function reprint(slip) {
  showCode("", "", "");
  return send("reprint", { kind: slip.kind, ref: slip.ref, device_id: $("kiosk").value }, (answer) => {
    if (!answer.ok) return;
    say(answer.body.message, "is-done");
    showCode(answer.body.code, t("Mã trên phiếu in lại"), KEEP_IT());
  });
}

$("reserve").addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = { service: $("place-service").value, at: $("place-at").value, priority_group: $("place-group").value || null, language: $("place-language").value, device_id: $("place-kiosk").value };
  const isSame = unanswered && JSON.stringify(unanswered.asked) === JSON.stringify(asked);
  const intent = isSame ? unanswered.intent : intentId();
  showCode("", "", "");
  send("places", { intent_id: intent, ...asked }, (answer) => {
    unanswered = answer.ok || answer.body.code ? null : { asked, intent };
    askFree();
    if (!answer.ok) return;
    const { place } = answer.body;
    const at = `${clockTime(Date.parse(place.at))} ${dayOf(place.at.slice(0, 10))}`;
    say(answer.body.printed_at ? t("Đã giữ số đặt trước; phiếu đang in tại {kiosk}", { kiosk: view.kiosks.find((kiosk) => kiosk.device_id === asked.device_id)?.name ?? answer.body.printed_at }) : t("Đã giữ số đặt trước"), "is-done");
    showCode(place.code, `${language === "en" && place.service_name_en ? place.service_name_en : place.service_name} · ${at}`, KEEP_IT());
  });
});

let withdrawn = null;

function askWithdraw(place, name) {
  withdrawn = place;
  put($("ask-title"), t("Hủy số đặt trước {name}", { name }));
  put($("ask-words"), t("Mã trên phiếu hết hiệu lực; giờ này dành cho người khác."));
  $("ask-reason").value = "";
  $("ask-fault").hidden = true;
  $("ask").showModal();
  $("ask-reason").focus();
}

$("ask-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const reason = $("ask-reason").value.trim();
  send("places/withdraw", { place_id: withdrawn.place_id, reason }, (answer) => {
    if (!answer.ok) {
      put($("ask-fault"), answer.body.detail || answer.body.title);
      $("ask-fault").hidden = false;
      $("ask-reason").focus();
      return;
    }
    $("ask").close();
    say(answer.body.message, "is-done");
    askFree();
  });
});
for (const button of [$("ask-yes"), $("place-take")]) sendsOnce(button);
$("ask-no").addEventListener("click", () => $("ask").close());
$("code-done").addEventListener("click", () => showCode("", "", ""));
$("kiosk").addEventListener("change", () => {
  chosen.kiosk = $("kiosk").value;
  localStorage.setItem(KIOSK_KEY, chosen.kiosk);
});
$("place-service").addEventListener("change", askFree);
$("place-day").addEventListener("change", drawFree);
$("day").addEventListener("change", () => live.refresh());
let typing = 0;
$("number").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => live.refresh(), 200); // not at every letter
});
if (!$("number").value) $("number").value = new URLSearchParams(window.location.search).get("number") ?? ""; // typed already
live.start();
