"""The first page says how much of the round in view could be looked at, for the sites of whoever looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from xuncha.apps.inspections.models import Round, RoundTarget, VerdictEntry

pytestmark = pytest.mark.django_db


def a_round(directory: Any, *reached: int, title: str = "二季度检查", failed: int = 0) -> Round:
    """Sites of which so many pages were read, of ten each; the first belongs to the first organ, and ``failed`` more
    that no worker could look at."""
    round_ = Round.objects.create(
        title=title,
        kind="full",
        state="finished",
        asof=timezone.now(),
        standard="national-2019",
        folder=title,
    )
    for n, read in enumerate((*reached, *([0] * failed))):
        place = 0 if n == 0 else 1
        state = "done" if n < len(reached) else "failed"
        pages = 10 if state == "done" else 0
        RoundTarget.objects.create(
            round=round_,
            kind="site",
            key=f"98{n:08}",
            name=f"{n}",
            place=n,
            state=state,
            pages=pages,
            reached=read,
        )
        VerdictEntry.objects.create(
            round=round_, kind="site", key=f"98{n:08}", name=f"{n}", place=n, outcome="pass", is_settled=True,
            machine={}, sponsor=directory.organs[place], supervisor=directory.offices[place],
            region_name=f"{place}",
        )  # fmt: skip
    RoundTarget.objects.create(
        round=round_, kind="accounts", key="accounts", name="账号", place=99, state="done"
    )
    return round_


def said(client: Client, query: str = "") -> str:
    page = client.get(f"/{query}").content.decode()
    found = re.search(r'<p class="(?:note doubt|lead)">(应查网站.*?)</p>', page)
    return re.sub(r"<[^>]*>", "", found[1]) if found else ""


def test_so_many_of_so_many(directory: Any, as_role: Callable[..., Client]) -> None:
    a_round(directory, 10, 7, 0, 3, failed=1)
    words = said(as_role("leader"))
    assert words.startswith("应查网站 5 个，实际查到 3 个；应读 40 页，读到 20 页。")
    assert "没有查到的不算合格，也不算不合格，逐个查看原因" in words


def test_where_all_were_reached_nothing_alarms(directory: Any, as_role: Callable[..., Client]) -> None:
    a_round(directory, 10, 9)
    client = as_role("inspector")
    assert said(client) == "应查网站 2 个，实际查到 2 个；应读 20 页，读到 19 页。"
    assert '<p class="lead">应查网站' in client.get("/").content.decode()


def test_a_unit_reads_of_its_own_sites(directory: Any, as_role: Callable[..., Client]) -> None:
    a_round(directory, 0, 7, 8)
    words = said(as_role("owner", directory.organs[0]))
    assert words.startswith("应查网站 1 个，实际查到 0 个；应读 10 页，读到 0 页。")
    assert "逐个查看" not in words
    assert said(as_role("supervisor", directory.offices[1])).startswith("应查网站 2 个，实际查到 2 个")


def test_it_is_that_of_the_round_in_view(directory: Any, as_role: Callable[..., Client]) -> None:
    earlier = a_round(directory, 1, 1, 1, title="一季度检查")
    a_round(directory, 1)
    assert said(as_role("leader"), f"?round={earlier.pk}").startswith("应查网站 3 个")


def test_a_round_without_sites_says_nothing(directory: Any, as_role: Callable[..., Client]) -> None:
    a_round(directory)
    assert said(as_role("leader")) == ""
