"""What every endpoint may answer besides its success, and one page of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import Field

from xuncha.apps.api.schemas import Paging, Told

#: Largest key a row can have.
LARGEST_KEY = 2**63 - 1
#: A parameter that is a word, empty for any.
WORD: Any = Field("", max_length=200, pattern=r"^[^\x00]*$")
#: Answers of every endpoint.
REFUSED = {401: Told, 403: Told, 422: Told, 429: Told, 500: Told}


def page_of(
    request: HttpRequest, rows: Any, asked: Paging, shape: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """The page asked for; beyond the end it is empty. Where ``asked`` has ``after``, the rows of the keys behind it.

    ``rows`` are in the order of their keys where they can be asked for by ``after``.

    Raises:
        ValidationError: a parameter is not known. A misspelt filter must not answer with every row.
    """
    unknown = sorted(set(request.GET) - set(type(asked).model_fields))
    if unknown:
        raise ValidationError([{"type": "extra_forbidden", "loc": ["query", name]} for name in unknown])
    after = getattr(asked, "after", None)
    count = None if after is not None else rows.count()
    # The keys first: a late page then reads no more rows than an early one.
    keys = _behind(rows, after, asked.size) if count is None else _keys(rows, asked, count)
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)} if keys else {}
    return {
        "count": count,
        "page": asked.page,
        "size": asked.size,
        "items": [shape(found[key]) for key in keys if key in found],
    }


def _behind(rows: Any, after: int | None, size: int) -> list[Any]:
    return list(rows.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:size])


def _keys(rows: Any, asked: Paging, count: int) -> list[Any]:
    """The keys of a page, reached from the nearer end."""
    start = (asked.page - 1) * asked.size
    stop = min(start + asked.size, count)
    keys = rows.values_list("pk", flat=True)
    if start >= stop:
        return []
    if start <= count // 2:
        return list(keys[start:stop])
    return list(keys.reverse()[count - stop : count - start])[::-1]
