// The dashboard on a screen: today's figures anew every half minute, and the day's summary for the clipboard.

import { answerPresses } from "./page_parts.js";
import { t } from "./words.js";

const AGAIN_MS = 30000;
const today = document.getElementById("today");
const daily = document.getElementById("daily");
const copied = document.getElementById("copied");

async function again() {
  const isRead = today.querySelector("details[open]") || today.contains(document.activeElement);
  if (document.hidden || isRead) return; // nobody's definition is to close under the eyes
  try {
    const answer = await fetch("/reports/today", { redirect: "error" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    today.replaceChildren(...fresh.body.childNodes);
  } catch {
    // The figures stand as they were; the next half minute tries again.
  }
}

document.getElementById("copy-daily").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(daily.value);
  } catch {
    daily.select(); // without TLS browsers give no clipboard: the old way
    document.execCommand("copy");
  }
  copied.textContent = t("Đã sao chép");
});

answerPresses();
setInterval(again, AGAIN_MS);
