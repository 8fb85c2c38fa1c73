// The pages of the set-up: sends what changed, with the revision that was seen, and says what came of it.

import { clearFaults, enliven, formValues, rowFaults, showFaults } from "./setup_form.js";
import { $, all, answerPresses, make, pressed } from "./page_parts.js";
import { locale, t } from "./words.js";

const API = "/api/v1/setup/";
const ANSWER_WITHIN_MS = 15000;
const SAVED = "bocso-set-up-saved"; // what was said of the last save, shown on the page drawn anew

function intentId() { // crypto.randomUUID is only there over HTTPS
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function post(deed, body, key = intentId()) {
  const isFile = body instanceof Blob;
  const headers = { "Content-Type": isFile ? "application/octet-stream" : "application/json", "Idempotency-Key": key, "X-CSRF-Token": document.body.dataset.csrf };
  try {
    const response = await fetch(API + deed, { method: "POST", headers, body: isFile ? body : JSON.stringify(body), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 401) window.location.assign("/console/login");
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch (error) {
    return { ok: false, status: 0, body: { detail: t("Không liên lạc được máy chủ. Nội dung vẫn còn trên trang; vui lòng thử lại.") } };
  }
}

function say(node, look, ...parts) {
  node.hidden = false;
  node.className = `${node.id === "said" ? "said" : "device-said"} ${look}`;
  node.replaceChildren(...parts);
}

// --- a page with a form -----------------------------------------------------------------------------------------------

const form = $("setup");
let isDirty = false;
let isSaving = false;
let saveKey = null; // one intent until its answer is known: a second press of the same content is the same deed

function setDirty(now) {
  isDirty = now;
  saveKey = null;
  $("save").disabled = $("forget").disabled = !now;
  $("save-words").textContent = now ? t("Có thay đổi chưa lưu.") : "";
}

function sayFaults(body) {
  const elsewhere = showFaults(form, body.errors);
  const count = make("p", {}, make("b", {}, body.detail));
  const list = make("ul", {}, ...elsewhere.map((fault) => make("li", {}, fault.label && fault.where !== "(file)" ? `${fault.label}: ${fault.what}` : fault.what)));
  say($("said"), "is-bad", count, ...(elsewhere.length ? [list] : []));
  if (elsewhere.length === body.errors.length) $("said").focus();
}

function sayMoved(body) {
  const [by] = body.errors;
  const at = by?.at ? new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" }).format(Date.parse(by.at)) : "";
  const reload = make("button", { type: "button", onclick: () => { isDirty = false; window.location.reload(); } }, t("Xem nội dung mới"));
  say($("said"), "is-bad", make("p", {}, make("b", {}, body.detail)),
    make("p", {}, by?.what ? t("{name} đã lưu lúc {at}. Nội dung Ông/Bà nhập vẫn còn trên trang này để chép lại.", { name: by.what, at }) : ""),
    make("p", {}, reload, " ", make("a", { href: "/setup/history", target: "_blank", rel: "noopener" }, t("Xem lịch sử thay đổi"))));
  $("said").focus();
}

async function save() {
  if (isSaving) return;
  isSaving = true;
  $("save").disabled = true;
  clearFaults(form);
  const unsendable = rowFaults(form);
  if (unsendable.length) {
    isSaving = false;
    $("save").disabled = false;
    $("save-words").textContent = t("Chưa lưu.");
    sayFaults({ detail: t("Chưa lưu được: vui lòng xem các mục được đánh dấu."), errors: unsendable });
    return;
  }
  $("save-words").textContent = t("Đang lưu…");
  saveKey ??= intentId();
  const { values, serving } = formValues(form);
  const body = { page: form.dataset.page, revision: Number(form.dataset.revision), values };
  if (serving) body.serving = serving;
  const answer = await post("change", body, saveKey);
  isSaving = false;
  if (answer.ok) {
    isDirty = false;
    sessionStorage.setItem(SAVED, JSON.stringify(answer.body));
    window.location.reload();
    return;
  }
  $("save").disabled = false;
  $("save-words").textContent = t("Chưa lưu.");
  if (answer.status !== 0) saveKey = null;
  if (answer.body.code === "set_up_refused") sayFaults(answer.body);
  else if (answer.body.code === "set_up_moved") sayMoved(answer.body);
  else {
    say($("said"), "is-bad", make("p", {}, make("b", {}, answer.body.detail || answer.body.title)));
    $("said").focus();
  }
}

function sayLastSave() {
  const stored = sessionStorage.getItem(SAVED);
  if (!stored) return;
  sessionStorage.removeItem(SAVED);
  const saved = JSON.parse(stored);
  const warnings = make("ul", {}, ...saved.warnings.map((words) => make("li", {}, words)));
  say($("said"), "is-good", make("p", {}, make("b", {}, saved.message)), ...(saved.warnings.length ? [make("p", {}, t("Nên xem lại:")), warnings] : []));
}

// What somebody typed while the script was still on its way.
function differsFromServed(control) {
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (!control.options) return control.value.toLowerCase() !== control.defaultValue.toLowerCase(); // colours come in both cases
  const served = [...control.options].map((option) => option.defaultSelected).lastIndexOf(true);
  return control.selectedIndex !== Math.max(served, 0);
}

if (form) {
  enliven(form, () => {
    setDirty(true);
    drawSlip();
  });
  if ([...form.querySelectorAll("input, select, textarea")].some(differsFromServed)) setDirty(true);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  $("forget").addEventListener("click", pressed(() => {
    isDirty = false;
    window.location.reload();
  }));
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
  sayLastSave();
}

// --- the slip -----------------------------------------------------------------------------------------------------------

let slipTimer = null;
function drawSlip() {
  const picture = $("slip-picture");
  if (!picture) return;
  clearTimeout(slipTimer);
  slipTimer = setTimeout(() => {
    const asked = new URLSearchParams({ language: $("slip-language").value, width: $("slip-width").value });
    for (const [place, value] of Object.entries(formValues(form).values)) asked.set(place.split(".").at(-1), value === true ? "1" : value === false ? "0" : value);
    picture.src = `/setup/slip.png?${asked}`;
    picture.width = Number($("slip-width").value) / 2;
  }, 200); // not one picture for each letter typed
}
for (const choice of [$("slip-language"), $("slip-width")]) choice?.addEventListener("input", drawSlip);

// --- devices ------------------------------------------------------------------------------------------------------------

function showCredential(shown) {
  $("credential-words").textContent = t("Chép tệp này vào thiết bị {device}, rồi xóa bản ở đây. Máy chủ không giữ lại; mất thì cấp khóa mới.", { device: shown.device_id });
  $("credential-text").value = shown.credential;
  $("credential-settings").value = shown.settings;
  $("credential").hidden = false;
  $("credential").focus();
  $("credential").scrollIntoView({ block: "start" });
  $("credential-save").onclick = () => {
    const link = make("a", { href: URL.createObjectURL(new Blob([`${shown.credential}\n`], { type: "text/plain" })), download: `${shown.device_id}.credential` });
    link.click();
    URL.revokeObjectURL(link.href);
  };
  $("credential-copy").onclick = () => {
    $("credential-text").select();
    navigator.clipboard?.writeText(shown.credential).catch(() => {}); // not there without HTTPS: it is selected for Ctrl-C
  };
}

async function deviceDeed(deed, node, body) {
  const said = node.querySelector(".device-said");
  const answer = await post(`devices/${deed}`, body);
  if (answer.ok && answer.body.code) {
    say(said, "");
    showPairing(node.closest(".device").querySelector(".pairing"), answer.body);
    return;
  }
  if (!answer.ok) {
    say(said, "is-bad", answer.body.detail || answer.body.title);
    return;
  }
  say(said, "is-good", answer.body.message);
  if (answer.body.credential) showCredential(answer.body);
  else if (deed === "add") {
    window.location.hash = `d-${body.device_id}`;
    window.location.reload();
  }
  if (["retire", "change", "revoke"].includes(deed)) window.setTimeout(() => window.location.reload(), 600); // long enough to be read
}

// --- pairing: the code of one device, until it is used or too old -------------------------------------------------------

const LOOK_EVERY_MS = 1500;
const pairings = new Map(); // by panel, the timers of the code it shows

function closePairing(panel) {
  for (const timer of pairings.get(panel) ?? []) window.clearInterval(timer);
  pairings.delete(panel);
}

function showPairing(panel, shown) {
  closePairing(panel);
  const left = make("b", { class: "pairing-left" });
  const state = make("p", { class: "pairing-state", role: "status", "aria-live": "polite" }, t("Đang chờ thiết bị nhập mã."));
  const command = make("textarea", { class: "secret", rows: "3", readonly: "", spellcheck: "false", "aria-label": t("Lệnh trên thiết bị") });
  command.value = shown.command;
  command.addEventListener("focus", () => command.select());
  const anew = make("button", { type: "button", onclick: pressed(() => deviceDeed("invite", panel.closest(".device").querySelector("form"), { device_id: shown.device_id })) }, t("Lấy mã mới"));
  const close = make("button", { type: "button", class: "quiet", onclick: () => { closePairing(panel); panel.hidden = true; } }, t("Đóng"));
  panel.replaceChildren(
    make("img", { class: "pairing-picture", src: shown.picture, alt: t("Mã QR để ghép thiết bị") }),
    make("div", { class: "pairing-words" },
      make("p", { class: "label" }, t("Mã ghép")),
      make("p", { class: "pairing-code", translate: "no" }, shown.code),
      make("p", { class: "label" }, t("Dấu vân tay của máy chủ")),
      make("p", { class: "pairing-digits", translate: shown.digits ? "no" : "yes" }, shown.digits || t("không mã hóa")),
      make("p", { class: "hint" }, t("Máy lạ trong mạng có thể trả lời thay máy chủ: chỉ nhập tiếp khi thiết bị hiện đúng dấu vân tay này.")),
      make("p", {}, t("Còn"), " ", left),
      state,
      make("ol", { class: "pairing-steps" }, ...shown.steps.map((words) => make("li", {}, words))),
      make("p", { class: "label" }, t("Lệnh trên thiết bị (không cần ở máy có màn hình nhập mã)")),
      command,
      make("p", { class: "device-deeds" }, anew, close)));
  panel.className = "pairing";
  panel.hidden = false;
  panel.focus();
  panel.scrollIntoView({ block: "nearest" });
  const until = performance.now() + shown.left_ms;
  const run = () => {
    const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  const look = async () => {
    let stands;
    try {
      const response = await fetch(`${API}devices/pairing?device_id=${encodeURIComponent(shown.device_id)}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      if (!response.ok) return;
      stands = await response.json();
    } catch (error) {
      return; // the next look tells
    }
    if (stands.state === "open" || !pairings.has(panel)) return;
    closePairing(panel);
    panel.classList.add(stands.state === "used" ? "is-good" : "is-bad");
    state.textContent = stands.message;
    left.parentElement.remove();
    close.replaceWith(make("button", { type: "button", class: "primary", onclick: () => window.location.reload() }, t("Xong")));
  };
  run();
  pairings.set(panel, [window.setInterval(run, 1000), window.setInterval(look, LOOK_EVERY_MS)]);
}

function bodyOf(node) {
  const body = Object.fromEntries([...new FormData(node)].map(([name, value]) => [name, value.trim()]));
  for (const name of ["counter_id", "zone"]) if (name in body && !body[name]) body[name] = null;
  const voice = node.querySelector('[name="speaks"]');
  if (voice) body.speaks = voice.checked;
  return body;
}

function askFirst(button, node, deed) {
  const row = make("p", { class: "asking", role: "alert" }, make("b", {}, button.dataset.ask), " ",
    make("button", { type: "button", class: "primary", onclick: pressed(() => { row.remove(); deed(); }) }, t("Đồng ý")), " ",
    make("button", { type: "button", class: "quiet", onclick: () => { row.remove(); button.focus(); } }, t("Thôi")));
  node.querySelector(".asking")?.remove();
  node.append(row);
  row.querySelector("button").focus();
}

for (const device of all(".device")) {
  const device_id = device.dataset.device;
  const node = device.querySelector("form");
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    deviceDeed("change", node, { device_id, counter_id: null, zone: null, ...bodyOf(node) });
  });
  for (const button of node.querySelectorAll("button[data-deed]")) {
    const deed = () => deviceDeed(button.dataset.deed, node, { device_id });
    button.addEventListener("click", pressed(() => (button.dataset.ask ? askFirst(button, node, deed) : deed())));
  }
}

const adding = $("add-device");
if (adding) {
  const kind = $("add-kind");
  const fit = () => {
    const atCounter = ["counter", "pad"].includes(kind.value);
    adding.querySelector("[data-for-counter]").hidden = !atCounter;
    adding.querySelector("[data-for-hall]").hidden = atCounter || $("add-zone").options.length < 2;
  };
  kind.addEventListener("input", fit);
  fit();
  adding.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = bodyOf(adding);
    const atCounter = ["counter", "pad"].includes(body.kind);
    deviceDeed("add", adding, { ...body, by_hand: "by_hand" in body, counter_id: atCounter ? body.counter_id : null, zone: atCounter ? null : body.zone });
  });
  $("credential-done").addEventListener("click", () => window.location.reload());
}

// --- pictures of the boards -------------------------------------------------------------------------------------------

const LARGEST_PICTURE = 4 * 1024 * 1024;
const pictures = $("pictures");
if (pictures) {
  const said = pictures.querySelector(".device-said");
  const done = async (deed, body) => {
    const answer = await post(deed, body);
    say(said, answer.ok ? "is-good" : "is-bad", answer.ok ? answer.body.message : answer.body.detail || answer.body.title);
    if (answer.ok) window.setTimeout(() => window.location.reload(), 600); // long enough to be read
  };
  for (const button of pictures.querySelectorAll("[data-picture]")) {
    button.addEventListener("click", pressed(() => askFirst(button, button.parentElement, () => done("pictures/remove", { picture_id: Number(button.dataset.picture) }))));
  }
  $("picture-file").addEventListener("change", (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    if (file.size > LARGEST_PICTURE) say(said, "is-bad", t("Ảnh lớn quá 4 MB. Vui lòng thu nhỏ rồi thử lại."));
    else done("pictures", file);
  });
}

document.querySelector(".setup-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
answerPresses();
