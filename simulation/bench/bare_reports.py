"""The figures of reports in bare SQL, written by hand: what a report is compared with, and has to agree with."""

import sqlite3
from collections.abc import Mapping, Sequence

_TURNS = """
    FROM tickets k JOIN turns t ON t.ticket_id = k.ticket_id
    WHERE k.day BETWEEN :first AND :last AND t.state <> 'voided'
    AND NOT (t.origin = 'quick_serve' AND t.state = 'cancelled')
"""
WAIT = "CASE WHEN t.origin <> 'quick_serve' THEN t.called_first_at - t.waiting_since END"
WALK = """CASE WHEN t.arrival_inferred = 0 AND t.called_last_at <= t.arrived_at
    THEN t.arrived_at - t.called_last_at END"""
_HELD = "coalesce((SELECT sum(h.ended_at - h.held_at) FROM holds h WHERE h.turn_id = t.turn_id), 0)"
SERVICE = f"""CASE WHEN t.arrival_inferred = 0 AND t.end_inferred = 0 AND t.state = 'finished'
    THEN t.ended_at - t.arrived_at - {_HELD} END"""
HOUR = "strftime('%w', k.day) || ' ' || ((t.waiting_since + 25200000) / 3600000 % 24)"
"""The centre of the bench keeps UTC+7 all the year."""
BY = {
    "all": "'all'",
    "service": "t.service",
    "counter": "t.counter_id",
    "officer": "t.officer_id",
    "hour": HOUR,
    "day": "k.day",
    "week": "date(k.day, '-6 days', 'weekday 1')",
}

Row = tuple[object, ...]


class BareReports:
    """A connection, a period, and what each counter serves."""

    def __init__(
        self, connection: sqlite3.Connection, first: str, last: str, serves: Mapping[str, Sequence[str]]
    ) -> None:
        self._connection = connection
        self._named = {"first": first, "last": last}
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS serves(counter_id, service)")
        connection.execute("DELETE FROM serves")
        pairs = [(counter, service) for counter, services in serves.items() for service in services]
        connection.executemany("INSERT INTO serves VALUES (?, ?)", pairs)

    def told_apart(self, by: str) -> dict[object, Row]:
        """(turns, n, p50, p90 of the wait) of each key; walks, service times and ends are read beside."""
        key = BY[by]
        counts = self._all("SELECT KEY_OF_TURN, t.state, count(*) FROM_TURNS GROUP BY 1, 2", KEY_OF_TURN=key)
        turns: dict[object, int] = {}
        for found, _, count in counts:
            turns[found] = turns.get(found, 0) + int(str(count))
        for value in (WALK, SERVICE):
            self.percentiles(key, value)
        waits = {row[0]: row[1:] for row in self.percentiles(key, WAIT)}
        # The target of every service here is twenty minutes.
        within = "SELECT KEY_OF_TURN, count(*) FROM_TURNS AND VALUE_OF_TURN <= 1200000 GROUP BY 1"
        self._all(within, KEY_OF_TURN=key, VALUE_OF_TURN=WAIT)
        return {found: (count, *waits.get(found, (0, None, None))) for found, count in turns.items()}

    def percentiles(self, key: str, value: str) -> list[Row]:
        """(key, n, p50, p90) by nearest rank."""
        query = """
            SELECT key, n, max(CASE WHEN place = (n + 1) / 2 THEN value END),
                max(CASE WHEN place = (9 * n + 9) / 10 THEN value END)
            FROM (
                SELECT key, value, row_number() OVER (PARTITION BY key ORDER BY value) place,
                    count(*) OVER (PARTITION BY key) n
                FROM (SELECT KEY_OF_TURN key, VALUE_OF_TURN value FROM_TURNS) WHERE value IS NOT NULL
            ) GROUP BY key"""
        return self._all(query, KEY_OF_TURN=key, VALUE_OF_TURN=value)

    def in_centre(self) -> list[Row]:
        return self._all("""
            SELECT count(*), max(CASE WHEN place = (n + 1) / 2 THEN value END),
                max(CASE WHEN place = (9 * n + 9) / 10 THEN value END)
            FROM (
                SELECT value, row_number() OVER (ORDER BY value) place, count(*) OVER () n
                FROM (
                    SELECT max(t.ended_at) - k.issued_at value
                    FROM tickets k JOIN turns t ON t.ticket_id = k.ticket_id
                    WHERE k.day BETWEEN :first AND :last AND k.origin <> 'quick_serve' AND t.state <> 'transferred'
                    GROUP BY k.ticket_id HAVING min(t.state = 'finished' AND t.end_inferred = 0) = 1
                )
            )""")

    def idle_ms(self) -> int:
        """Counters open and free while somebody waited: all that begins and ends, in order, added up."""
        [found] = self._all("""
            WITH days AS (
                SELECT day, opened_at FROM service_days
                WHERE day BETWEEN :first AND :last
            ), spans(counter_id, start, stop, opens, off, busy, wants) AS (
                SELECT counter_id, signed_on_at, signed_off_at, 1, 0, 0, 0 FROM desk_sessions, days
                    WHERE signed_on_at >= opened_at AND signed_on_at < opened_at + 43200000
                UNION ALL SELECT counter_id, paused_at, resumed_at, 0, 1, 0, 0 FROM desk_pauses, days
                    WHERE paused_at >= opened_at AND paused_at < opened_at + 43200000
                UNION ALL SELECT counter_id, opened_at + 16200000, opened_at + 23400000, 0, 1, 0, 0
                    FROM days, (SELECT DISTINCT counter_id FROM serves)
                UNION ALL SELECT t.counter_id, t.called_first_at, t.ended_at, 0, 0, 1, 0
                    FROM tickets k JOIN turns t ON t.ticket_id = k.ticket_id
                    WHERE k.day BETWEEN :first AND :last AND t.called_first_at IS NOT NULL
                UNION ALL SELECT s.counter_id, t.waiting_since, coalesce(t.called_first_at, t.ended_at), 0, 0, 0, 1
                    FROM tickets k JOIN turns t ON t.ticket_id = k.ticket_id JOIN serves s ON s.service = t.service
                    WHERE k.day BETWEEN :first AND :last
            ), moves AS (
                SELECT counter_id, start AS at, opens, off, busy, wants FROM spans
                UNION ALL SELECT counter_id, stop, -opens, -off, -busy, -wants FROM spans
            ), sums AS (
                SELECT lead(at) OVER w - at AS long, sum(opens) OVER w AS o, sum(off) OVER w AS f,
                    sum(busy) OVER w AS b, sum(wants) OVER w AS n
                FROM moves WINDOW w AS (PARTITION BY counter_id ORDER BY at ROWS UNBOUNDED PRECEDING)
            )
            SELECT coalesce(sum(long), 0) FROM sums WHERE o > 0 AND f = 0 AND b = 0 AND n > 0""")
        return int(str(found[0]))

    def coverage(self, column: str) -> list[Row]:
        query = """
            SELECT w.COLUMN_OF_WINDOW, count(*), count(s.window_id) FROM windows w
            LEFT JOIN settled_ratings s ON s.window_id = w.window_id AND s.series = 'desk'
            WHERE w.day BETWEEN :first AND :last AND w.undone = 0 GROUP BY 1"""
        return self._all(query, COLUMN_OF_WINDOW=column)

    def ratings(self, column: str) -> list[Row]:
        """Whole blocks inside the period."""
        query = """
            SELECT COLUMN_OF_BLOCK, sum(n), sum(yes) FROM (
                SELECT officer_id, counter_id, block, count(*) n, sum(satisfied = 'yes') yes FROM settled_ratings
                WHERE series = 'desk' GROUP BY scheme_id, officer_id, counter_id, block
                HAVING count(*) = 10 AND min(day) >= :first AND max(day) <= :last
            ) GROUP BY 1"""
        return self._all(query, COLUMN_OF_BLOCK=column)

    def province(self) -> list[Row]:
        """What the rows are cut from: whole blocks in the order of publication, by service, procedure and level."""
        return self._all("""
            SELECT b.last_day, s.officer_id, s.counter_id, s.block, s.service,
                iif(k.service = s.service, k.procedure, NULL), s.level, count(*)
            FROM settled_ratings s JOIN windows w USING (window_id) JOIN turns t USING (turn_id)
            JOIN tickets k USING (ticket_id) JOIN (
                SELECT scheme_id, series, officer_id, counter_id, block, max(day) last_day, max(settled_at) last_at
                FROM settled_ratings WHERE series = 'desk' GROUP BY 1, 2, 3, 4, 5
                HAVING count(*) = 10 AND max(day) BETWEEN :first AND :last
            ) b USING (scheme_id, series, officer_id, counter_id, block)
            GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY b.last_at""")

    def trips(self) -> list[Row]:
        return self._all("""
            WITH RECURSIVE visits(last, at, trips) AS (
                SELECT k.ticket_id, k.ticket_id, 1 FROM tickets k WHERE k.day BETWEEN :first AND :last
                    AND EXISTS (SELECT 1 FROM turns t WHERE t.ticket_id = k.ticket_id AND t.state = 'finished')
                    AND NOT EXISTS (
                        SELECT 1 FROM turns t JOIN supplements s ON s.turn_id = t.turn_id
                        WHERE t.ticket_id = k.ticket_id AND s.undone = 0
                    )
                UNION ALL SELECT last, s.ticket_id, trips + 1 FROM visits JOIN supplements s ON s.returned_ticket = at
            ) SELECT count(DISTINCT last), count(*) FROM visits""")

    def promises(self) -> list[Row]:
        return self._all("""
            SELECT k.day, count(*), sum(EXISTS (SELECT 1 FROM json_each(t.ticks) WHERE value = 'same_day'))
            FROM tickets k JOIN turns t ON t.ticket_id = k.ticket_id
            WHERE k.day BETWEEN :first AND :last AND t.state = 'finished' GROUP BY 1""")

    def whole(self) -> None:
        """All that stands in the summary of a period."""
        self.told_apart("all")
        self.in_centre()
        self.idle_ms()
        self.coverage("scheme_id")
        self.ratings("'all'")
        self.trips()
        self.promises()

    def _all(self, query: str, **parts: str) -> list[Row]:
        for name, part in {**parts, "FROM_TURNS": _TURNS}.items():
            query = query.replace(name, part)
        return [tuple(row) for row in self._connection.execute(query, self._named)]
