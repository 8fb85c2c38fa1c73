"""The pages people see in a browser."""

from fastapi import FastAPI


def add_staff_pages(app: FastAPI) -> None:
    app.state.is_staff = lambda _request: False
