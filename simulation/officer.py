"""A member of staff at the console, without the browser: the same login, the same requests."""

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from simulation.centre_folder import Login

_TIMEOUT_S = 10.0


class ConsoleRefused(Exception):
    """The console said no; the message is what it said, `code` the problem's stable name."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class ScoreSeen:
    rated: int
    """Ratings that nothing can change any more."""
    share: float | None
    """Satisfied of all in the whole blocks of ten; None below ten."""


class Officer:
    """Logged in; every change carries the session's CSRF token and an id of its own."""

    def __init__(self, address: str, login: Login) -> None:
        """
        Raises:
            ConsoleRefused: login and password do not fit.
        """
        self._browser = httpx.Client(base_url=address, timeout=_TIMEOUT_S, trust_env=False)
        answer = self._browser.post("/console/login", data={"login": login.login, "password": login.password})
        if answer.status_code != 303:
            self._browser.close()
            raise ConsoleRefused(f"login of {login.login}: {answer.status_code}")
        self._csrf_token = self.read("/api/v1/console/me")["csrf_token"]

    def close(self) -> None:
        self._browser.close()

    def sign_on(self, counter_id: str) -> None:
        """Take a counter."""
        self.act("sign-on", counter_id=counter_id)

    def call_next(self) -> str | None:
        """The big Next: the number that is called now, or None when nobody waits."""
        number: str | None = self.act("next")["number"]
        return number

    def start(self) -> None:
        """The citizen came."""
        self.act("start")

    def finish(self) -> None:
        """The turn ends with the usual outcome."""
        self.act("finish")

    def score_of(self, staff_id: str) -> ScoreSeen:
        """What the scores of today say of one officer; only who may see scores can ask. Each look is logged."""
        day = self.read("/api/v1/console/view")["day"]["date"]
        report = self.read(f"/api/v1/scores?from={day}&to={day}")
        for row in report["schemes"][0]["officers"]:
            if row["id"] == staff_id:
                return ScoreSeen(row["rated"], None if row["score"] is None else row["score"]["share"])
        return ScoreSeen(0, None)

    def page(self, path: str) -> str:
        """A page as HTML."""
        answer = self._browser.get(path)
        _refuse(answer)
        return answer.text

    def read(self, path: str) -> dict[str, Any]:
        """What an address of the API says."""
        answer = self._browser.get(path)
        _refuse(answer)
        content: dict[str, Any] = answer.json()
        return content

    def act(self, deed: str, **body: Any) -> dict[str, Any]:
        """One deed at the console, as its page sends it.

        Raises:
            ConsoleRefused: with the reason the console gave.
        """
        answer = self._browser.post(
            f"/api/v1/console/{deed}",
            json=body,
            headers={"X-CSRF-Token": self._csrf_token, "Idempotency-Key": str(uuid.uuid4())},
        )
        _refuse(answer)
        content: dict[str, Any] = answer.json() if answer.content else {}
        return content

    def take_number(self, *, service: str, priority_group: str | None, language: str) -> str:
        """A greeter takes a number for a citizen and shows it on the tablet.

        Raises:
            ConsoleRefused: with the reason the server gave.
        """
        intent_id = str(uuid.uuid4())
        answer = self._browser.post(
            "/api/v1/greeter/tickets",
            json={
                "intent_id": intent_id,
                "service": service,
                "priority_group": priority_group,
                "language": language,
                "device_id": "",
            },
            headers={"X-CSRF-Token": self._csrf_token, "Idempotency-Key": intent_id},
        )
        _refuse(answer)
        number: str = answer.json()["ticket"]["number"]
        return number


def _refuse(answer: httpx.Response) -> None:
    if answer.is_error:
        code = ""
        try:
            problem = answer.json()
            said = problem.get("detail") or problem.get("title")
            code = str(problem.get("code", ""))
        except ValueError:
            said = answer.text[:200]
        raise ConsoleRefused(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {said}", code)
