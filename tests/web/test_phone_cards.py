"""In a real Chromium as wide as a phone: a card of a list shows its tags and words as on a desk, not drawn apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from people import a_person, an_assigned_case
from served_here import shown_here

from xuncha.apps.inspections.models import FindingCase

PASSWORD = "Yunling-2025-ok"


@pytest.fixture
def doubt(directory: Any) -> FindingCase:
    """A suspicion whose words fill several lines."""
    person = a_person("inspector")
    person.username = "jiancha"
    person.set_password(PASSWORD)
    person.save()
    case = an_assigned_case(directory).finding
    return FindingCase.objects.create(
        round=case.round, verdict=case.verdict, place=1, kind="site", target=case.target, code="W104", tier="veto",
        outcome="doubt", title="挂马、篡改、暗链", detail="页底有链接三处，须由人工核实。" * 8, state="suspected",
        fingerprint="g", machine_state="suspicion",
    )  # fmt: skip


@pytest.fixture
def page(doubt: FindingCase) -> Iterator[Any]:
    with shown_here(viewport={"width": 360, "height": 740}) as made:
        made.goto("/login?next=/findings")
        made.fill("#id_username", "jiancha")
        made.fill("#id_password", PASSWORD)
        made.press("#id_password", "Enter")
        made.wait_for_selector("table.stack")
        yield made


def test_a_tag_is_as_high_as_a_line_and_stands_before_its_words(page: Any) -> None:
    cell = page.locator("td[data-label='情况']").first
    tag = cell.locator(".tag")
    assert tag.inner_text() == "待核"
    box, around = tag.bounding_box(), cell.bounding_box()
    assert around["height"] > 60, "several lines"
    assert box["height"] < 30
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_what_belongs_together_stands_together(page: Any) -> None:
    cell = page.locator("td[data-label='对象']").first
    region = cell.locator(".small").bounding_box()
    gap = cell.evaluate(
        "(one) => { const range = document.createRange(); range.selectNodeContents(one.querySelector('a') ?? one.firstChild);"
        " return one.querySelector('.small').getBoundingClientRect().left - range.getBoundingClientRect().right; }"
    )
    assert region["width"] > 0
    assert gap < 12


def test_a_printed_finding_has_no_boxes_to_fill_in(page: Any) -> None:
    page.click("td a[href^='/findings/']")
    page.wait_for_selector("#words")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    for left_out in ("#words", ".foot"):
        assert not page.locator(left_out).is_visible(), left_out
