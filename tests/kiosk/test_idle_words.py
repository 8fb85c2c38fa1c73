"""The page of a kiosk that nobody touches says whether the centre works today, hours or not."""

from pathlib import Path

from broker_fixture import RunningBroker
from kiosk_stub import TicketDesk
from running_kiosk import RunningKiosk


def test_a_day_without_hours_that_is_open_is_no_day_off(tmp_path: Path) -> None:
    (tmp_path / "broker").mkdir()
    broker = RunningBroker(tmp_path / "broker")
    broker.start()
    desk = TicketDesk()
    desk.server.start()
    kiosk = RunningKiosk(tmp_path, broker, desk, idle_s=1)
    kiosk.start_server()
    kiosk.say(hours_today=[])
    try:
        kiosk.start()
        kiosk.wait_for("Chạm vào màn hình để lấy số", "Hôm nay trung tâm có làm việc")
        assert not kiosk.sees("Hôm nay trung tâm không làm việc")
        kiosk.say()
        kiosk.wait_for("Giờ làm việc hôm nay", "07:30 – 11:30     13:30 – 17:00")
    finally:
        kiosk.stop()
        desk.server.stop()
        broker.kill()
