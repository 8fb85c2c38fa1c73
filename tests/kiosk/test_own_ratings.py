"""A rating at the kiosk: on the disk with the touch, once at the server, and never lost by who walks away."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from broker_fixture import wait_for

from kiosk.errors import IntentsUnusable
from kiosk.intents import IntentStore
from kiosk.own_ratings import OwnRatings, RatingStage
from kiosk.screens.own_flow import why_not_rated
from kiosk.screens.rate_flow import RateFlow, last_words
from messaging.outbox import Outbox
from messaging.requests import OwnNumberTold, OwnRating, RatingTaken
from messaging.server_client import RequestRefused, ServerUnreachable
from messaging.snapshots import RatingAsked
from simulation.screens.sample_kiosk import RATING


class Server:
    """Takes each rating once; `away` it takes none, `loses` it takes one and its answer is lost."""

    def __init__(self) -> None:
        self.asked: list[OwnRating] = []
        self.taken: dict[str, OwnRating] = {}
        self.away = threading.Event()
        self.loses = 0
        self.refuses: list[RequestRefused] = []

    def rate_own_number(self, rating: OwnRating) -> RatingTaken:
        self.asked.append(rating)
        if self.away.is_set():
            raise ServerUnreachable("away")
        if self.refuses:
            raise self.refuses.pop(0)
        known = self.taken.setdefault(str(rating.rating_id), rating)
        assert known == rating, "the same id with other words"
        if self.loses:
            self.loses -= 1
            raise ServerUnreachable("the answer was lost")
        return RatingTaken(rating_id=rating.rating_id)

    @property
    def levels(self) -> list[tuple[int, list[str]]]:
        return [(rating.level, rating.reasons) for rating in self.taken.values()]


class Kiosk:
    """The part of a kiosk that keeps ratings; a new one on the same folder is a restart."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.store, self.outbox = IntentStore(folder / "intents.db"), Outbox(folder / "ratings.db")
        self.ratings = OwnRatings(server, store=self.store, outbox=self.outbox, on_change=lambda: None)
        self.ratings.start()

    def wait_for(self, stage: RatingStage) -> None:
        wait_for(lambda: self.ratings.view.stage is stage, what=f"{stage}, it is {self.ratings.view}")

    def close(self) -> None:
        self.ratings.stop()
        self.store.close()
        self.outbox.close()


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def start(tmp_path: Path, server: Server) -> Iterator[Callable[[], Kiosk]]:
    kiosks: list[Kiosk] = []

    def begin() -> Kiosk:
        for kiosk in kiosks:
            kiosk.close()
        kiosks[:] = [Kiosk(tmp_path, server)]
        return kiosks[0]

    yield begin
    for kiosk in kiosks:
        kiosk.close()


def test_a_high_rating_goes_at_once(start: Callable[[], Kiosk], server: Server) -> None:
    kiosk = start()
    assert kiosk.ratings.rate("A025", "042", 5, may_explain=False)
    assert not kiosk.ratings.rate("A025", "042", 1, may_explain=True), "one touch, one rating"
    kiosk.wait_for(RatingStage.TAKEN)
    assert server.levels == [(5, [])]
    assert len(kiosk.outbox) == 0


def test_a_low_one_waits_for_its_reasons_and_may_be_changed_until_then(
    start: Callable[[], Kiosk], server: Server
) -> None:
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 1, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    kiosk.ratings.rate("A025", "042", 2, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    assert server.asked == []
    assert kiosk.ratings.explain(["wait", "fee"])
    kiosk.wait_for(RatingStage.TAKEN)
    assert (server.levels, kiosk.ratings.view.gave_reason) == ([(2, ["wait", "fee"])], True)
    assert not kiosk.store.remembered("own_rating")


def test_who_walks_away_from_the_reasons_has_rated(start: Callable[[], Kiosk], server: Server) -> None:
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 1, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    kiosk.ratings.forget()
    assert kiosk.ratings.view.stage is RatingStage.NONE, "nothing of it for the next one"
    wait_for(lambda: server.levels == [(1, [])], what="the rating")


def test_who_changes_a_low_rating_to_a_high_one_gave_the_high_one(start: Callable[[], Kiosk], server: Server) -> None:
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 1, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    kiosk.ratings.rate("A025", "042", 4, may_explain=False)
    kiosk.wait_for(RatingStage.TAKEN)
    kiosk.ratings.forget()
    start()
    assert server.levels == [(4, [])]


def test_a_power_cut_while_reasons_are_asked_loses_nothing(start: Callable[[], Kiosk], server: Server) -> None:
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 1, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    start()
    wait_for(lambda: server.levels == [(1, [])], what="the rating after the restart")


def test_without_the_server_it_is_thanked_for_and_sent_later_once(start: Callable[[], Kiosk], server: Server) -> None:
    server.away.set()
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 5, may_explain=False)
    kiosk.wait_for(RatingStage.LATER)
    kiosk.ratings.forget()
    kiosk.ratings.rate("B003", "111", 4, may_explain=False)
    kiosk.wait_for(RatingStage.LATER)
    start()  # a restart does not forget them either
    server.loses = 1
    server.away.clear()
    wait_for(lambda: server.levels == [(5, []), (4, [])], what="both ratings", within_s=20)
    assert len({rating.rating_id for rating in server.asked}) == 2


def test_a_rating_that_waits_for_the_server_knows_of_which_day_it_is(
    start: Callable[[], Kiosk], server: Server
) -> None:
    server.away.set()
    kiosk = start()
    flow = RateFlow(kiosk.ratings, on_change=lambda: None, on_home=lambda: None)
    flow._rate("A025", "042", RatingAsked.model_validate(RATING).levels[0], date(2026, 11, 20))
    kiosk.wait_for(RatingStage.LATER)
    start()  # on the next morning
    server.away.clear()
    wait_for(lambda: [rating.day for rating in server.taken.values()] == [date(2026, 11, 20)], what="the rating")


@pytest.mark.parametrize(
    ("refused", "stage", "is_kept"),
    [
        (RequestRefused(status=409, code="already_rated", detail=""), RatingStage.REFUSED, False),
        (RequestRefused(status=404, code="own_number_not_found", detail=""), RatingStage.REFUSED, False),
        (RequestRefused(status=409, code="too_many_tries", detail=""), RatingStage.LATER, True),
        (RequestRefused(status=401, code="no_credential", detail=""), RatingStage.LATER, True),
    ],
    ids=lambda value: value.code if isinstance(value, RequestRefused) else "",
)
def test_what_will_never_be_taken_is_forgotten_and_what_passes_is_not(
    *, start: Callable[[], Kiosk], server: Server, refused: RequestRefused, stage: RatingStage, is_kept: bool
) -> None:
    server.refuses = [refused]
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 5, may_explain=False)
    kiosk.wait_for(stage)
    if is_kept:
        wait_for(lambda: server.levels == [(5, [])], what="the rating, at the next try")
        kiosk.wait_for(RatingStage.TAKEN)
    else:
        assert (kiosk.ratings.view.problem, len(kiosk.outbox), server.levels) == (refused.code, 0, [])


def test_a_disk_that_takes_nothing_is_told_and_may_be_tried_again(
    start: Callable[[], Kiosk], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    kiosk = start()

    def full(name: str, words: str) -> None:
        raise IntentsUnusable(name, "full")

    with monkeypatch.context() as broken:
        broken.setattr(kiosk.store, "remember", full)
        kiosk.ratings.rate("A025", "042", 1, may_explain=True)
        kiosk.wait_for(RatingStage.NOT_KEPT)
    kiosk.ratings.rate("A025", "042", 1, may_explain=True)
    kiosk.wait_for(RatingStage.KEPT)
    kiosk.ratings.explain([])
    kiosk.wait_for(RatingStage.TAKEN)


def test_later_is_said_of_nothing_that_is_not_on_the_disk(
    start: Callable[[], Kiosk], server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.away.set()
    kiosk = start()
    kiosk.ratings.rate("A025", "042", 5, may_explain=False)
    kiosk.wait_for(RatingStage.LATER)  # from now on the server is asked again and again
    kiosk.ratings.forget()
    is_writing, may_write, write = threading.Event(), threading.Event(), kiosk.outbox.append

    def slow(key: str, body: str) -> None:
        is_writing.set()
        assert may_write.wait(20)
        write(key, body)

    monkeypatch.setattr(kiosk.outbox, "append", slow)
    kiosk.ratings.rate("B003", "111", 4, may_explain=False)
    assert is_writing.wait(20)
    asked = len(server.asked)
    wait_for(lambda: len(server.asked) >= asked + 2, what="two more failures", within_s=20)
    assert kiosk.ratings.view.stage is RatingStage.KEEPING
    may_write.set()
    kiosk.wait_for(RatingStage.LATER)


def test_the_same_face_again_keeps_it_and_the_reasons_stay_until_another_is_touched(
    start: Callable[[], Kiosk], server: Server
) -> None:
    kiosk = start()
    flow = RateFlow(kiosk.ratings, on_change=lambda: None, on_home=lambda: None)
    flow.hear(RatingAsked.model_validate(RATING))
    asked = RatingAsked.model_validate(RATING)
    low, lowest = asked.levels[3], asked.levels[4]
    assert flow.key == "faces"
    flow._rate("A025", "042", low)
    kiosk.wait_for(RatingStage.KEPT)
    flow._toggle("wait")
    flow._toggle("fee")
    flow._toggle("wait")
    assert flow.key == "reasons"
    flow._change()
    assert flow.key == "faces"
    flow._rate("A025", "042", low)
    assert (flow.key, flow._reasons) == ("reasons", ("fee",))
    flow._change()
    flow._rate("A025", "042", lowest)
    kiosk.wait_for(RatingStage.KEPT)
    assert (flow.key, flow._reasons) == ("reasons", ())
    flow._toggle("other")
    flow._done()
    kiosk.wait_for(RatingStage.TAKEN)
    assert (flow.key, last_words(kiosk.ratings.view).title) == ("over", "Cảm ơn Ông/Bà đã góp ý")
    assert server.levels == [(1, ["other"])]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("finished", "Số này đã được đánh giá. Cảm ơn Ông/Bà."),
        ("serving", "Số này chưa được phục vụ xong. Mời Ông/Bà đánh giá sau khi xong việc."),
        ("no_show", "Số này chưa được phục vụ nên chưa đánh giá được."),
    ],
)
def test_a_number_that_cannot_be_rated_says_why(state: str, words: str) -> None:
    told = OwnNumberTold(number="A025", state=state, service_name="", service_name_en="", people_ahead=0)
    assert why_not_rated(told) == words
