"""A blocked site is one row of the queue, with every indicator it left open; nothing of it is lost anywhere."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from deciding import as_, post
from django.test import Client
from small_province import CLOSED, WIDE, inspected_into

from xuncha.apps.inspections.causes import cause_number, told_once
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.indicators.kernel import NOT_LOOKED

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small province judged by every indicator that pages are read for: the home page of one site is refused."""
    return inspected_into(tmp_path_factory.mktemp("wide"), WIDE)


@pytest.fixture
def round_(db: None, wide: Path) -> Round:
    return load_result(wide, "二季度检查")


@pytest.fixture
def blocked(round_: Round) -> list[FindingCase]:
    """What the refused home page left open, in the order of the queue."""
    found = Counter(round_.findings.filter(target=CLOSED).values_list("cause", flat=True))
    found.pop(None, None)
    ((cause, number), *_) = found.most_common()
    assert number > 5, found
    return list(round_.findings.filter(cause=cause).select_related("verdict"))


def rows_of(client: Client, query: str = "") -> list[FindingCase]:
    """The rows of the queue, page after page."""
    page = client.get(f"/findings?{query}").context["page"]
    found = list(page)
    for number in range(2, page.paginator.num_pages + 1):
        found += client.get(f"/findings?{query}&page={number}").context["page"]
    return found


def folds_of(client: Client, query: str = "") -> list[list[int]]:
    return [[case.pk for case in row.fold] for row in rows_of(client, query)]


def exported(client: Client, query: str) -> list[dict[str, str]]:
    body = b"".join(client.get(f"/findings/export?as=csv&{query}").streaming_content)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_causes_are_told_once_in_their_order() -> None:
    assert told_once([("b", 1), ("a", 2), ("b", 3)]) == {"b": [1, 3], "a": [2]}


@pytest.mark.parametrize(
    ("detail", "state", "has_one"),
    [
        (NOT_LOOKED + "首页未能打开", "blocked", True),
        (NOT_LOOKED + "首页未能打开", "not_assessed", True),
        (NOT_LOOKED + "首页未能打开", "doubt", False),
        ("4 个栏目逾期未更新，另有 1 个未能看清", "blocked", False),
    ],
)
def test_only_what_was_not_seen_at_all_has_a_cause(detail: str, state: str, has_one: bool) -> None:
    number = cause_number(detail, state)
    assert (number is not None) == has_one
    assert number is None or (number == cause_number(detail, state) and abs(number) < 2**63)


class TestQueue:
    def test_one_row_for_one_site_and_one_cause(self, round_: Round, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        folds = folds_of(client)
        assert [case.pk for case in blocked] in folds
        every = [pk for fold in folds for pk in fold]
        waiting = round_.findings.filter(state__in=FindingCase.OPEN).values_list("pk", flat=True)
        assert sorted(every) == sorted(waiting), "each exactly once"
        assert len(folds) == len(every) - len(blocked) + 1
        page = client.get("/findings").content.decode()
        assert f"同一原因共 {len(blocked)} 项" in page
        assert all(f"/findings/{case.pk}" in page for case in blocked)
        assert "待核" not in re.search(rf"<tr>(?:(?!</tr>).)*{blocked[0].detail[:30]}.*?</tr>", page, re.S)[0]  # type: ignore[index]

    def test_what_nobody_saw_is_not_called_a_suspicion(
        self, round_: Round, blocked: list[FindingCase]
    ) -> None:
        client, _ = as_("inspector")
        assert "<dt>状态</dt><dd>未能检查" in client.get(f"/findings/{blocked[0].pk}").content.decode()
        states = {line["情况"]: line["状态"] for line in exported(client, "")}
        assert states[blocked[0].detail] == "未能检查"
        seen = next(case for case in round_.findings.filter(cause=None, state="suspected", outcome="hit"))
        assert states[seen.detail] == "疑似"

    def test_counts_of_all_pages_agree(self, round_: Round, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        answer = client.get("/findings")
        waiting = round_.findings.filter(state__in=FindingCase.OPEN).count()
        assert answer.context["findings"].count == waiting
        assert f"以下 {len(rows_of(client))} 条，按指标计共 {waiting} 处" in answer.content.decode()
        assert client.get("/").context["waiting"] == waiting
        assert client.get(f"/rounds/{round_.pk}").context["waiting"] == waiting
        assert len(exported(client, "state=open")) == waiting

    def test_a_code_finds_it_and_is_what_is_shown(self, round_: Round, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        for case in blocked:
            assert [case.pk] in folds_of(client, f"code={case.code}")
        notes = [case.pk for case in blocked if case.tier == "note"]
        assert notes
        assert notes in folds_of(client, "tier=note")
        assert len(exported(client, "tier=note")) == sum(map(len, folds_of(client, "tier=note")))

    def test_other_targets_and_other_words_are_rows_of_their_own(
        self, round_: Round, blocked: list[FindingCase]
    ) -> None:
        other = round_.findings.exclude(target=CLOSED).first()
        assert other is not None
        FindingCase.objects.filter(pk=other.pk).update(cause=blocked[0].cause, state="suspected")
        client, _ = as_("inspector")
        assert [other.pk] in folds_of(client)
        assert [case.pk for case in blocked] in folds_of(client)

    def test_one_decided_alone_leaves_the_others_in_one_row(self, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        first, *others = blocked
        post(client, first, "dismiss", "网站已说明")
        assert first.state == "dismissed"
        assert [case.pk for case in others] in folds_of(client)
        assert [first.pk] in folds_of(client, "state=all")

    def test_many_pages_hold_each_once(self, round_: Round, blocked: list[FindingCase]) -> None:
        pattern = blocked[-1]
        for n in range(130):
            pattern.pk, pattern.cause, pattern.place = None, None if n % 2 else n // 4, 200 + n
            pattern.save(force_insert=True)
        client, _ = as_("inspector")
        every = [pk for fold in folds_of(client, "state=all") for pk in fold]
        assert sorted(every) == sorted(round_.findings.values_list("pk", flat=True))

    def test_of_one_target_it_is_one_row_too(self, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        page = client.get(f"/verdicts/{blocked[0].verdict_id}").context["page"]
        assert {case.pk for case in blocked} in [{one.pk for one in row.fold} for row in page]
        assert sum(len(row.fold) for row in page) == blocked[0].verdict.findings.count()


class TestDeciding:
    def test_a_tick_is_the_whole_fold(self, round_: Round, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        box = ",".join(str(case.pk) for case in blocked)
        assert f'name="pick" value="{box}"' in client.get("/findings").content.decode()
        client.post("/findings/decide", {"decision": "dismiss", "note": "网站已说明", "pick": box})
        states = round_.findings.filter(cause=blocked[0].cause, target=CLOSED).values_list("state", flat=True)
        assert set(states) == {"dismissed"}
        steps = FindingCase.steps.rel.related_model.objects.filter(case__in=[case.pk for case in blocked])
        assert steps.count() == len(blocked), "every one has its step"
        assert round_.verdicts.get(key=CLOSED).outcome == "unknown", "nobody has looked"

    def test_why_it_was_refused_is_told_once(self, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        box = ",".join(str(case.pk) for case in blocked)
        answer = client.post("/findings/decide", {"decision": "confirm", "pick": box}, follow=True)
        page = answer.content.decode()
        assert page.count("没有看成，不能确认属实") == 1
        assert "、".join(case.code for case in blocked) in page

    def test_under_a_code_nothing_else_is_decided(self, round_: Round, blocked: list[FindingCase]) -> None:
        """Whoever looked for one indicator has looked at that one."""
        case, (client, _) = blocked[-1], as_("inspector")
        (row,) = [row for row in rows_of(client, f"code={case.code}") if row.pk == case.pk]
        client.post("/findings/decide", {"decision": "clear", "note": "6月20日看过", "pick": str(row.pk)})
        states = {one.pk: one.state for one in round_.findings.filter(cause=case.cause, target=CLOSED)}
        assert states.pop(case.pk) == "cleared"
        assert set(states.values()) == {"suspected"}

    def test_from_the_page_of_one_only_when_it_is_ticked(
        self, round_: Round, blocked: list[FindingCase]
    ) -> None:
        client, _ = as_("inspector")
        first, *others = blocked
        page = client.get(f"/findings/{first.pk}").content.decode()
        box = ",".join(str(case.pk) for case in others)
        assert f'name="cause" value="{box}"> ' in page
        post(client, blocked[-1], "visit")
        assert FindingCase.objects.filter(cause=first.cause, target=CLOSED, state="visit").count() == 1
        post(client, first, "visit", cause=box)
        still = FindingCase.objects.filter(cause=first.cause, target=CLOSED).values_list("state", flat=True)
        assert set(still) == {"visit"}

    def test_a_tick_reaches_no_other_cause_or_target(self, round_: Round, blocked: list[FindingCase]) -> None:
        client, _ = as_("inspector")
        other = round_.findings.exclude(target=CLOSED).filter(state="suspected").first()
        assert other is not None
        post(client, blocked[0], "visit", cause=str(other.pk))
        other.refresh_from_db()
        assert other.state == "suspected"


def test_the_keys_go_from_row_to_row(round_: Round, blocked: list[FindingCase]) -> None:
    client, _ = as_("inspector")
    leaders = [row.pk for row in rows_of(client)]
    assert len(leaders) > 2
    seen, back = [leaders[0]], []
    while (after := client.get(f"/findings/{seen[-1]}").context["next"]) is not None:
        seen.append(after)
    assert seen == leaders
    at: int | None = seen[-1]
    while at is not None:
        back.append(at)
        at = client.get(f"/findings/{at}").context["before"]
    assert back == leaders[::-1]
    inside = blocked[1]
    assert client.get(f"/findings/{inside.pk}").context["before"] == blocked[0].pk


def test_those_outside_see_no_folds(round_: Round, directory: Any, blocked: list[FindingCase]) -> None:
    round_.verdicts.update(sponsor=directory.organs[0], is_settled=True)
    round_.findings.filter(target=CLOSED).exclude(cause=None).update(state="confirmed")
    client, _ = as_("owner", directory.organs[0])
    assert all(len(fold) == 1 for fold in folds_of(client))


def test_findings_from_before_are_numbered(round_: Round, blocked: list[FindingCase]) -> None:
    from importlib import import_module

    from django.apps import apps

    before = dict(round_.findings.values_list("pk", "cause"))
    round_.findings.update(cause=None)
    import_module("xuncha.apps.inspections.migrations.0014_number_causes").number(apps, None)
    assert dict(round_.findings.values_list("pk", "cause")) == before
