"""Fingers on the real program: a citizen looks a procedure up, prints its checklist and takes a number for it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from broker_fixture import RunningBroker, wait_for
from kiosk_stub import TicketDesk
from running_kiosk import RunningKiosk
from server_sample import SAMPLE

from messaging.requests import Procedures
from procedures.values import as_values

LOOK_UP = "Tra cứu thủ tục"
SINGLE = "Cấp Giấy xác nhận tình trạng hôn nhân"
PRINT_IT = "In danh mục giấy tờ"
TAKE_NUMBER = "Lấy số làm thủ tục này"
NO_PRIORITY = "Không, tiếp tục"
NO_LINK = "Máy đang mất kết nối"
PAGE = "http://10.0.0.2:8090/thu-tuc"


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[RunningKiosk]:
    (tmp_path / "broker").mkdir()
    broker = RunningBroker(tmp_path / "broker")
    broker.start()
    desk = TicketDesk()
    told = Procedures(revision=5, page_url=PAGE, procedures=[as_values(procedure) for procedure in SAMPLE])
    desk.server.gives["/api/v1/procedures"] = told.model_dump(mode="json")
    desk.server.start()
    kiosk = RunningKiosk(tmp_path, broker, desk)
    kiosk.start_server()
    kiosk.say(procedures_revision=5, priority_groups=[])
    kiosk.start()
    yield kiosk
    kiosk.stop()
    desk.server.stop()
    broker.kill()


def type_in(kiosk: RunningKiosk, letters: str, then: str) -> None:
    """Touch the keys once the page takes touches; a space has its word on it."""
    for at, letter in enumerate(letters.upper()):
        touch_key(kiosk, "Dấu cách" if letter == " " else letter, then=f"{letters.upper()[: at + 1]}|")
    kiosk.wait_for(then)


def touch_key(kiosk: RunningKiosk, words: str, then: str) -> None:
    """The keys stand below everything else that may have the same letter on it."""

    def touched() -> bool:
        if not kiosk.sees(then):
            places = [shown.centre for shown in kiosk.control.texts() if shown.text == words]
            kiosk.control.touch(*max(places, key=lambda place: place[1]))
        return kiosk.sees(then)

    wait_for(touched, what=f"'{then}' after the key '{words}'")


def test_a_procedure_is_looked_up_printed_and_given_a_number(kiosk: RunningKiosk, tmp_path: Path) -> None:
    kiosk.wait_for(LOOK_UP)
    kiosk.touch(LOOK_UP, then="Dấu cách")
    type_in(kiosk, "doc than", then=SINGLE)
    kiosk.touch(SINGLE, then=PRINT_IT)
    kiosk.wait_for("NỘP", "XUẤT TRÌNH (xem rồi trả lại)", "KHÔNG CẦN (cán bộ tự tra cứu)")
    kiosk.touch(PRINT_IT, then="Mời Ông/Bà lấy danh mục ở khe giấy.")
    slips = kiosk.printer.slips
    assert len(slips) == 1
    slips[0].image.save(tmp_path / "slip.png")
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", str(tmp_path / "slip.png")], capture_output=True, text=True, check=False
    ).stdout.strip()
    procedure = next(one for one in SAMPLE if one.name == SINGLE)
    assert scanned == f"{PAGE}/{procedure.key}"
    kiosk.touch(TAKE_NUMBER, then="B001")
    wait_for(lambda: len(kiosk.printer.slips) == 2, what="the number's slip")
    assert [ticket["service"] for ticket in kiosk.desk.tickets.values()] == ["B"]
    assert asked_for(kiosk) == [("B", procedure.code)]
    kiosk.wait_for("Ông/Bà cần làm việc gì?")


def asked_for(kiosk: RunningKiosk) -> list[tuple[str, str]]:
    """Service and procedure of each request for a number."""
    asked = [one.body for one in kiosk.desk.server.asked if one.path == "/api/v1/tickets"]
    return [(body["service"], body.get("procedure", "left out")) for body in asked]


def test_whoever_goes_back_and_touches_a_service_takes_its_number_for_no_procedure(kiosk: RunningKiosk) -> None:
    kiosk.wait_for(LOOK_UP)
    kiosk.say(procedures_revision=5)
    kiosk.touch(LOOK_UP, then="Dấu cách")
    type_in(kiosk, "doc than", then=SINGLE)
    kiosk.touch(SINGLE, then=PRINT_IT)
    kiosk.touch(TAKE_NUMBER, then=NO_PRIORITY)
    kiosk.touch("Quay lại", then="Chứng thực")
    kiosk.touch("Chứng thực", then=NO_PRIORITY)
    kiosk.touch(NO_PRIORITY, then="A001")
    assert asked_for(kiosk) == [("A", "left out")]


def test_a_former_server_is_not_told_of_the_procedure(kiosk: RunningKiosk) -> None:
    """It would refuse the request, and nobody is to go without a number for that."""
    kiosk.say(procedures_revision=5, priority_groups=[], takes_procedures=False)
    kiosk.wait_for(LOOK_UP)
    kiosk.touch(LOOK_UP, then="Dấu cách")
    type_in(kiosk, "doc than", then=SINGLE)
    kiosk.touch(SINGLE, then=PRINT_IT)
    kiosk.touch(TAKE_NUMBER, then="B001")
    assert asked_for(kiosk) == [("B", "left out")]


def test_the_kept_copy_is_searched_while_the_server_is_away(kiosk: RunningKiosk) -> None:
    kiosk.wait_for(LOOK_UP)
    kiosk.desk.server.stop()
    kiosk.broker.kill()
    kiosk.wait_for(NO_LINK, LOOK_UP)
    kiosk.touch(LOOK_UP, then="Dấu cách")
    type_in(kiosk, "doc than", then=SINGLE)
    kiosk.touch(SINGLE, then=PRINT_IT)
    assert not kiosk.sees(TAKE_NUMBER)
    kiosk.touch(PRINT_IT, then="Mời Ông/Bà lấy danh mục ở khe giấy.")
    assert len(kiosk.printer.slips) == 1
    kiosk.desk.server.start()
