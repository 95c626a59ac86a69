"""Queries are not compiled by PostgreSQL; another database is told nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from xuncha.apps.casework.connecting import ask_without_compiling


class Other:
    vendor = "sqlite"

    def cursor(self) -> Any:
        raise AssertionError("another database does not know the word")


@pytest.mark.django_db
def test_postgresql_alone_is_told() -> None:
    ask_without_compiling(connection=Other())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
