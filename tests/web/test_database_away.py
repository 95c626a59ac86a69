"""28: a database that is locked or gone is said to be busy, in words and with the status that says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client

from xuncha.apps.inspections.jobs import Chore
from xuncha.apps.inspections.models import RoundRows
from xuncha.apps.inspections.work import chores
from xuncha.apps.inspections.work.worker import Worker

pytestmark = pytest.mark.django_db
AWAY = [OperationalError("database is locked"), InterfaceError("connection already closed")]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Have every question for rounds answered by an error."""

    def fails(error: Exception) -> None:
        def refuses(*given: Any, **named: Any) -> Any:
            raise error

        monkeypatch.setattr(RoundRows, "visible_to", refuses)

    return fails


@pytest.mark.parametrize("error", AWAY)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_says_that_the_database_is_busy(
    as_role: Callable[..., Client], failing: Callable[[Exception], None], error: Exception, method: str
) -> None:
    client = as_role("inspector")
    client.raise_request_exception = False
    failing(error)
    answer = getattr(client, method)("/rounds/1/steer" if method == "post" else "/rounds", {"act": "pause"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    text = answer.content.decode()
    assert "数据库正忙或暂时连不上" in text
    assert str(error) not in text


def test_another_fault_of_the_program_is_no_busy_database(
    as_role: Callable[..., Client], failing: Callable[[Exception], None]
) -> None:
    client = as_role("inspector")
    client.raise_request_exception = False
    failing(IntegrityError("UNIQUE constraint failed"))
    assert client.get("/rounds").status_code == 500


@pytest.mark.parametrize("error", AWAY)
def test_a_chore_that_met_a_locked_database_is_done_later(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(chores, "_doers", {})
    answers: list[Exception | None] = [error, None]

    def does(key: str) -> str:
        one = answers.pop(0)
        if one is not None:
            raise one
        return "办妥"

    chores.register("remind", does)
    chores.order("remind", "1")
    worker = Worker(threading.Event())
    assert worker._chore() is True
    assert Chore.objects.get().state == "queued"
    assert worker._chore() is True
    row = Chore.objects.get()
    assert (row.state, row.reason) == ("done", "办妥")
