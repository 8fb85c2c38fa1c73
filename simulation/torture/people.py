"""Who uses the centre while it is tormented: citizens at the kiosks and at the pad, officers, greeters, the head.

Each goes on whatever happens, as people do, and notes what they did and what they were told.
"""

import contextlib
import random
import re
import threading
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx

from messaging.clock import real_monotonic_s
from simulation.centre_folder import Login
from simulation.control_client import ControlClient, ControlRefused, NoControl, ShownText
from simulation.people.at_the_kiosk import STILL_TODAY
from simulation.torture.centre import Centre
from simulation.torture.happenings import Deed, Happenings, NumberSeen, Outcome, Press
from simulation.torture.plan import KIOSKS, PAD

HOME = "Ông/Bà cần làm việc gì?"
QUESTION = "Ông/Bà có thuộc diện ưu tiên không?"
SKIP = "Không, tiếp tục"
_AT_THE_KIOSK = ("A", "K")
"""Services that are asked for there; their tiles are on the first page."""
_WITH_A_NUMBER = ("Số thứ tự của Ông/Bà", "Số tạm của Ông/Bà", "Máy chưa in được phiếu")
_WAYS_ON = (STILL_TODAY, "Tôi đã ghi số", "Xong", "Về trang đầu", "Quay lại", "Done", "Back to start", "Back")
_NUMBER = re.compile(r"[A-Z]\d{3,}|X\d{1,2}-\d{3}")
_BETWEEN_TOUCHES_S = 0.7
"""A screen that has just changed takes no touch for 0.6 s."""
_ASKED_S = 2.0
_ANSWER_WITHIN_S = 3.0
_ENOUGH_S = (1.0, 6.0)
"""How long one sends a deed again before one gives up."""
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.1, 1.0
_NOT_SAID = frozenset({500, 502, 503, 504})
"""Statuses that do not say what became of the deed."""
_THANKS_WITHIN_S = 1.5
_UNDER_THANKS_S = 1.2
_LOOK_S = 0.05
_HELD_S = 0.2
"""Longer than a contact needs to settle: the light may have thanked for a press before, which came late."""
_DESKS = ("Q1", "Q2", "Q3", "Q6")
_DEEDS = {
    "next": 10,
    "start": 6,
    "finish": 6,
    "recall": 2,
    "absent": 2,
    "back-to-queue": 1,
    "hold": 1,
    "release": 1,
    "transfer": 1,
    "undo": 2,
}


class People:
    """Everybody, each on a thread. `stop` lets each finish what they are at."""

    def __init__(self, centre: Centre, happenings: Happenings, seed: str) -> None:
        self._is_over = threading.Event()
        self._faults: list[BaseException] = []
        self._threads: list[threading.Thread] = []
        logins = centre.folder.logins()
        officers = [login for login in logins if login.role == "officer" and login.counter in _DESKS]
        greeter = next(login for login in logins if login.role == "greeter")
        head = next(login for login in logins if login.role == "head")
        names = [centre.service_names[code] for code in _AT_THE_KIOSK]
        address = centre.desks_address
        works: list[Callable[[threading.Event], None]] = [
            AtPad(centre.control(PAD), happenings, f"{seed}/pad").live,
            Head(Browser(address, head, happenings, f"{seed}/head")).live,
            *(AtKiosk(centre.control(name), name, names, happenings, f"{seed}/{name}").live for name in KIOSKS),
            *(AtDesk(Browser(address, one, happenings, f"{seed}/{one.login}")).live for one in officers),
            *(Greeter(Browser(address, greeter, happenings, f"{seed}/greeter-{place}")).live for place in range(2)),
        ]
        for work in works:
            self._threads.append(threading.Thread(target=self._run, args=(work,), name="people", daemon=True))

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """They begin nothing new."""
        self._is_over.set()

    def have_gone(self) -> bool:
        """
        Raises whatever one of them stumbled over.
        """
        if self._faults:
            raise self._faults[0]
        return not any(thread.is_alive() for thread in self._threads)

    def _run(self, work: Callable[[threading.Event], None]) -> None:
        try:
            work(self._is_over)
        except BaseException as fault:
            self._faults.append(fault)


class Browser:
    """The page of a member of staff: one deed at a time, sent again under the same key until there is an answer."""

    def __init__(self, address: str, login: Login, happenings: Happenings, seed: str) -> None:
        self.chance = random.Random(seed)
        self.login = login
        self._happenings = happenings
        self._http = httpx.Client(base_url=address, timeout=_ANSWER_WITHIN_S, trust_env=False)
        self._csrf_token = ""

    def close(self) -> None:
        self._http.close()

    def log_in(self, is_over: threading.Event) -> bool:
        """Until one is in, or it is over."""
        while not is_over.is_set():
            try:
                form = {"login": self.login.login, "password": self.login.password}
                if self._http.post("/console/login", data=form).status_code == 303:
                    self._csrf_token = self._http.get("/api/v1/console/me").json()["csrf_token"]
                    return True
            except (httpx.HTTPError, ValueError, KeyError):
                pass
            is_over.wait(0.3)
        return False

    def send(self, what: str, path: str, body: Mapping[str, Any], *, key: str | None = None) -> Deed:
        """One deed, and note what became of it."""
        key = key or str(uuid4())
        invoked_s = real_monotonic_s()
        outcome, answer = self._answer(path, body, key, invoked_s + self.chance.uniform(*_ENOUGH_S))
        deed = Deed(
            who=f"staff:{self.login.staff_id}",
            what=what,
            key=key,
            invoked_s=invoked_s,
            ended_s=real_monotonic_s(),
            outcome=outcome,
            answer=answer,
        )
        self._happenings.note(deed)
        return deed

    def _answer(self, path: str, body: Mapping[str, Any], key: str, until_s: float) -> tuple[Outcome, dict[str, Any]]:
        wait_s = _FIRST_WAIT_S
        was_sent_before = False
        while True:
            try:
                headers = {"X-CSRF-Token": self._csrf_token, "Idempotency-Key": key}
                answer = self._http.post(path, json=dict(body), headers=headers)
                said = answer.json()
                if answer.is_success:
                    return Outcome.OK, said
                if answer.status_code not in _NOT_SAID:
                    # A refusal is of this very try; an earlier one that was lost may still be on its way.
                    outcome = Outcome.UNKNOWN if was_sent_before else Outcome.FAILED
                    return outcome, {"status": answer.status_code, "code": said.get("code", "")}
            except httpx.ConnectError:
                pass  # nothing was sent
            except (httpx.HTTPError, ValueError):
                was_sent_before = True
            else:
                was_sent_before = True
            if real_monotonic_s() > until_s:
                return (Outcome.UNKNOWN if was_sent_before else Outcome.FAILED), {}
            threading.Event().wait(wait_s)
            wait_s = min(2 * wait_s, _LONGEST_WAIT_S)


class AtDesk:
    """An officer, hasty and not very systematic."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._held: list[str] = []

    def live(self, is_over: threading.Event) -> None:
        browser, chance = self._browser, self._browser.chance
        with contextlib.closing(browser):
            if not browser.log_in(is_over):
                return
            self._act("sign-on", counter_id=browser.login.counter, take_over=True)
            while not is_over.wait(chance.uniform(0.05, 0.5)):
                deed = self._some_deed()
                code = deed.answer.get("code")
                if code == "not_at_counter":
                    self._act("sign-on", counter_id=browser.login.counter, take_over=True)
                elif deed.answer.get("status") == 401 and not browser.log_in(is_over):
                    return

    def _some_deed(self) -> Deed:
        chance = self._browser.chance
        (what,) = chance.choices(list(_DEEDS), weights=list(_DEEDS.values()))
        if what == "release" and self._held:
            return self._act(what, number=self._held.pop())
        if what == "release":
            what = "next"
        if what == "transfer":
            return self._act(what, to="service", target=chance.choice("ABK"))
        deed = self._act(what)
        if what == "hold" and deed.outcome is Outcome.OK:
            self._held.append(deed.answer["number"])
        return deed

    def _act(self, what: str, **body: Any) -> Deed:
        return self._browser.send(what, f"/api/v1/console/{what}", body)


class Greeter:
    """Takes numbers for citizens on a tablet."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def live(self, is_over: threading.Event) -> None:
        chance = self._browser.chance
        with contextlib.closing(self._browser):
            if not self._browser.log_in(is_over):
                return
            while not is_over.wait(chance.uniform(0.2, 1.0)):
                intent_id = str(uuid4())
                body = {
                    "intent_id": intent_id,
                    "service": chance.choice("ABK"),
                    "priority_group": None,
                    "language": "vi",
                    "device_id": "",
                }
                deed = self._browser.send("ticket", "/api/v1/greeter/tickets", body, key=intent_id)
                if deed.answer.get("status") == 401 and not self._browser.log_in(is_over):
                    return


class Head:
    """Closes the day in some histories, and opens it again soon."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def live(self, is_over: threading.Event) -> None:
        chance = self._browser.chance
        with contextlib.closing(self._browser):
            is_closing = chance.random() < 0.4
            if not self._browser.log_in(is_over) or is_over.wait(chance.uniform(3, 9)) or not is_closing:
                return
            self._browser.send("close-day", "/api/v1/console/close-day", {})
            while not is_over.is_set():
                deed = self._browser.send("open-day", "/api/v1/console/open-day", {"confirmed": True})
                if deed.outcome is Outcome.OK or deed.answer.get("status") == 409:
                    return
                is_over.wait(0.3)


class AtKiosk:
    """One citizen after another: touches what leads to a number, and on."""

    def __init__(
        self, control: ControlClient, kiosk: str, services: list[str], happenings: Happenings, seed: str
    ) -> None:
        self._control = control
        self._kiosk = kiosk
        self._services = services
        self._happenings = happenings
        self._chance = random.Random(seed)
        self._seen = ""

    def live(self, is_over: threading.Event) -> None:
        while not is_over.wait(0.1):
            try:
                texts = self._texts()
                place = self._next_touch(texts)
                if place is not None:
                    self._control.ask("touch", patience_s=_ASKED_S, x=place[0], y=place[1])
                    is_over.wait(_BETWEEN_TOUCHES_S)
            except (NoControl, ControlRefused):
                is_over.wait(0.3)

    def _texts(self) -> list[ShownText]:
        return [ShownText(**shown) for shown in self._control.ask("texts", patience_s=_ASKED_S)["texts"]]

    def _next_touch(self, texts: list[ShownText]) -> tuple[float, float] | None:
        """Where to touch now; None: wait."""
        words = [shown.text for shown in texts]
        if HOME in words:
            self._seen = ""
            return _place_of(texts, self._chance.choice(self._services))
        if QUESTION in words:
            return _place_of(texts, SKIP)
        if any(word.startswith(title) for word in words for title in _WITH_A_NUMBER):
            number = next((word for word in words if _NUMBER.fullmatch(word)), "")
            if number and number != self._seen:
                self._seen = number
                self._happenings.note(NumberSeen(self._kiosk, number, real_monotonic_s()))
                return None
        return next((place for way in _WAYS_ON if (place := _place_of(texts, way)) is not None), None)


def _place_of(texts: list[ShownText], words: str) -> tuple[float, float] | None:
    return next((shown.centre for shown in texts if shown.text.startswith(words)), None)


class AtPad:
    """Presses when asked to, and sometimes when not."""

    def __init__(self, control: ControlClient, happenings: Happenings, seed: str) -> None:
        self._control = control
        self._happenings = happenings
        self._chance = random.Random(seed)

    def live(self, is_over: threading.Event) -> None:
        while not is_over.wait(self._chance.uniform(0.3, 1.2)):
            lights = self._lights()
            invites = bool(lights) and all(0 < light < 1 for light in lights)
            if lights and (invites or self._chance.random() < 0.3):
                self._press(self._chance.randrange(len(lights)), len(lights))

    def _press(self, button: int, buttons: int) -> None:
        tried_s = real_monotonic_s()
        is_thanked = False
        try:
            self._control.ask("pin", patience_s=_ASKED_S, button=button, level="low")
            while not is_thanked and real_monotonic_s() < tried_s + _THANKS_WITHIN_S:
                lights = self._lights()
                is_thanked = bool(lights) and lights[button] == 1.0 and sum(lights) == 1.0
                threading.Event().wait(_LOOK_S)
            threading.Event().wait(_HELD_S)
        except (NoControl, ControlRefused):
            pass
        self._happenings.note(Press(PAD, buttons - button, tried_s, is_thanked))
        with contextlib.suppress(NoControl, ControlRefused):
            self._control.ask("pin", patience_s=_ASKED_S, button=button, level="high")
        # The next thank-you must not be taken for this one.
        threading.Event().wait(_UNDER_THANKS_S)

    def _lights(self) -> list[float]:
        try:
            return [float(light) for light in self._control.ask("lights", patience_s=_ASKED_S)["lights"]]
        except (NoControl, ControlRefused):
            return []
