"""What every connection to PostgreSQL is told first."""

from __future__ import annotations

from typing import Any

from django.db.backends.signals import connection_created


def ask_without_compiling(connection: Any, **_: Any) -> None:
    """Compiling a query costs 50 to 100 ms, more than any page spends on asking."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")


def register() -> None:
    """Have it told, whoever connects."""
    connection_created.connect(ask_without_compiling, dispatch_uid="xuncha.ask_without_compiling")
