// One line about what alarms, on every page of head and technician but the floor, which says what to do.

const EVERY_MS = 20000; // a device is silent for ten minutes before it alarms
const bar = document.getElementById("alarm-bar");
const title = document.title;

async function look() {
  try {
    const answer = await fetch("/api/v1/floor/alarms", { signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    const { loud, said } = await answer.json();
    if (bar.firstElementChild.textContent !== said) bar.firstElementChild.textContent = said;
    bar.hidden = loud === 0;
    document.title = loud ? `(!${loud}) ${title}` : title;
  } catch (error) {
    // The server is away: what was said stays, and the next look asks again.
  }
}

look();
setInterval(look, EVERY_MS);
