"""搜索: words anywhere in a text, found by an index of the pairs of characters that stand side by side in it.

PostgreSQL's own index of trigrams knows no Chinese in a database with the locale C, and no word of two
characters anywhere; a function of our own needs no extension. SQLite goes without.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, models
from django.db.models import F, Func, Q, Value

FUNCTION = "xuncha_pairs"
#: ``within`` keeps rows apart that are never looked for together, such as those of different rounds.
CREATE = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}(words text, within bigint) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT ARRAY(
    SELECT DISTINCT coalesce(within::text, '') || substr(folded, place, 2)
    FROM (SELECT upper(words)) AS given(folded), generate_series(1, length(folded) - 1) AS place
) $$
"""
_SHORTEST = 2
#: Rows that a query names one by one.
_FEW = 500


def create_index(name: str, table: str, columns: tuple[str, ...], within: str | None = None) -> Any:
    """An operation for migrations.RunPython: the index that :func:`may_hold` uses; nothing on other databases."""

    def create(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            quote = schema_editor.quote_name
            text = " || ' ' || ".join(quote(column) for column in columns)
            apart = quote(within) if within else "NULL"
            schema_editor.execute(CREATE, params=None)
            schema_editor.execute(
                f"CREATE INDEX {quote(name)} ON {quote(table)} USING gin ({FUNCTION}({text}, {apart}))",
                params=None,
            )

    return create


def drop_index(name: str) -> Any:
    """The way back of :func:`create_index`."""

    def drop(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {schema_editor.quote_name(name)}", params=None)

    return drop


def may_hold(words: str, *fields: str, within: tuple[str, int] | None = None) -> Q:
    """True of every row of which one of ``fields`` holds the words, in either case of letters, and of few others.

    To be joined with the exact condition by ``&``. ``fields`` and the field of ``within`` are those of the index.
    Without an index it is true of every row: on SQLite, and for a single character.
    """
    if connection.vendor != "postgresql" or len(words) < _SHORTEST:
        return Q()
    apart, value = (F(within[0]), within[1]) if within else (Value(None), None)
    return Q(_Holds(words, value, apart, *(F(field) for field in fields)))


def named_where_few(model: type[models.Model], words: str, exact: Q, *fields: str) -> Q:
    """``exact``, or where the index finds few rows of it, their keys. ``fields`` as for :func:`may_hold`.

    Where many rows hold the words, working out the pairs of each costs more than reading through them.
    """
    near = may_hold(words, *fields)
    if near:
        rows = model._default_manager.filter(near & exact).order_by()
        keys = list(rows.values_list("pk", flat=True)[: _FEW + 1])
        if len(keys) <= _FEW:
            return Q(pk__in=keys)
    return exact


class _Holds(Func):
    """The pairs of the text hold those of the words: written as the index is, or it would not be used."""

    output_field = models.BooleanField()

    def __init__(self, words: str, within: int | None, *expressions: Any, **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self._words, self._within = words, within

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        apart, *fields = (compiler.compile(one) for one in self.source_expressions)
        text = " || ' ' || ".join(sql for sql, _ in fields)
        within = "NULL" if self._within is None else apart[0]
        return f"({FUNCTION}({text}, {within}) @> {FUNCTION}(%s, %s))", [self._words, self._within]
