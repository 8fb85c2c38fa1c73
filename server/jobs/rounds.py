"""The server's rounds: look what is due, hand it to the writer, sleep until the next look."""

import logging
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from messaging.clock import Clock, real_monotonic_s
from server.actions.board_pictures import forget_removed_pictures
from server.actions.change_set_up import coming_rating_is_due, take_up_coming_rating
from server.actions.enrol import forget_unusable
from server.actions.expire_due import anything_due, expire_due
from server.actions.forget_dossiers import forget_dossiers
from server.actions.forget_scores import forget_scores
from server.actions.rate_away import forget_of_ratings
from server.actions.rush import follow_rush_rule, rush_wanted
from server.actions.service_day import follow_schedule, next_scheduled_step
from server.actions.settle_ratings import anything_to_settle, settle_ratings
from server.db.answers import forget_old_answers
from server.db.queries.days import last_day, open_day
from server.db.queries.sessions import forget_sessions
from server.db.queries.set_up import current_set_up, set_up_revision
from server.db.work import CentreNotSetUp, Work, read_centre
from server.domain.instant import Instant, local_date
from server.domain.session_limits import USUAL_LIMITS, SessionLimits
from server.errors import ActionRefused
from server.jobs.sightings import Sightings

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.25
"""How late an expiry may be noticed; a look costs six indexed reads."""

SETTLED_AT_ONCE = 25
"""Actions in one round, each of some hundred ratings: those of a restored centre are all settled anew."""

FORGET_EVERY_S = 3600.0
ANSWER_TIMEOUT_S = 30.0  # longer than any group commit; a writer that stuck for so long is logged and asked again


class Rounds:
    """One thread. `write` runs an action on the writer; `read` gives this thread's reading connection; `now` is
    the journal's time, which goes on when the wall clock is set back."""

    def __init__(
        self,
        *,
        clock: Clock,
        now: Callable[[], Instant],
        write: Callable[[Callable[[Work], object]], Future[object]],
        read: Callable[[], sqlite3.Connection],
        ignore_hours: bool,
        date_is_believed: Callable[[], bool],
        keep_dossier_codes_days: int,
        keep_comments_days: int,
        keep_ratings_days: int,
        keep_looks_days: int,
        session_limits: SessionLimits = USUAL_LIMITS,
        sightings: Sightings | None = None,
        each_round: Callable[[], None] = lambda: None,
        date_is_disproved: Callable[[], bool] = lambda: False,
    ) -> None:
        self._each_round = each_round
        self._session_limits = session_limits
        self._now = now
        self._sightings = sightings
        self._write = write
        self._read = read
        self._ignore_hours = ignore_hours
        self._date_is_believed = date_is_believed
        self._date_is_disproved = date_is_disproved
        self._keep_dossier_codes_days = keep_dossier_codes_days
        self._keep_comments_days = keep_comments_days
        self._keep_ratings_days = keep_ratings_days
        self._keep_looks_days = keep_looks_days
        self._stopping = threading.Event()
        self._stepped = threading.Event()
        self._forgot_s: float | None = None
        self._scores_forgotten_on: date | None = None
        self._complaint: str | None = None
        self._has_complained_of_clock = False
        self._rating_asked: tuple[str, int] | None = None
        clock.on_step(self._stepped.set)
        self._thread = threading.Thread(target=self._run, name="rounds", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._stepped.set()
        self._thread.join(5.0)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stepped.clear()
            try:
                self._each_round()
                self._make_round()
                self._complaint = None
            except CentreNotSetUp:
                pass  # nothing to do before there is a centre
            except (sqlite3.Error, ActionRefused, TimeoutError) as error:
                self._complain(str(error))
            except Exception:
                log.exception("a round failed; the next one tries again")
            self._stepped.wait(LOOK_EVERY_S)

    def _make_round(self) -> None:
        connection = self._read()
        now = self._now()
        self._keep_sightings(connection, now)
        if anything_due(connection, now):
            self._write(expire_due).result(ANSWER_TIMEOUT_S)
        self._settle_ratings(connection, now)
        self._take_up_coming_rating(connection, now)
        if rush_wanted(connection, read_centre(connection), open_day(connection), now) is not None:
            self._write(follow_rush_rule).result(ANSWER_TIMEOUT_S)
        step = next_scheduled_step(read_centre(connection), last_day(connection), now, ignore_hours=self._ignore_hours)
        if step is not None and not self._date_is_disproved():
            believed = self._date_is_believed()
            self._write(
                lambda work: follow_schedule(work, ignore_hours=self._ignore_hours, clock_is_trusted=believed)
            ).result(ANSWER_TIMEOUT_S)
        if self._forgot_s is None or real_monotonic_s() - self._forgot_s > FORGET_EVERY_S:
            may_delete = self._may_delete(connection, now)
            self._write(lambda work: self._forget(work, for_good=may_delete)).result(ANSWER_TIMEOUT_S)
            self._forgot_s = real_monotonic_s()

    def _keep_sightings(self, connection: sqlite3.Connection, now: Instant) -> None:
        if self._sightings is None:
            return
        self._sightings.recall(connection, now)
        keep = self._sightings.to_keep()
        if keep is not None:
            self._write(keep).result(ANSWER_TIMEOUT_S)

    def _settle_ratings(self, connection: sqlite3.Connection, now: Instant) -> None:
        for _ in range(SETTLED_AT_ONCE):
            if not anything_to_settle(connection, now):
                return
            self._write(settle_ratings).result(ANSWER_TIMEOUT_S)

    def _may_delete(self, connection: sqlite3.Connection, now: Instant) -> bool:
        """Whether what is old may be deleted for good: a clock that jumped ahead makes everything old.

        Only on a service day, as of which all keeping is then counted, and only by a clock that can be believed.
        """
        newest = last_day(connection)
        if newest is None or newest.day != local_date(now, read_centre(connection).timezone).isoformat():
            return False
        is_believed = self._date_is_believed()
        if is_believed == self._has_complained_of_clock:
            self._has_complained_of_clock = not is_believed
            if not is_believed:
                log.warning("nothing old is deleted while the clock cannot be believed (trust_clock)")
        return is_believed

    def _forget(self, work: Work, *, for_good: bool) -> None:
        limits = self._session_limits
        # Whoever loses a session by a wrong clock logs in again.
        forget_sessions(
            work.connection, created_before=work.now - limits.longest_ms, seen_before=work.now - limits.idle_ms
        )
        if not for_good:
            return
        forget_old_answers(work)
        forget_unusable(work)
        forget_removed_pictures(work)
        forget_dossiers(work, keep_days=self._keep_dossier_codes_days)
        forget_of_ratings(work, keep_comments_days=self._keep_comments_days)
        today = local_date(work.now, work.centre.timezone)
        if today != self._scores_forgotten_on:  # it reads all that is settled: once a day is often enough
            forget_scores(work, keep_ratings_days=self._keep_ratings_days, keep_looks_days=self._keep_looks_days)
            self._scores_forgotten_on = today

    def _take_up_coming_rating(self, connection: sqlite3.Connection, now: Instant) -> None:
        """A rating scheme begins on its date, before the day opens. Asked once for each date and set-up."""
        today = local_date(now, read_centre(connection).timezone)
        asked = (today.isoformat(), set_up_revision(connection))
        if asked == self._rating_asked:
            return
        is_due = coming_rating_is_due(current_set_up(connection), today)
        if not is_due or self._write(take_up_coming_rating).result(ANSWER_TIMEOUT_S):
            self._rating_asked = asked

    def _complain(self, reason: str) -> None:
        """Once per reason, not four times a second."""
        if reason != self._complaint:
            log.error("the rounds are held up: %s", reason)
            self._complaint = reason
