"""The day's officers at the real console in Chromium: keys and clicks on its pages, and what each was answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, Request, expect

from messaging.clock import real_monotonic_s
from simulation.centre_folder import Login
from simulation.officer import ConsoleRefused
from simulation.people.acting_outside import OutsideHands
from simulation.people.deeds import Deed, DeedKind, Happened, Outcome, Refused, Seen
from simulation.people.play import LACKING

PATIENCE_MS = 30_000
OFFER_PATIENCE_MS = 10_000
"""A deed that the page does not offer within that time is one that it refuses."""
REST_S = 0.4
"""The console takes the same deed twice within 0.35 s for a double click."""
API = "/api/v1/console/"
READY = "#working:not([hidden]) #leave:enabled, #choosing:not([hidden]) #counters button:enabled"
"""No deed is on its way."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One POST of a page and what came back."""

    officer_id: str
    key: str
    body: dict[str, Any]
    is_done: bool
    answer: dict[str, Any]


class OfficersPage:
    """One officer's console in a browser context of its own. Used from the main thread."""

    def __init__(self, browser: Browser, address: str, login: Login, faults: list[str]) -> None:
        """`faults` gets what the page complains of."""
        self._officer_id = login.staff_id
        self._address = address
        self._context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        self.page = logged_in(self._context.new_page(), address, login, faults)
        self.requested = 0
        """POSTs that left the page, answered or not."""
        self.answered: list[Sent] = []
        self._last = ("", 0.0)
        """The deed before and when the page was ready again."""
        self.page.on("request", self._count)
        self._wait_until_ready()

    def close(self) -> None:
        self._context.close()

    @property
    def number(self) -> str | None:
        """Who is at the counter, as the page shows it."""
        shown = self.page.locator("#working:not([hidden]) #hero-number:visible")
        return shown.inner_text() if shown.count() else None

    def read(self, path: str) -> dict[str, Any]:
        """What an address of the API says to this session.

        Raises:
            ConsoleRefused: it says no.
        """
        answer = self._context.request.get(self._address + path)
        if not answer.ok:
            raise ConsoleRefused(f"GET {path}: {answer.status}")
        content: dict[str, Any] = answer.json()
        return content

    def look(self, counter_id: str) -> Seen:
        """What is at the desk; the page has to show what the server knows."""
        view = self.read(f"{API}view")
        counter, turn = view["counter"], view["turn"]
        if counter is None:
            expect(self.page.locator("#choosing")).to_be_visible()
        elif turn is None:
            expect(self.page.locator("#hero-number")).to_be_hidden()
        else:
            expect(self.page.locator("#hero-number")).to_have_text(turn["number"])
        return Seen(
            is_at_desk=counter is not None and counter["counter_id"] == counter_id,
            is_day_open=view["day"]["state"] != "closed",
            number=None if turn is None else turn["number"],
            is_serving=turn is not None and turn["state"] == "serving",
        )

    # --- deeds ----------------------------------------------------------------------------------------

    def sign_on(self, deed: Deed) -> Sent:
        card = f"#choosing:not([hidden]) [data-key={deed.counter_id}]"
        self._require(f"{card}:enabled")
        plate = self.page.locator(f"{card} .plate").inner_text()
        is_free = self.page.locator(f"{card} .card-state").inner_text() == ""
        if not is_free:  # the page would ask whether to take it over, and this officer would say no
            raise ConsoleRefused("somebody is there", "counter_taken")
        return self._send("sign-on", lambda: self.page.keyboard.press(plate))

    def press(self, key: str, deed: str, selector: str) -> Sent:
        """A deed of its own key, where its button can be pressed."""
        self._require(selector)
        return self._send(deed, lambda: self.page.keyboard.press(key))

    def finish(self, deed: Deed) -> Sent:
        if self.page.locator("[data-deed=start]").is_enabled():  # forgotten; the page ends only what has begun
            self.press("c", "start", "[data-deed=start]:enabled")
        self._open_panel("f", "finish")
        if not deed.missing:
            return self._send("finish", lambda: self.page.keyboard.press("f"))
        self.page.click(f"#panel-body [data-id={LACKING}]")
        self.page.locator("#panel-missing").fill(deed.missing)
        return self._send("finish", lambda: self.page.keyboard.press("Control+Enter"))

    def hold(self) -> Sent:
        self._open_panel("h", "hold")
        return self._pick("hold", "Đến khi trở lại")

    def transfer(self, deed: Deed) -> Sent:
        self._open_panel("t", "transfer")
        return self._pick("transfer", f"{deed.service} · ")

    def add_service(self, deed: Deed) -> Sent:
        self._open_panel("a", "second")
        return self._pick("second-service", f"{deed.service} · ")

    def pause(self) -> Sent:
        self._open_panel("p", "pause", "#pause")
        return self._pick("pause", "Nghỉ giải lao")

    def click_beside(self, key: str, deed: Deed) -> Sent:
        """The button beside a number on hold (`resume`) or absent (`back`)."""
        button = f"#working:not([hidden]) [data-key='{key}:{deed.number}']:enabled"
        self._require(button)
        return self._send({"back": "back-to-queue"}.get(key, key), lambda: self.page.click(button))

    # --- how ------------------------------------------------------------------------------------------

    def _require(self, selector: str) -> None:
        """Raises ConsoleRefused when the page does not let anybody press it."""
        give_up_s = real_monotonic_s() + OFFER_PATIENCE_MS / 1000
        while not (offered := self.page.locator(selector)).count() or not offered.first.is_visible():
            if real_monotonic_s() > give_up_s:
                raise ConsoleRefused(f"{self._officer_id}'s page does not offer {selector}", "not_offered")
            self.page.wait_for_timeout(20)

    def _open_panel(self, key: str, kind: str, button: str = "") -> None:
        self._require(f"#working:not([hidden]) {button or f'#deeds [data-panel={kind}]'}:enabled")
        self.page.keyboard.press(key)
        self.page.wait_for_selector(f"#panel.is-{kind}:not([hidden])")

    def _pick(self, deed: str, words: str) -> Sent:
        """A choice in the panel, by its digit where it has one."""
        choice = self.page.locator("#panel-body .choice", has_text=words).first
        digit = choice.get_attribute("data-digit")
        return self._send(deed, lambda: choice.click() if digit is None else self.page.keyboard.press(f"Digit{digit}"))

    def _send(self, deed: str, press: Callable[[], None]) -> Sent:
        """Press, and wait for the answer and until the page has drawn it.

        Raises:
            ConsoleRefused: with the code that the page was answered.
        """
        last, ready_s = self._last
        if last == deed and (left_s := ready_s + REST_S - real_monotonic_s()) > 0:
            self.page.wait_for_timeout(1000 * left_s)
        with self.page.expect_response(lambda answer: _is_deed(answer.request), timeout=PATIENCE_MS) as answered:
            press()
        answer = answered.value
        key = answer.url.split(API, 1)[1]
        assert key == deed, f"{self._officer_id} meant {deed}, the page sent {key}"
        sent = Sent(self._officer_id, key, answer.request.post_data_json, answer.ok, answer.json())
        self.answered.append(sent)
        self._wait_until_ready()
        self._last = (deed, real_monotonic_s())
        if not sent.is_done:
            if self.page.locator("#panel").is_visible():  # it says so there, and stays
                self.page.keyboard.press("Escape")
            raise ConsoleRefused(str(sent.answer), str(sent.answer.get("code", "")))
        return sent

    def _wait_until_ready(self) -> None:
        self.page.wait_for_selector(READY, state="attached")

    def _count(self, request: Request) -> None:
        self.requested += _is_deed(request)


class BrowserHands(OutsideHands):
    """Officers work at pages; the head's floor page is open all day. Citizens and greeters as ever."""

    def __init__(self, address: str, *, browser: Browser, **others: Any) -> None:
        super().__init__(address, **others)
        self._browser = browser
        self.pages: dict[str, OfficersPage] = {}
        self.faults: list[str] = []
        """What the pages complained of."""
        self.not_offered: list[Deed] = []
        """Deeds that a page did not let its officer do."""
        self.calls_on_floor: list[str] = []
        """The newest call at each look at the floor."""
        self._counters: dict[str, str] = {}
        """Where each officer is signed on."""

    def close(self) -> None:
        for page in self.pages.values():
            page.close()
        super().close()

    def log_in(self, officer_ids: Iterable[str]) -> None:
        for officer_id in officer_ids:
            self.pages[officer_id] = OfficersPage(self._browser, self._address, self._logins[officer_id], self.faults)
        head = next(login for login in self._logins.values() if login.role == "head")
        self._floor = logged_in(self._browser.new_page(), self._address, head, self.faults)
        self._floor.goto(f"{self._address}/floor")

    def do(self, deed: Deed) -> Outcome:
        page = self.pages.get(deed.officer_id)
        if page is None:
            return super().do(deed)
        if deed.kind is DeedKind.LOOK:
            return page.look(deed.counter_id)
        try:
            sent = _WAYS[deed.kind](page, deed)
        except ConsoleRefused as refusal:
            if refusal.code == "not_offered":
                self.not_offered.append(deed)
            return Refused(refusal.code)
        if deed.kind is DeedKind.SIGN_ON:
            self._counters[deed.officer_id] = deed.counter_id
        return Happened(number=sent.answer.get("number"), finished=sent.answer.get("finished"))

    def read(self, officer_id: str, path: str) -> dict[str, Any]:
        return self.pages[officer_id].read(path)

    @property
    def answered(self) -> list[Sent]:
        return [sent for page in self.pages.values() for sent in page.answered]

    @property
    def requested(self) -> int:
        return sum(page.requested for page in self.pages.values())

    def look_at_floor(self) -> None:
        """The floor shows at every counter who is there by its officer's page, and the newest call of the board."""
        for officer_id, counter_id in self._counters.items():
            self._expect_on_floor(counter_id, self.pages[officer_id].number)
        board = self._second_kiosk.board()
        calls = [] if board is None else board.calls
        newest = next((call for call in calls if call.state != "over"), None)
        if newest is not None:
            self._expect_on_floor(newest.counter_id, newest.number)
            self.calls_on_floor.append(newest.number)

    def _expect_on_floor(self, counter_id: str, number: str | None) -> None:
        shown = self._floor.locator(f"[data-counter={counter_id}] .number")
        if number is None:
            expect(shown).to_have_count(0)
        else:
            expect(shown).to_have_text(number)


def logged_in(page: Page, address: str, login: Login, faults: list[str]) -> Page:
    """Log in by the form, as people do."""
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.goto(f"{address}/console/login")
    page.fill("#login", login.login)
    page.fill("#password", login.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))
    return page


def _is_deed(request: Request) -> bool:
    return request.method == "POST" and API in request.url


_WAYS: dict[DeedKind, Callable[[OfficersPage, Deed], Sent]] = {
    DeedKind.SIGN_ON: OfficersPage.sign_on,
    DeedKind.SIGN_OFF: lambda page, deed: page.press("x", "sign-off", "#working:not([hidden]) #leave:enabled"),
    DeedKind.CALL_NEXT: lambda page, deed: page.press("n", "next", "#working:not([hidden]) #next:enabled"),
    DeedKind.RECALL: lambda page, deed: page.press("r", "recall", "[data-deed=recall]:enabled"),
    DeedKind.CAME: lambda page, deed: page.press("c", "start", "[data-deed=start]:enabled"),
    DeedKind.DID_NOT_COME: lambda page, deed: page.press("v", "absent", "[data-deed=absent]:enabled"),
    DeedKind.FINISH: OfficersPage.finish,
    DeedKind.HOLD: lambda page, deed: page.hold(),
    DeedKind.RESUME: lambda page, deed: page.click_beside("resume", deed),
    DeedKind.TRANSFER: OfficersPage.transfer,
    DeedKind.ADD_SERVICE: OfficersPage.add_service,
    DeedKind.PAUSE: lambda page, deed: page.pause(),
    DeedKind.LET_BACK: lambda page, deed: page.click_beside("back", deed),
}
