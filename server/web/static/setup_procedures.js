// The set-up's page of procedures: sends a file whole, and shows its faults by their lines.

import { $, answerPresses, make } from "./page_parts.js";
import { t } from "./words.js";

const LARGEST_BYTES = 4 * 1024 * 1024; // as procedures/reading.py has it
const ANSWER_WITHIN_MS = 60000;
const SAVED = "bocso-procedures-taken";

function intentId() { // crypto.randomUUID is only there over HTTPS
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(look, words) {
  const said = $("procedures-said");
  said.hidden = false;
  said.className = `said ${look}`;
  said.replaceChildren(make("p", {}, make("b", {}, words)));
  said.focus();
}

function showFaults(faults) {
  $("procedures-faults").hidden = faults.length === 0;
  $("procedures-faults").querySelector("tbody").replaceChildren(...faults.map((fault) => make("tr", {}, make("td", {}, fault.label), make("td", {}, fault.what))));
}

async function send(onlyCheck) {
  const [file] = $("procedures-file").files;
  showFaults([]);
  if (!file) return say("is-bad", t("Vui lòng chọn tệp trước."));
  if (file.size > LARGEST_BYTES) return say("is-bad", t("Tệp lớn hơn 4 MB."));
  say("", t("Đang đọc tệp…"));
  const headers = { "Content-Type": "application/octet-stream", "Idempotency-Key": intentId(), "X-CSRF-Token": document.body.dataset.csrf };
  let answer;
  let body;
  try {
    answer = await fetch(`/api/v1/setup/procedures${onlyCheck ? "?only_check=true" : ""}`, { method: "POST", headers, body: file, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (answer.status === 401) return window.location.assign("/console/login");
    body = await answer.json();
  } catch (error) {
    return say("is-bad", t("Không liên lạc được máy chủ. Chưa nhập gì; vui lòng thử lại."));
  }
  if (!answer.ok) {
    say("is-bad", body.detail || body.title);
    return showFaults(body.code === "procedures_faulty" ? body.errors : []);
  }
  const words = `${body.message} ${t("{n} thủ tục.", { n: body.count })}`;
  if (onlyCheck) return say("is-good", words);
  sessionStorage.setItem(SAVED, words);
  return window.location.reload();
}

$("procedures").addEventListener("submit", (event) => {
  event.preventDefault();
  send(false);
});
$("procedures-check").addEventListener("click", () => send(true));
answerPresses();

const taken = sessionStorage.getItem(SAVED);
if (taken) {
  sessionStorage.removeItem(SAVED);
  say("is-good", taken);
}
