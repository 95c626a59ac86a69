"""In a real Chromium: a key that is held down decides about the finding that is seen, not about those after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from people import a_person
from served_here import shown_here
from small_province import BLANK

from xuncha.apps.inspections.models import FindingCase

PASSWORD = "Yunling-2025-ok"


@pytest.fixture
def findings(round_: Any) -> list[FindingCase]:
    """Five faults of one site that wait for a reviewer."""
    person = a_person("reviewer")
    person.username = "fuhe"
    person.set_password(PASSWORD)
    person.save()
    row = round_.verdicts.get(key=BLANK)
    round_.findings.all().delete()
    common = {
        "round": round_,
        "verdict": row,
        "kind": "site",
        "target": BLANK,
        "code": "N109",
        "tier": "note",
    }
    common |= {"outcome": "hit", "title": "错链", "detail": "打不开"}
    return [FindingCase.objects.create(**common, place=n, fingerprint=f"f{n}") for n in range(5)]


@pytest.fixture
def page(findings: list[FindingCase]) -> Iterator[Any]:
    with shown_here() as made:
        made.goto(f"/findings/{findings[0].pk}")
        made.fill("#id_username", "fuhe")
        made.fill("#id_password", PASSWORD)
        made.press("#id_password", "Enter")
        made.wait_for_selector("#note")
        yield made


def decided(page: Any) -> set[str]:
    """Addresses of the findings that are confirmed."""
    answer = page.request.get("/findings?state=confirmed").text()
    return set(re.findall(r"/findings/\d+(?=\?)", answer))


def test_it_decides_once_and_turns_pages_all_the_same(page: Any, findings: list[FindingCase]) -> None:
    page.keyboard.down("c")
    page.wait_for_url(f"**/findings/{findings[1].pk}")
    for _ in range(5):  # the keyboard repeats it on every page that comes
        page.keyboard.down("c")
        page.wait_for_load_state("networkidle")
    page.keyboard.up("c")
    assert page.url.endswith(f"/findings/{findings[1].pk}")
    assert decided(page) == {f"/findings/{findings[0].pk}"}
    page.keyboard.down("j")
    page.wait_for_url(f"**/findings/{findings[2].pk}")
    page.keyboard.down("j")
    page.wait_for_url(f"**/findings/{findings[3].pk}")
    page.keyboard.up("j")
    page.keyboard.press("c")
    page.wait_for_url(f"**/findings/{findings[4].pk}")
    assert decided(page) == {f"/findings/{findings[n].pk}" for n in (0, 3)}
