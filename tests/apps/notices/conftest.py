"""Verdicts and findings of an invented province."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from issuing import as_
from small_province import BLANK

from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import FindingStep, Round, VerdictEntry
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.notices.rollup import NoticeSettings, roll_up
from xuncha.documents.notice_data import NoticeData, StandardNote
from xuncha.facts.seen import BEIJING

ASOF = datetime(2025, 6, 25, 10, tzinfo=BEIJING)
CITIES = tuple(f"{char}溪市" for char in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌")


def make_verdict(kind: str, number: int, **changes: Any) -> Verdict:
    fields: dict[str, Any] = {
        "kind": kind,
        "id": f"{kind}-{number}",
        "name": f"样本{number}号",
        "region": "甲溪市",
        "sponsor": f"第{number}样本局",
        "platform": "微信公众号" if kind == "account" else "",
        "outcome": "pass",
        "pages": 10 if kind == "site" else 0,
        "reached": 9 if kind == "site" else 0,
    }
    return Verdict(**{**fields, **changes})


def make_finding(of: Verdict, code: str, **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "target": of.id,
        "kind": of.kind,
        "code": code,
        "tier": "veto",
        "outcome": "hit",
        "title": f"{code}所指问题",
        "detail": f"{of.name}的情况",
    }
    return Finding(**{**fields, **changes})


@pytest.fixture
def verdict() -> Callable[..., Verdict]:
    return make_verdict


@pytest.fixture
def finding() -> Callable[..., Finding]:
    return make_finding


@pytest.fixture
def roll() -> Callable[..., NoticeData]:
    def rolled(
        verdicts: list[Verdict], findings: list[Finding] = (), reports: Any = None, **settings: Any
    ) -> NoticeData:
        standard = settings.pop(
            "standard", StandardNote("national-2019", "检查指标", titles={"W401": "栏目不更新"})
        )
        asof = settings.pop("asof", ASOF)
        chosen = NoticeSettings(**settings)
        return roll_up(verdicts, findings, reports, asof=asof, standard=standard, settings=chosen)

    return rolled


@pytest.fixture
def quarter() -> tuple[list[Verdict], list[Finding]]:
    """510 sites in 21 cities and the departments, 1 failed; 2,705 accounts, 3 failed."""
    regions = (*CITIES, "省直部门")
    platforms = ("新浪微博", "微信公众号", "抖音")
    verdicts = [make_verdict("site", n, region=regions[n % 22]) for n in range(510)]
    verdicts += [
        make_verdict("account", n, region=regions[n % 22], platform=platforms[n % 3]) for n in range(2705)
    ]
    findings = []
    for at, code in ((22, "W401"), (510, "A201"), (511, "A201"), (512, "A301")):
        failed = verdicts[at]
        verdicts[at] = make_verdict(
            failed.kind,
            int(failed.id.split("-")[1]),
            region=failed.region,
            platform=failed.platform,
            outcome="fail",
            veto=(code,),
        )
        findings.append(make_finding(failed, code))
    return verdicts, findings


@pytest.fixture
def quick_print(monkeypatch: pytest.MonkeyPatch) -> None:
    """LibreOffice has tests of its own, and takes seconds."""
    monkeypatch.setenv("XUNCHA_PDF_ENGINE", "typst")


@pytest.fixture
def round_(result: Path, directory: Any) -> Round:
    """Every veto reviewed, one confirmed; the days for objecting are over."""
    made = load_result(result, "二季度检查")
    VerdictEntry.objects.filter(key=BLANK).update(
        sponsor=directory.organs[0], supervisor=directory.offices[0]
    )
    veto = made.findings.get(target=BLANK, code="W403")
    others = made.findings.filter(tier="veto").exclude(pk=veto.pk)
    picked, first = [one.pk for one in others], as_("inspector")
    first.post("/findings/decide", {"pick": picked, "decision": "dismiss", "note": "不属实"})
    for client in (first, as_("reviewer")):
        client.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    FindingStep.objects.update(at=timezone.now() - timezone.timedelta(days=60))
    assert not made.verdicts.filter(is_settled=False).exists()
    return made
