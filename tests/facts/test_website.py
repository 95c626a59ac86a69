"""Undated and unseen items, blank and unseen columns, and the newest item."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xuncha.facts.seen import DateSource, FetchStatus, Published
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    EntrySeen,
    HomepageSeen,
    KindSource,
    newest_of,
)


def entry(day: int | None = None, **more: Any) -> EntrySeen:
    published = Published(date(2025, 6, day), DateSource.LIST) if day else None
    return EntrySeen("通知", f"http://a.example/{day}.html", published, **more)


def column(**more: Any) -> ColumnSeen:
    given = {"status": FetchStatus.OK, **more}
    return ColumnSeen("动态", ColumnKind.NEWS, KindSource.NAME, "http://a.example/", 1, **given)


@pytest.mark.parametrize(
    ("seen", "undated", "unseen"),
    [
        (entry(12), False, False),
        (entry(12, article=FetchStatus.OK), False, False),
        (entry(), False, True),
        (entry(article=FetchStatus.OK), True, False),
        (entry(article=FetchStatus.OK, unclear=True), False, True),
        (entry(article=FetchStatus.TIMEOUT), False, True),
    ],
)
def test_an_item_is_undated_only_when_its_page_was_read(seen: EntrySeen, undated: bool, unseen: bool) -> None:
    assert (seen.is_undated, seen.is_unseen) == (undated, unseen)


def test_the_newest_item_leaves_out_future_and_undated_ones() -> None:
    entries = (entry(3), entry(12), entry(30, future=True), entry(), entry(5))
    assert newest_of(entries) == entry(12)
    assert column(entries=entries).newest == entry(12)
    assert HomepageSeen("http://a.example/", FetchStatus.OK, entries=entries).newest == entry(12)
    assert newest_of((entry(), entry(30, future=True))) is None


@pytest.mark.parametrize(
    ("content", "seen", "blank"),
    [
        (Content.NOTHING, True, True),
        (Content.ENTRIES, True, False),
        (Content.TEXT, True, False),
        (Content.EXPLAINED, True, False),
        (Content.SCRIPT, False, False),
        (Content.FRAME, False, False),
    ],
)
def test_a_column_is_blank_only_when_it_was_read(content: Content, seen: bool, blank: bool) -> None:
    read = column(content=content)
    assert (read.is_seen, read.is_blank) == (seen, blank)


@pytest.mark.parametrize("status", [status for status in FetchStatus if status is not FetchStatus.OK])
def test_a_column_that_did_not_open_is_neither_seen_nor_blank(status: FetchStatus) -> None:
    unopened = column(status=status)
    assert (unopened.is_seen, unopened.is_blank) == (False, False)
