"""The set-up's page of procedures: a file in, its faults by line, the list out again; and what a kiosk fetches."""

import uuid
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from staff_pages import RunningServer, StaffClient

from procedures.reading import LARGEST_FILE_BYTES, read_procedures

LogIn = Callable[[str], StaffClient]

SAMPLE = (Path(__file__).parents[3] / "server/sample_procedures.json").read_bytes()
HEAD = "Tên thủ tục;Nguồn;Ngày dữ liệu;Lĩnh vực;Hiệu lực từ"
SHEET = f"{HEAD}\nĐăng ký khai sinh;QĐ 1;21/11/2026;B;\nLuật mới;QĐ 2;21/11/2026;;01/01/2099\n"


def send(who: StaffClient, content: str | bytes, *, key: str | None = None, only_check: bool = False) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid.uuid4().hex, "X-CSRF-Token": who.csrf}
    body = content if isinstance(content, bytes) else content.encode("utf-8-sig")
    query = "?only_check=true" if only_check else ""
    return who.client.post(f"/api/v1/setup/procedures{query}", content=body, headers=headers)


def names(server: RunningServer) -> list[str]:
    return [
        str(row[0]) for row in server.centre.rows("SELECT json_extract(body, '$.name') FROM procedures ORDER BY row")
    ]


def test_a_sheet_is_taken_and_shown(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    answer = send(who, SHEET)

    assert answer.status_code == 200, answer.text
    assert answer.json()["count"] == 2
    assert names(server) == ["Đăng ký khai sinh", "Luật mới"]
    page = who.client.get("/setup/procedures").text
    assert "2 thủ tục, 1 đang có hiệu lực" in page
    assert "1 thủ tục sẽ có hiệu lực sau" in page
    assert "QĐ 1" in page


def test_checking_a_file_changes_nothing(server: RunningServer, log_in: LogIn) -> None:
    answer = send(log_in("gd01"), SHEET, only_check=True)
    assert answer.status_code == 200
    assert names(server) == []


def test_faults_are_told_by_line_in_the_page_s_language_and_nothing_is_taken(
    server: RunningServer, log_in: LogIn
) -> None:
    who = log_in("kt01")
    send(who, SHEET)
    faulty = f"{HEAD}\nKết hôn;QĐ 1;21/11/2026;B;\n;QĐ 1;30/02/2026;Z;\n"
    answer = send(who, faulty)

    assert answer.status_code == 422
    assert answer.json()["code"] == "procedures_faulty"
    errors = answer.json()["errors"]
    assert [error["label"] for error in errors] == [
        "Dòng 3 · Ngày dữ liệu",
        "Dòng 3 · Tên thủ tục",
        "Dòng 3 · Lĩnh vực",
    ]
    assert names(server) == ["Đăng ký khai sinh", "Luật mới"]
    who.client.cookies.set("bocso_language", "en")
    errors = send(who, faulty).json()["errors"]
    assert errors[0]["label"] == "Line 3 · Ngày dữ liệu"
    assert errors[2]["what"] == "The centre has no service “Z”."


def test_the_list_goes_out_as_files_and_comes_in_again(server: RunningServer, log_in: LogIn) -> None:
    who = log_in("kt01")
    send(who, SHEET)
    for kind in ("csv", "json"):
        file = who.client.get(f"/setup/procedures/list.{kind}")
        assert file.status_code == 200
        assert "attachment" in file.headers["content-disposition"]
        assert len(read_procedures(file.content, services={"B"}).procedures) == 2
        assert send(who, file.content).json()["message"] == "Không có gì thay đổi."
    example = who.client.get("/setup/procedures/example.csv")
    assert [one.service for one in read_procedures(example.content).procedures] == ["B"]
    assert who.client.get("/setup/procedures/other.csv").status_code == 404


def test_one_press_sent_twice_is_one_import(server: RunningServer, log_in: LogIn) -> None:
    who, key = log_in("kt01"), uuid.uuid4().hex
    first, again = send(who, SHEET, key=key), send(who, SHEET, key=key)
    assert again.json() == first.json()
    assert server.centre.one("SELECT count(*) FROM procedure_imports")[0] == 1
    assert send(who, f"{HEAD}\nKhác;QĐ 1;21/11/2026;;\n", key=key).status_code == 422


@pytest.mark.parametrize("login", ["cb01", "hd01", "ks01"])
def test_only_head_and_technician_import(server: RunningServer, log_in: LogIn, login: str) -> None:
    who = log_in(login)
    assert send(who, SHEET).status_code == 403
    assert who.client.get("/setup/procedures/list.csv").status_code == 403
    assert names(server) == []


def test_nobody_sends_a_large_file_without_a_login_or_a_token(server: RunningServer, log_in: LogIn) -> None:
    with httpx.Client(base_url=server.address) as nobody:
        answer = nobody.post("/api/v1/setup/procedures", content=SAMPLE, headers={"Idempotency-Key": "x" * 16})
        assert answer.status_code == 401
    who = log_in("kt01")
    answer = who.client.post("/api/v1/setup/procedures", content=SAMPLE, headers={"Idempotency-Key": "x" * 16})
    assert answer.status_code == 403
    assert send(who, b"x" * (LARGEST_FILE_BYTES + 1)).status_code == 413
