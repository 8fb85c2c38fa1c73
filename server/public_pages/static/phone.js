// The page of one number, alive: asks for its part, swaps it when it has changed, rings, and sends what one says.
// Written for browsers of 2018 (ES2017).
(function () {
  "use strict";

  const ANSWER_WITHIN_MS = 8000;
  const LONGEST_PAUSE_MS = 30000;
  const LOST_AFTER_MS = 9000; // one look that failed is no news
  const SAID_FOR_MS = 9000;
  const SEND_AGAIN = 3;

  const page = document.getElementById("page");
  const path = location.pathname;
  let etag = page.getAttribute("data-etag");
  let nextMs = Number(page.getAttribute("data-next-s")) * 1000;
  let failures = 0;
  let heardAt = Date.now();
  let timer = null;
  let looking = 0; // the newest look: what an older one brings is out of date
  let isSending = false;
  let said = "";
  let saidUntil = 0;
  let rungFor = Number(part().getAttribute("data-call"));

  function part() {
    return document.getElementById("part");
  }

  function query() {
    const now = /[?&]ask=(\w+)/.exec(location.search);
    const lang = /[?&]lang=(\w+)/.exec(location.search);
    const words = [];
    if (lang) words.push("lang=" + lang[1]);
    if (now) words.push("ask=" + now[1]);
    if (said && Date.now() < saidUntil) words.push("said=" + said);
    return words.length ? "?" + words.join("&") : "";
  }

  // --- asking and swapping ----------------------------------------------------------------------------------

  function withTimeout(address, options) {
    let abort = null;
    if (window.AbortController) {
      abort = new AbortController();
      options.signal = abort.signal;
    }
    options.cache = "no-store";
    options.credentials = "omit";
    let clock = null;
    const late = new Promise(function (_resolve, reject) {
      clock = setTimeout(function () {
        if (abort) abort.abort();
        reject(new Error("late"));
      }, ANSWER_WITHIN_MS);
    });
    const done = function () { clearTimeout(clock); };
    const answer = Promise.race([fetch(address, options), late]);
    answer.then(done, done);
    return answer;
  }

  // What somebody is about to send is not swapped away from under the fingers.
  function isBeingWritten() {
    const fields = part().querySelectorAll(".explain textarea, .explain input:checked");
    for (let at = 0; at < fields.length; at += 1) if (fields[at].value) return true;
    return false;
  }

  async function look() {
    clearTimeout(timer);
    if (isBeingWritten()) {
      again();
      return;
    }
    const mine = ++looking;
    try {
      const answer = await withTimeout(path + "/part" + query(), { headers: { "If-None-Match": etag } });
      if (mine !== looking) return;
      if (isBeingWritten()) { // begun while the answer was on its way
        again();
        return;
      }
      if (answer.status === 404) {
        location.reload(); // the day is over: the server's own page says so
        return;
      }
      if (answer.status !== 200 && answer.status !== 304) throw new Error(String(answer.status));
      await take(answer, mine);
    } catch (error) {
      if (mine !== looking) return;
      failures += 1;
      showLost();
    }
    if (mine === looking) again();
  }

  async function take(answer, mine) {
    const seconds = Number(answer.headers.get("X-Next-S"));
    if (seconds) nextMs = seconds * 1000;
    if (answer.status === 200) {
      const html = await answer.text();
      if (mine !== looking) return;
      etag = answer.headers.get("ETag") || "";
      swap(html);
    }
    failures = 0;
    heardAt = Date.now();
    showLost();
  }

  function again() {
    const pause = failures ? Math.min(LONGEST_PAUSE_MS, 1500 * Math.pow(2, failures)) : nextMs;
    // A fifth more or less: two hundred phones that woke together do not ask together.
    timer = setTimeout(look, pause * (0.8 + 0.4 * Math.random()));
  }

  function swap(html) {
    const held = document.activeElement && document.activeElement.id;
    const old = part();
    const box = document.createElement("div");
    box.innerHTML = html;
    const fresh = box.firstElementChild;
    const isNewStage = old.getAttribute("data-stage") !== fresh.getAttribute("data-stage");
    page.replaceChild(fresh, old);
    if (held && document.getElementById(held)) document.getElementById(held).focus();
    if (isNewStage) window.scrollTo(0, 0);
    dress();
  }

  // What the script adds to each part.
  function dress() {
    const now = part();
    const call = Number(now.getAttribute("data-call"));
    document.documentElement.lang = now.lang;
    document.title = now.getAttribute("data-title");
    document.body.className = "is-" + now.getAttribute("data-stage");
    const live = now.querySelector("[data-live]");
    if (live) live.textContent = live.getAttribute("data-live");
    showSound();
    if (call > rungFor) {
      rungFor = call;
      ring();
    }
  }

  function showLost() {
    const lost = document.getElementById("lost");
    const isLost = failures > 0 && Date.now() - heardAt > LOST_AFTER_MS;
    if (isLost) {
      const time = new Date(heardAt).toTimeString().slice(0, 5);
      lost.textContent = lost.getAttribute("data-" + language()).replace("{time}", time);
    }
    lost.hidden = !isLost;
  }

  function language() {
    return part().lang === "en" ? "en" : "vi";
  }

  // --- the bell ---------------------------------------------------------------------------------------------

  const Sound = window.AudioContext || window.webkitAudioContext;
  let sound = null;

  function showSound() {
    const button = document.getElementById("sound");
    if (!button || !Sound) return;
    const isOn = sound !== null && sound.state === "running";
    button.textContent = button.getAttribute(isOn ? "data-on" : "data-off");
    button.className = isOn ? "is-on" : "";
    button.hidden = false;
  }

  // A browser lets a page sound only after a touch: so the touch that asks for the bell is also its trial.
  function turnSoundOn() {
    if (sound === null) {
      sound = new Sound();
      sound.onstatechange = showSound;
    }
    const ready = sound.resume ? sound.resume() : null;
    if (ready && ready.then) ready.then(function () { chime(0); showSound(); }, showSound);
    else chime(0);
    showSound();
  }

  function tone(hertz, at, lasts) {
    const wave = sound.createOscillator();
    const loudness = sound.createGain();
    wave.type = "sine";
    wave.frequency.value = hertz;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.9, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + lasts);
    wave.connect(loudness);
    loudness.connect(sound.destination);
    wave.start(at);
    wave.stop(at + lasts);
  }

  function chime(inS) {
    const at = sound.currentTime + inS + 0.05;
    tone(880, at, 0.45);
    tone(660, at + 0.3, 0.6);
  }

  function ring() {
    document.body.classList.add("is-ringing");
    setTimeout(function () { document.body.classList.remove("is-ringing"); }, 3500);
    try {
      if (navigator.vibrate) navigator.vibrate([400, 200, 400, 200, 800]);
    } catch (error) {
      // A phone that may not buzz shows it all the same.
    }
    if (sound === null) return;
    if (sound.resume) sound.resume();
    for (let time = 0; time < 4; time += 1) chime(time * 1.3);
  }

  // --- what one says ----------------------------------------------------------------------------------------

  function newId() { // crypto.randomUUID is not there over HTTP
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes).map(function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  // Sent with a rating and with nothing else, so that one phone does not rate for many.
  function browserId() {
    try {
      if (!localStorage.getItem("bocso-rating")) localStorage.setItem("bocso-rating", newId());
      return localStorage.getItem("bocso-rating");
    } catch (error) {
      return ""; // a browser that keeps nothing
    }
  }

  async function send(form) {
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    looking += 1;
    const mine = looking;
    const buttons = part().querySelectorAll("button");
    for (let at = 0; at < buttons.length; at += 1) buttons[at].disabled = true;
    const fields = ["word_id=" + newId()];
    for (let at = 0; at < form.elements.length; at += 1) {
      const field = form.elements[at];
      if (field.type === "checkbox" && !field.checked) continue;
      if (field.name) fields.push(field.name + "=" + encodeURIComponent(field.value));
    }
    if (form.hasAttribute("data-rating") && browserId()) fields.push("browser=" + browserId());
    let answer = null;
    for (let time = 0; time < SEND_AGAIN && answer === null; time += 1) {
      try {
        answer = await withTimeout(path, {
          method: "POST",
          headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Part": "1" },
          body: fields.join("&"),
        });
      } catch (error) {
        await new Promise(function (resolve) { setTimeout(resolve, 800); });
      }
    }
    isSending = false;
    const unsent = document.getElementById("unsent");
    unsent.hidden = true;
    if (answer !== null && answer.status === 200) {
      said = answer.headers.get("X-Said") || "";
      saidUntil = Date.now() + SAID_FOR_MS;
      go("?lang=" + language());
      await take(answer, mine);
      again();
    } else {
      for (let at = 0; at < buttons.length; at += 1) buttons[at].disabled = false;
      unsent.textContent = unsent.getAttribute("data-" + language());
      unsent.hidden = false;
      window.scrollTo(0, 0);
      again();
    }
  }

  function go(search) {
    history.replaceState(null, "", path + search);
  }

  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-word")) return;
    event.preventDefault();
    send(event.target);
  });

  document.addEventListener("click", function (event) {
    let node = event.target;
    while (node && node !== document && !(node.hasAttribute("data-swap") || node.id === "sound")) node = node.parentNode;
    if (!node || node === document) return;
    if (node.id === "sound") {
      turnSoundOn();
      return;
    }
    event.preventDefault();
    if (isSending) return;
    said = "";
    go(node.getAttribute("href"));
    look();
  });

  document.addEventListener("visibilitychange", function () {
    if (!document.hidden && !isSending) look();
  });
  window.addEventListener("online", function () {
    if (!isSending) look();
  });

  dress();
  if (Number(part().getAttribute("data-call"))) document.body.classList.add("is-ringing");
  again();
})();
