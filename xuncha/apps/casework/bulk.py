"""Many rows at once: as quick as the database takes them, for what is worked out a hundred thousand rows at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from operator import attrgetter
from typing import Any

from django.db import connection, models

#: Rows held in memory at a time.
_BATCH = 1000
#: What such a field holds goes to the database as it is.
_PLAIN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)


def insert(model: type[models.Model], rows: Iterable[Any]) -> int:
    """Insert new ``rows`` of ``model``; how many there were. They are given no keys, and nothing of ``save`` is run.

    COPY on PostgreSQL. Joins the open transaction; errors of the database are those of ``bulk_create``.
    """
    fields = [one for one in model._meta.concrete_fields if not _by_database(one)]
    clocks = [one for one in fields if getattr(one, "auto_now_add", False) or getattr(one, "auto_now", False)]
    take = attrgetter(*(one.attname for one in fields))
    special = [(place, _prepare(one)) for place, one in enumerate(fields) if not isinstance(one, _PLAIN)]
    made = 0
    values = _values(rows, clocks, take, special)
    while batch := list(islice(values, _BATCH)):
        _write(model, [one.column for one in fields], batch)
        made += len(batch)
    return made


def _by_database(field: Any) -> bool:
    return isinstance(field, models.AutoField | models.BigAutoField) or field.generated


def _prepare(field: Any) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        # As text: both databases take it, and COPY knows no other form.
        return lambda value: None if value is None else json.dumps(value, cls=field.encoder)
    return lambda value: field.get_db_prep_save(value, connection)


def _values(
    rows: Iterable[Any],
    clocks: list[Any],
    take: Callable[[Any], Any],
    special: list[tuple[int, Callable[[Any], Any]]],
) -> Iterator[list[Any]]:
    for row in rows:
        for clock in clocks:
            clock.pre_save(row, True)
        values = list(take(row))
        for place, prepare in special:
            values[place] = prepare(values[place])
        yield values


def _write(model: type[models.Model], columns: list[str], batch: list[list[Any]]) -> None:
    quote = connection.ops.quote_name
    table, named = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            copied = cursor.copy(f"COPY {table} ({named}) FROM STDIN")
            with connection.wrap_database_errors, copied as into:
                for values in batch:
                    into.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", batch)
