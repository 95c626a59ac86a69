"""Beside a finding that a site does not open stands every probe of its week, those that failed by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from foreseen import ASOF, a_round, site_facts, week

from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.reminders.availability import FAILED, OPEN

pytestmark = pytest.mark.django_db
SITE = "9800000001"


@pytest.fixture
def round_(directory: Any, tmp_path: Path) -> Round:
    """Seven of the 140 probes of the week failed; one a day later belongs to no week."""
    probes = week(7)
    later = replace(probes[0], at=ASOF.replace(day=26))
    return a_round(tmp_path / "result", site_facts(probes=(*probes, later)))


def a_finding(round_: Round, code: str = "W201", kind: str = "site") -> FindingCase:
    row, _ = VerdictEntry.objects.get_or_create(round=round_, kind=kind, key=SITE, defaults={"place": 1})
    return FindingCase.objects.create(
        round=round_, verdict=row, place=90, rank=0, kind=kind, target=SITE, code=code, tier="veto",
        outcome="hit", title="站点无法访问", detail="打不开",
    )  # fmt: skip


def test_every_probe_of_the_week_is_drawn(round_: Round, as_role: Callable[..., Client]) -> None:
    answer = as_role("reviewer").get(f"/findings/{a_finding(round_).pk}")
    page = answer.content.decode()
    points = answer.context["charts"]["probes"]["points"]
    assert {name: len(found) for name, found in points.items() if found} == {OPEN: 133, FAILED: 7}
    assert 'data-chart="probes"' in page
    assert "前 7 天的 140 次访问" in page
    assert page.count(">打不开</span>") == 7
    assert f"/availability/{SITE}" in page


def test_nothing_is_drawn_where_there_is_nothing(
    round_: Round, as_role: Callable[..., Client], tmp_path: Path
) -> None:
    client = as_role("reviewer")
    assert (
        'data-chart="probes"' not in client.get(f"/findings/{a_finding(round_, 'W301').pk}").content.decode()
    )
    bare = a_round(tmp_path / "bare", site_facts(), title="没有拨测")
    assert 'data-chart="probes"' not in client.get(f"/findings/{a_finding(bare).pk}").content.decode()
    Round.objects.filter(pk=round_.pk).update(folder="gone")
    answer = client.get(f"/findings/{a_finding(round_).pk}")
    assert answer.status_code == 200
    assert 'data-chart="probes"' not in answer.content.decode()
