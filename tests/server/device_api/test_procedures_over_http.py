"""The list of procedures as a kiosk fetches it: whole, once, and again when there is another."""

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
from held_clock import HeldClock
from served_centre import ServedCentre, credential_of, make_served_database

from messaging.requests import Procedures
from messaging.server_client import RequestRefused, ServerClient
from messaging.settings import ServerAddress
from procedures.model import ProcedureList
from procedures.reading import read_procedures
from procedures.values import from_values
from server.actions.import_procedures import import_procedures
from server.mqtt.snapshots import kiosk, moment

SAMPLE = read_procedures((Path(__file__).parents[3] / "server/sample_procedures.json").read_bytes())


@pytest.fixture
def served(folder: Path, empty_database: Path) -> Iterator[ServedCentre]:
    clock = HeldClock()
    centre = ServedCentre(make_served_database(empty_database, folder / "served.db", clock), clock)
    yield centre
    centre.stop()


def take(served: ServedCentre, procedures: ProcedureList) -> None:
    counters = served.counters()
    counters.act(import_procedures, procedures=procedures, sha256="0" * 64)
    counters.stop()


def fetch(served: ServedCentre, etag: str = "", device: str = "kiosk-1") -> httpx.Response:
    headers = {"Authorization": f"Bearer {credential_of(device)}"} | ({"If-None-Match": etag} if etag else {})
    return served.http.get("/api/v1/procedures", headers=headers)


def test_the_list_comes_whole_and_once(served: ServedCentre) -> None:
    take(served, SAMPLE)
    answer = fetch(served)
    told = Procedures.model_validate_json(answer.content)

    assert tuple(from_values(values) for values in told.procedures) == SAMPLE.procedures
    assert told.page_url == "http://10.0.0.2:8080/thu-tuc"
    assert told.revision == served.rows("SELECT max(import_id) FROM procedure_imports")[0][0]
    again = fetch(served, answer.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    take(served, ProcedureList(SAMPLE.procedures[:3]))
    assert fetch(served, answer.headers["etag"]).status_code == 200


def test_before_the_first_import_the_list_is_empty(served: ServedCentre) -> None:
    assert fetch(served).json() == {"revision": 0, "page_url": "http://10.0.0.2:8080/thu-tuc", "procedures": []}


def test_only_kiosks_fetch_it(served: ServedCentre) -> None:
    assert fetch(served, device="pad-Q1").json()["code"] == "wrong_device_kind"
    assert served.http.get("/api/v1/procedures").status_code == 401


def test_the_devices_client_keeps_the_etag_and_knows_when_nothing_is_new(served: ServedCentre, folder: Path) -> None:
    take(served, SAMPLE)
    credential = folder / "credential"
    credential.write_text(credential_of("kiosk-1"))
    client = ServerClient(ServerAddress(url=served.url, credential_file=credential))
    answer = client.procedures("")
    assert answer is not None
    etag, told = answer
    assert len(told.procedures) == len(SAMPLE.procedures)
    assert client.procedures(etag) is None
    credential.write_text("nobody's")
    with pytest.raises(RequestRefused):
        client.procedures(etag)
    client.close()


def test_the_date_of_the_data_is_the_newest() -> None:
    assert SAMPLE.as_of == date(2026, 11, 21)


SINGLE = "1.004873"
"""Of service B in the sample list, in which two cases have this code."""


def procedures_of_tickets(served: ServedCentre) -> list[str | None]:
    return [row[0] for row in served.rows("SELECT procedure FROM tickets ORDER BY ticket_id")]


def test_a_ticket_knows_the_procedure_that_was_looked_up(served: ServedCentre) -> None:
    take(served, SAMPLE)
    for service, procedure in (("B", SINGLE), ("B", None)):
        assert served.ask_ticket(service=service, procedure=procedure).status_code == 201
    assert procedures_of_tickets(served) == [SINGLE, None]
    kinds = served.rows("SELECT version, json_extract(body, '$.procedure') FROM journal WHERE kind = 'ticket_issued'")
    assert kinds == [(4, SINGLE), (4, None)]


@pytest.mark.parametrize(
    ("service", "procedure"), [("B", "9.999999"), ("A", SINGLE), ("B", "Nguyễn Văn A, 0912 345 678")]
)
def test_a_code_that_the_list_does_not_have_for_the_service_is_left_out_and_the_number_given(
    served: ServedCentre, service: str, procedure: str
) -> None:
    """A kiosk's copy may be older than the list; and what is no code of the list must not get into the journal."""
    take(served, SAMPLE)
    assert served.ask_ticket(service=service, procedure=procedure).status_code == 201
    assert procedures_of_tickets(served) == [None]
    assert not served.rows("SELECT 1 FROM journal WHERE body LIKE ?", f"%{procedure}%")


@pytest.mark.parametrize("procedure", ["", " ", "x" * 65, "1.0\n2", " 1.004873", 7, ["1.004873"]])
def test_a_malformed_code_is_refused(served: ServedCentre, procedure: object) -> None:
    take(served, SAMPLE)
    assert served.ask_ticket(service="B", procedure=procedure).status_code == 422
    assert procedures_of_tickets(served) == []


def test_a_ticket_keeps_its_procedure_when_the_list_no_longer_has_it(served: ServedCentre) -> None:
    take(served, SAMPLE)
    served.ask_ticket(service="B", procedure=SINGLE)
    take(served, ProcedureList(SAMPLE.procedures[:1]))
    served.ask_ticket(service="B", procedure=SINGLE)
    assert procedures_of_tickets(served) == [SINGLE, None]


def test_a_number_that_the_kiosk_gave_by_itself_brings_its_procedure(served: ServedCentre) -> None:
    take(served, SAMPLE)
    unseen = str(uuid.uuid4())
    assert served.ask_ticket(unseen, service="B", procedure=SINGLE).status_code == 201
    for number, intent, named in (
        (1, unseen, {"procedure": SINGLE}),
        (2, str(uuid.uuid4()), {"procedure": SINGLE}),
        (3, str(uuid.uuid4()), {"procedure": "gone"}),
        (4, str(uuid.uuid4()), {}),
    ):
        body = {"intent_id": intent, "number": number, "shown": f"X1-00{number}", "service": "B", "age_ms": 0} | named
        merged = served.post("/api/v1/emergency-tickets", body, device="kiosk-1", key=f"emergency-{intent}")
        assert merged.status_code == 200, merged.text
    assert procedures_of_tickets(served) == [SINGLE, SINGLE, None, None]


def test_kiosks_are_told_that_a_request_may_name_its_procedure(served: ServedCentre) -> None:
    counters = served.counters()
    with moment(counters.read(), counters.clock.instant) as at:
        assert kiosk(at).takes_procedures
    counters.stop()
