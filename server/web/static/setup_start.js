// The wizard of the first start: the code, then five steps or the sample, then one request that makes all of it.

import { clearFaults, enliven, formValues, identifier, listValue, placeOf, rowsOf, serves, showFaults } from "./setup_form.js";
import { $, all, make, pressed } from "./page_parts.js";
import { t } from "./words.js";

const form = $("start-form");
const STEPS = [...form.querySelectorAll("[data-step]")].map((step) => step.dataset.step);
let code = "";
let isSending = false;

function say(words) {
  $("said").hidden = !words;
  $("said").className = "said is-bad";
  $("said").textContent = words;
  if (words) $("said").focus();
}

function show(step) {
  for (const section of all("[data-step]")) section.hidden = section.dataset.step !== step;
  form.hidden = !STEPS.includes(step);
  for (const mark of all("[data-mark]")) {
    if (mark.dataset.mark === step) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
  if (step === "counters") offerServices();
  say("");
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
      return make("label", { class: `serve is-${how || "none"}` }, make("span", {}, `${service.code} · ${service.name}`), make("select", { "data-serves": service.code }, ...choices));
    }));
  }
}

async function finish() {
  if (isSending) return;
  isSending = true;
  $("finish").disabled = true;
  clearFaults(form);
  const { values } = formValues(form);
  const centre = { name: values["centre.name"], name_en: values["centre.name_en"], hours: values["centre.hours"] };
  centre.code = values["centre.code"] || identifier(centre.name, new Set()).toUpperCase();
  const answer = await post("/api/v1/setup/start", { code, centre, services: values.services, counters: values.counters, people: values.people });
  isSending = false;
  $("finish").disabled = false;
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
  $("accounts").hidden = made.accounts.length === 0;
  $("account-rows").replaceChildren(...made.accounts.map((account) => make("tr", {}, make("td", {}, account.role), make("td", {}, account.name),
    make("td", {}, make("code", {}, account.login)), make("td", {}, make("code", {}, account.password)))));
}

$("code-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const answer = await post("/api/v1/setup/start/code", { code: $("code").value });
  isSending = false;
  if (!answer.ok) {
    say(answer.body.detail || answer.body.title);
    $("code").select();
    return;
  }
  code = $("code").value;
  show("choice");
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
for (const button of all("[data-next], [data-back]")) {
  button.addEventListener("click", pressed(() => {
    const at = STEPS.indexOf(button.closest("[data-step]").dataset.step) + ("next" in button.dataset ? 1 : -1);
    show(at < 0 ? "choice" : STEPS[at]);
  }));
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  finish();
});
enliven(form, () => {});
for (const button of all("[data-live]")) button.disabled = false; // before this nobody would have answered a press
$("code").focus();
