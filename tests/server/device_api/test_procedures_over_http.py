"""The list of procedures as a kiosk fetches it: whole, once, and again when there is another."""

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
