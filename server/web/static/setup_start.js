// The wizard of the first start: the code, then five steps or the sample, then one request that makes all of it.

import { clearFaults, codeOf, enliven, formValues, listValue, placeOf, rowsOf, serves, setRows, showFaults } from "./setup_form.js";
import { $, all, answerPresses, make, pressed } from "./page_parts.js";
import { t } from "./words.js";

const KEPT = "bocso-first-start"; // what stands in the wizard, over another language or a reload of the page
const form = $("start-form");
const STEPS = [...form.querySelectorAll("[data-step]")].map((step) => step.dataset.step);
let code = "";
let at = ""; // the step that is shown
let isSending = false;

function say(words) {
  $("said").hidden = !words;
  $("said").className = "said is-bad";
  $("said").textContent = words;
  if (words) $("said").focus();
}

function show(step) {
  at = step;
  for (const section of all("[data-step]")) section.hidden = section.dataset.step !== step;
  form.hidden = !STEPS.includes(step);
  for (const mark of all("[data-mark]")) {
    if (mark.dataset.mark === step) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
  if (step === "counters") offerServices();
  say("");
  keep();
  window.scrollTo(0, 0);
  document.querySelector(`[data-step="${step}"] :is(input, button, a)`)?.focus();
}

async function post(path, body) {
  try {
    const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: AbortSignal.timeout(60000) });
    return { ok: response.ok, body: await response.json() };
  } catch (error) {
    return { ok: false, body: { detail: t("Không liên lạc được máy chủ. Nội dung vẫn còn trên trang; vui lòng thử lại.") } };
  }
}

const named = (row) => (document.documentElement.lang === "en" && row.name_en) || row.name;

// The services of the step before, at each counter; a new one is served there first.
function offerServices() {
  const services = listValue(form.querySelector('[data-block="services"]'));
  const counters = form.querySelector('[data-block="counters"]');
  const roots = [...rowsOf(counters), counters.querySelector("[data-fresh]").content];
  for (const row of roots) {
    const field = row.querySelector('[data-kind="served"]');
    const before = serves(field);
    const known = new Set([...field.querySelectorAll("[data-serves]")].map((one) => one.dataset.serves));
    field.querySelector(".serving").replaceChildren(...services.filter((one) => one.code).map((service) => {
      const how = known.has(service.code) && row.isConnected ? before[service.code] ?? "" : "first";
      const choices = [["", t("Không")], ["first", t("Chính")], ["second", t("Phụ")]].map(([value, words]) => make("option", { value, selected: value === how }, words));
      return make("label", { class: `serve is-${how || "none"}` }, make("span", {}, `${service.code} · ${named(service)}`), make("select", { "data-serves": service.code }, ...choices));
    }));
  }
}

// --- kept over a reload: everything but passwords ------------------------------------------------------------------

const controls = (node) => [...node.querySelectorAll("input, select")].filter((one) => one.type !== "password");
const blocks = () => [...form.querySelectorAll("[data-block]")];
const valueOf = (control) => (control.type === "checkbox" ? control.checked : control.value);

function setValue(control, value) {
  if (control.type === "checkbox") control.checked = value;
  else control.value = value;
}

function keep() {
  if (!STEPS.includes(at)) return;
  const filled = blocks().map((block) => ("list" in block.dataset
    ? rowsOf(block).map((row) => ({ values: row.dataset.values, controls: controls(row).map(valueOf) }))
    : controls(block).map(valueOf)));
  sessionStorage.setItem(KEPT, JSON.stringify({ code, at, filled }));
}

function restore(kept) {
  blocks().forEach((block, n) => {
    if ("list" in block.dataset) setRows(block, kept.filled[n].map((row) => row.values));
    if (block.dataset.block === "counters") offerServices();
    const nodes = "list" in block.dataset ? rowsOf(block) : [block];
    const values = "list" in block.dataset ? kept.filled[n].map((row) => row.controls) : [kept.filled[n]];
    nodes.forEach((node, row) => controls(node).forEach((control, place) => setValue(control, values[row][place] ?? "")));
    block.dispatchEvent(new Event("input", { bubbles: true })); // titles and warnings follow
  });
}

const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "null");

// --- sending --------------------------------------------------------------------------------------------------------

function filledIn() {
  const { values } = formValues(form);
  const centre = { name: values["centre.name"], name_en: values["centre.name_en"], hours: values["centre.hours"] };
  centre.code = values["centre.code"] || codeOf(centre.name);
  return { code, centre, services: values.services, counters: values.counters, people: values.people };
}

async function send(path, body, button) {
  if (isSending) return null;
  isSending = true;
  button.disabled = true;
  clearFaults(form);
  const answer = await post(path, body);
  isSending = false;
  button.disabled = false;
  if (answer.body.code !== "first_start_code") return answer;
  const step = at; // the server was started anew: its log has another code, and what stands here waits for it
  show("code");
  sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), at: step }));
  say(answer.body.detail);
  return null;
}

async function next(step) {
  const button = document.querySelector(`[data-step="${step}"] [data-next]`);
  const answer = await send("/api/v1/setup/start/step", { ...filledIn(), step }, button);
  if (answer === null) return;
  if (!answer.ok) say(answer.body.detail || answer.body.title);
  else if (answer.body.errors.length) sayFaults({ detail: t("Vui lòng xem các mục được đánh dấu."), errors: answer.body.errors });
  else show(STEPS[STEPS.indexOf(step) + 1]);
}

async function finish() {
  const answer = await send("/api/v1/setup/start", filledIn(), $("finish"));
  if (answer === null) return;
  if (answer.ok) done(answer.body);
  else if (answer.body.errors?.length) sayFaults(answer.body);
  else say(answer.body.detail || answer.body.title);
}

function sayFaults(body) {
  const step = STEPS.find((name) => body.errors.some((fault) => placeOf(form, fault.where)?.closest("[data-step]")?.dataset.step === name));
  if (step) show(step);
  const elsewhere = showFaults(form, body.errors);
  $("said").hidden = false;
  $("said").className = "said is-bad";
  $("said").replaceChildren(make("p", {}, make("b", {}, body.detail)), make("ul", {}, ...elsewhere.map((fault) => make("li", {}, fault.what))));
}

function done(made) {
  show("done");
  sessionStorage.removeItem(KEPT);
  $("accounts").hidden = made.accounts.length === 0;
  $("account-rows").replaceChildren(...made.accounts.map((account) => make("tr", {}, make("td", {}, account.role), make("td", {}, account.name),
    make("td", {}, make("code", {}, account.login)), make("td", {}, make("code", {}, account.password)))));
}

async function enter(typed) {
  if (isSending) return;
  isSending = true;
  const answer = await post("/api/v1/setup/start/code", { code: typed });
  isSending = false;
  if (!answer.ok) {
    say(answer.body.detail || answer.body.title);
    $("code").select();
    return;
  }
  code = typed;
  show(kept()?.at ?? "choice");
}

$("code-form").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("code").value.trim()) enter($("code").value);
  else $("code").focus();
});
$("own").addEventListener("click", pressed(() => show(STEPS[0])));
$("sample").addEventListener("click", pressed(async () => {
  if (isSending) return;
  isSending = true;
  $("sample").disabled = true;
  const answer = await post("/api/v1/setup/start", { code, sample: true });
  isSending = false;
  $("sample").disabled = false;
  if (answer.ok) done(answer.body);
  else say(answer.body.detail || answer.body.title);
}));
for (const button of all("[data-back]")) {
  button.addEventListener("click", pressed(() => show(STEPS[STEPS.indexOf(at) - 1] ?? "choice")));
}
for (const button of all("[data-next]")) button.addEventListener("click", pressed(() => next(at)));
form.addEventListener("submit", (event) => { // Enter in any field: on, and only from the last step the centre itself
  event.preventDefault();
  if (at === STEPS.at(-1)) finish();
  else next(at);
});
const name = form.querySelector('[data-step="name"] [data-key="name"] input');
const showCode = () => { form.querySelector('[data-key="code"] input').placeholder = name.value.trim() ? codeOf(name.value) : ""; };
name.addEventListener("input", showCode);
enliven(form, keep);
answerPresses();
if (kept()) {
  const { code: typed, at: step } = kept();
  restore(kept());
  showCode();
  sessionStorage.setItem(KEPT, JSON.stringify({ ...kept(), at: step }));
  enter(typed);
} else $("code").focus();
