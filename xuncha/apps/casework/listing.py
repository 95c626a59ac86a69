"""Lists that stay quick with no row and with a million: one page at a time, the count taken once."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

ROWS_PER_PAGE = 50


class ListPage(Page):
    """A page of a list, with the query of its filters so that links to other pages keep them."""

    query = ""

    @property
    def numbers(self) -> list[int | str]:
        """Page numbers to link to, with an ellipsis for those left out."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=2, on_ends=1))


class _Paginator(Paginator):
    def _get_page(self, *args: Any, **kwargs: Any) -> Page:
        return ListPage(*args, **kwargs)


def page_of(request: HttpRequest, rows: QuerySet[Any], per_page: int = ROWS_PER_PAGE) -> ListPage:
    """The page asked for by ``?page=``; one out of range is the nearest there is."""
    page = _Paginator(rows, per_page).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    page.query = query.urlencode()
    return page


def counted(model: type[Model], field: str) -> Coalesce:
    """How many rows of ``model`` point at each row by ``field``: counted for the rows of one page alone."""
    own = model._default_manager.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)
