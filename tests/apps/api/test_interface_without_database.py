"""28: a database that is locked or gone is said to be busy, in JSON as everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from xuncha.apps.inspections.models import RoundRows


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("closed")])
def test_a_busy_database_is_no_fault_of_the_program(
    calling: Callable[..., Client], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuses(*given: Any, **named: Any) -> Any:
        raise error

    client = calling("inspector")
    monkeypatch.setattr(RoundRows, "visible_to", refuses)
    answer = client.get("/api/rounds")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "数据库正忙或暂时连不上" in answer.json()["detail"]
