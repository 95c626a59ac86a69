"""W602: four of eight elements in five items, fewer items than five, and guides that were not read whole."""

from __future__ import annotations

import pytest
from seen import PAGE, judged
from served import ELEMENTS, facts_with, guide, of_site, offering

from xuncha.facts.seen import Unseen
from xuncha.facts.services import GuideSeen
from xuncha.indicators.kernel import Judgement


def on_guides(*guides: GuideSeen, **more: object) -> Judgement:
    limits = {name: more.pop(name) for name in ("max_missing", "max_items") if name in more}
    return judged("W602", facts_with(services=offering(*guides, **more)), **limits)


def lacking(count: int, missing: int, start: int = 1, **more: object) -> list[GuideSeen]:
    return [guide(number, missing, **more) for number in range(start, start + count)]


@pytest.mark.parametrize(
    ("items", "missing", "whole", "outcome"),
    [
        (5, 4, 3, "fail"),
        (5, 8, 0, "fail"),
        (6, 5, 20, "fail"),
        (5, 3, 3, "pass"),
        (4, 4, 1, "pass"),  # five items in all, one of them whole
        (4, 8, 20, "pass"),
        (0, 4, 8, "pass"),
    ],
)
def test_the_limits(items: int, missing: int, whole: int, outcome: str) -> None:
    assert on_guides(*lacking(items, missing), *lacking(whole, 0, start=50)).outcome == outcome


@pytest.mark.parametrize("total", [1, 2, 3, 4])
def test_fewer_than_five_items_and_all_lack(total: int) -> None:
    assert on_guides(*lacking(total, 4)).outcome == "fail"
    assert on_guides(*lacking(total, 3)).outcome == "pass"
    assert on_guides(*lacking(total - 1, 8), guide(9, 3)).outcome == "pass"


def test_the_finding_names_items_and_elements() -> None:
    (hit,) = on_guides(*lacking(5, 4), guide(9, 0)).hits
    assert hit.detail.startswith(
        "5 个事项的办事指南缺失 4 类以上要素：《第1号事项》缺办理地点、办理时间、联系电话、办理流程；"
    )
    assert hit.observed == {"guides": 6, "lacking": 5, "unsure": 0, "max_missing": 4, "max_items": 5}
    assert len(hit.evidence) == len(hit.urls) == 5
    assert {one.url for one in hit.evidence} == set(hit.urls)


def test_limits_are_those_of_the_standard() -> None:
    assert on_guides(*lacking(5, 3), max_missing=3).outcome == "fail"
    assert on_guides(*lacking(4, 4), guide(9, 0), max_items=4).outcome == "fail"
    assert on_guides(*lacking(5, 4), guide(9, 0), max_items=6).outcome == "pass"


def test_elements_that_may_stand_in_a_script_or_file_are_a_doubt() -> None:
    (doubt,) = on_guides(*lacking(4, 4), guide(9, 8, unseen="部分内容在附件中，未读取"), guide(10, 0)).doubts
    assert doubt.observed["unsure"] == 1
    assert on_guides(*lacking(4, 8, unseen="部分内容由脚本填充"), *lacking(9, 0, start=20)).outcome == "pass"


def test_five_proved_are_enough_whatever_else_was_not_read() -> None:
    assert on_guides(*lacking(5, 4), guide(9, 8, unseen="脚本"), all_guides_read=False).outcome == "fail"


def test_few_items_one_of_them_not_read_whole_is_a_doubt() -> None:
    assert on_guides(*lacking(2, 4), guide(9, 8, unseen="部分内容由脚本填充")).outcome == "unknown"


@pytest.mark.parametrize(
    ("items", "whole", "outcome"),
    [(0, 0, "unknown"), (0, 4, "unknown"), (0, 5, "pass"), (1, 30, "unknown"), (2, 0, "unknown")],
)
def test_guides_left_unread_leave_a_doubt_where_they_may_be_enough(
    items: int, whole: int, outcome: str
) -> None:
    judgement = on_guides(*lacking(items, 4), *lacking(whole, 0, start=50), all_guides_read=False)
    assert judgement.outcome == outcome
    assert all(doubt.evidence for doubt in judgement.doubts)


def test_a_doubt_without_any_guide_cites_the_home_page() -> None:
    (doubt,) = on_guides(all_guides_read=False).doubts
    assert doubt.evidence == (PAGE,)


def test_units_that_serve_no_public_are_exempt() -> None:
    facts = facts_with(services=offering(*lacking(5, 8)))
    assert judged("W602", of_site(facts, serves_public=False)).outcome == "pass"
    assert judged("W602", of_site(facts, serves_public=True)).outcome == "fail"


def test_services_that_were_not_seen_leave_a_doubt() -> None:
    assert judged("W602", facts_with(services=Unseen("未看"))).outcome == "unknown"


def test_there_are_eight_elements() -> None:
    assert len(ELEMENTS) == 8


@pytest.mark.parametrize(
    ("offered", "elsewhere", "outcome"),
    [(True, False, "unknown"), (True, True, "pass"), (False, False, "pass"), (None, False, "pass")],
)
def test_own_services_without_a_single_guide_are_for_a_person(
    offered: bool | None, elsewhere: bool, outcome: str
) -> None:
    assert on_guides(offered=offered, elsewhere=elsewhere).outcome == outcome
