"""Rows written in bulk are the rows that Django would have written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from xuncha.apps.casework.bulk import insert
from xuncha.apps.inspections.models import Round
from xuncha.apps.reminders.models import Message, OutlookEntry

pytestmark = pytest.mark.django_db
TEXTS = ("普通", "", "制表\t换行\n回车\r反斜杠\\N\\.", "引号'\"", "百分号 %s", "𠮷野家", "\\N")


def rows(round_: Round) -> list[OutlookEntry]:
    return [
        OutlookEntry(
            round=round_, kind="site", key=str(n), name=text, subject=text, detail=text, what="column",
            last=date(2025, 6, n + 1) if n % 2 else None, have=n if n % 3 else None,
            days=[["2025-06-30", n], [text, None]] if n else [], cause=str(n),
        )
        for n, text in enumerate(TEXTS)
    ]  # fmt: skip


def kept() -> list[dict[str, Any]]:
    found = [dict(row) for row in OutlookEntry.objects.order_by("key").values()]
    for row in found:
        row.pop("id")
    return found


@pytest.fixture
def round_() -> Round:
    return Round.objects.create(title="一", kind="full", asof=datetime(2025, 6, 30, tzinfo=UTC), folder="r")


def test_the_same_rows_as_by_django(round_: Round) -> None:
    OutlookEntry.objects.bulk_create(rows(round_))
    by_django = kept()
    OutlookEntry.objects.all().delete()
    assert insert(OutlookEntry, iter(rows(round_))) == len(TEXTS)
    assert kept() == by_django
    assert [row["name"] for row in by_django] == list(TEXTS)


def test_more_rows_than_are_held_at_a_time(round_: Round) -> None:
    many = (OutlookEntry(round=round_, kind="site", key=f"{n:05}", cause=str(n)) for n in range(2501))
    assert insert(OutlookEntry, many) == 2501
    assert OutlookEntry.objects.values("key").distinct().count() == 2501


def test_times_are_kept(round_: Round, django_user_model: Any) -> None:
    person = django_user_model.objects.create(username="a", role="owner")
    at = datetime(2025, 6, 30, 15, 59, 59, 123456, tzinfo=UTC)
    insert(Message, [Message(to=person, cause="a", body="一", made_at=at)])
    (row,) = Message.objects.all()
    assert (row.made_at, row.read_at, row.to) == (at, None, person)


def test_a_row_that_may_not_be_undoes_all(round_: Round) -> None:
    person_less = [OutlookEntry(round=round_, kind="site", key="1", cause="1"), OutlookEntry(kind="site", key="2", cause="2")]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(OutlookEntry, person_less)
    assert not OutlookEntry.objects.exists()
