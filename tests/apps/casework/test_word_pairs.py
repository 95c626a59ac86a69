"""Words are found by the index exactly where they stand; other databases find the same without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from people import a_person

from xuncha.apps.casework.audit import record, record_all
from xuncha.apps.casework.listing import holding
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.word_pairs import may_hold, named_where_few
from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.inspections.named_so import named_so
from xuncha.apps.reminders.models import OutlookEntry

pytestmark = pytest.mark.django_db
NAMES = (
    "石堰市水务局", "水务", "务水局", "石堰 水 务 局", "Shiyan Water", "SHIYAN", "100%达标", "a_b", "甲", "𠮷野家", "",
    "it's \\ here", "石堰市教育局发布",
)  # fmt: skip
WORDS = (
    "水务局",
    "水务",
    "局",
    "石堰市水务局",
    "shiyan",
    "Water",
    "%",
    "0%",
    "_b",
    "𠮷野",
    "'s",
    "\\ ",
    "没有这个",
    "堰 水",
)


@pytest.fixture
def accounts(directory: Any) -> list[MediaAccountEntry]:
    organ = directory.organs[0]
    common = {"sponsor": organ, "region": organ.region, "state": "正常运行", "platform": "抖音"}
    return [
        MediaAccountEntry.objects.create(account_id=f"dy-{n}", name=name, **common)
        for n, name in enumerate(NAMES)
    ]


@pytest.mark.parametrize("words", WORDS)
def test_accounts_that_hold_the_words(accounts: list[MediaAccountEntry], words: str) -> None:
    exact = holding(words, "name", "account_id")
    found = MediaAccountEntry.objects.filter(may_hold(words, "name", "account_id") & exact)
    assert set(found) == set(MediaAccountEntry.objects.filter(exact))
    in_python = {one.pk for one in MediaAccountEntry.objects.all() if words.lower() in one.name.lower() or words.lower() in one.account_id.lower()}  # fmt: skip
    assert {one.pk for one in found} == in_python


def test_the_list_of_accounts_finds_by_name_and_by_sponsor(accounts: list[MediaAccountEntry]) -> None:
    client = Client()
    client.force_login(a_person("administrator"))
    found = client.get("/accounts", {"q": "水务局"}).context["page"].object_list
    assert [one.name for one in found] == ["石堰市水务局"]
    by_sponsor = client.get("/accounts", {"q": accounts[0].sponsor.name}).context["page"].object_list
    assert {one.sponsor.name for one in by_sponsor} == {accounts[0].sponsor.name}
    assert len(by_sponsor) > len(NAMES) - 1


def test_verdicts_of_the_round_alone(directory: Any) -> None:
    rounds = [Round.objects.create(title=str(n), asof="2025-06-30T00:00Z", standard="national-2019", folder=str(n)) for n in range(12)]  # fmt: skip
    for round_ in rounds:
        for n, name in enumerate(NAMES):
            VerdictEntry.objects.create(round=round_, kind="account", key=f"dy-{n}", name=name, sponsor_name=f"{n}号水厂", place=n)  # fmt: skip
    for words, names in (
        ("水务局", {"石堰市水务局"}),
        ("DY-1", set()),
        ("dy-1", {"水务"}),
        ("3号水", {NAMES[3]}),
    ):
        found = VerdictEntry.objects.filter(named_so(words, rounds[1].pk), round=rounds[1])
        assert {one.name for one in found} == names, words


def test_acts_and_warnings_by_their_words() -> None:
    round_ = Round.objects.create(title="一", asof="2025-06-30T00:00Z", standard="national-2019", folder="1")
    for n, name in enumerate(NAMES):
        record(None, name, on=f"bm{n:08}")
        said = {"kind": "site", "what": "column", "code": "W401", "state": "fresh", "cause": str(n)}
        OutlookEntry.objects.create(round=round_, key=f"bm{n:08}", name=name, subject="通知公告", **said)
    of_acts, of_warnings = ("act", "on", "actor_name"), ("name", "sponsor_name", "subject", "key")
    for words in (*WORDS, "bm0000000", "通知"):
        for model, fields in ((AuditEntry, of_acts), (OutlookEntry, of_warnings)):
            exact = holding(words, *fields)
            found = model.objects.filter(named_where_few(model, words, exact, *fields))
            assert set(found) == set(model.objects.filter(exact)), words


def test_many_rows_of_a_word_are_all_found() -> None:
    record_all(None, "登录", ((str(n), {}) for n in range(501)))
    found = named_where_few(AuditEntry, "登录", holding("登录", "act"), "act", "on", "actor_name")
    assert AuditEntry.objects.filter(found).count() == 501


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the index is one of PostgreSQL")
def test_the_index_answers(accounts: list[MediaAccountEntry]) -> None:
    asked = may_hold("水务局", "name", "account_id") & holding("水务局", "name", "account_id")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = MediaAccountEntry.objects.order_by().filter(asked).explain()
    assert "account_words" in plan
    of_a_round = VerdictEntry.objects.order_by().filter(named_so("水务局", 7))
    assert "verdict_words" in of_a_round.explain()
    acts = AuditEntry.objects.order_by().filter(may_hold("水务局", "act", "on", "actor_name"))
    assert "act_words" in acts.explain()
    warned = may_hold("水务局", "name", "sponsor_name", "subject", "key")
    assert "outlook_words" in OutlookEntry.objects.order_by().filter(warned).explain()
