"""Lists that stay quick with no row and with a million: one page at a time, counted up to a bound."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Func, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

ROWS_PER_PAGE = 50
#: Bound of lists whose rows are short: the directory, and the targets of one round.
WHOLE_PROVINCE = 200_000
#: Rows beyond this many are neither counted nor paged to: the list says so, and filters find them.
MOST_COUNTED = 10_000


class ListPage(Page):
    """A page of a list, with the query of its filters so that links to other pages keep them."""

    query = ""

    @property
    def numbers(self) -> list[int | str]:
        """Page numbers to link to, with an ellipsis for those left out."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1))


class _Paginator(Paginator):
    """The keys of a page are found first, then its rows: a late page costs no more joins than an early one."""

    most = MOST_COUNTED

    @cached_property
    def more(self) -> bool:
        """True when there are more rows than are counted."""
        return self._counted > self.most

    @cached_property
    def count(self) -> int:
        """Rows, up to the bound."""
        return min(self._counted, self.most)

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.most + 1].count())

    def page(self, number: int | str) -> Page:
        """The page of this number."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start:stop]) if stop > start else []
        found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)} if keys else {}
        return self._get_page([found[key] for key in keys if key in found], number, self)

    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return ListPage(*args, **kwargs)


def how_many(rows: QuerySet[Any], most: int = MOST_COUNTED) -> str:
    """The number of rows in Chinese, counted up to ``most``; empty when there are none."""
    found = rows.order_by()[: most + 1].count()
    return f"超过 {most:,}" if found > most else f"{found:,}" if found else ""


def counting(rows: QuerySet[Any], per_page: int = ROWS_PER_PAGE, *, most: int = MOST_COUNTED) -> _Paginator:
    """How many rows there are, and whether they are ``more`` than ``most``; asked for when it is used."""
    paginator = _Paginator(rows, per_page)
    paginator.most = most
    return paginator


def page_of(
    request: HttpRequest, rows: QuerySet[Any], per_page: int = ROWS_PER_PAGE, *, most: int = MOST_COUNTED
) -> ListPage:
    """The page asked for by ``?page=``; one out of range is the nearest there is.

    Rows beyond ``most`` are not counted: a list of what is counted quickly may give a higher bound.
    """
    page = counting(rows, per_page, most=most).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    page.query = query.urlencode()
    return page


def is_number(text: str) -> bool:
    """True when ``text`` is a whole number that a row can have as its key; “²” is a digit, but no number."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def holding(words: str, *fields: str) -> Q:
    """Rows of which one of the ``fields`` holds the words, in either case of letters.

    Most words have no case: then the database need not fold a million texts to compare them.
    """
    how = "contains" if words.lower() == words.upper() else "icontains"
    asked = Q()
    for field in fields:
        asked |= Q(**{f"{field}__{how}": words})
    return asked


class Bytewise(Func):
    """A column of text, to sort by its bytes: the same order in every database, whatever locale it was made with.

    No index of the column gives this order in PostgreSQL: for lists that are sorted anyway.
    """

    arity = 1
    template = "%(expressions)s"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQL: SQLite sorts so by itself, PostgreSQL by the locale unless it is told."""
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)


def counted(model: type[Model], field: str) -> Coalesce:
    """How many rows of ``model`` point at each row by ``field``: counted for the rows of one page alone."""
    own = model._default_manager.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
