"""Facts to verdicts: order, notes, fingerprints, and nothing that was not seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from small_province import ASOF
from small_sites import HOME, SITE

from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.judging import fingerprint, judge_result
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import Evidence, FetchStatus, Unseen
from xuncha.facts.targets import ColumnKind, MediaAccount, Platform, RunState
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    Coverage,
    KindSource,
    LinkRole,
    LinkSeen,
    ProbeSample,
    SiteFacts,
)
from xuncha.indicators.kernel import indicators
from xuncha.standards.standard import load_standard

STANDARD = load_standard("national-2019")
PROOF = Evidence("a.warc.gz", "urn:uuid:1", HOME, "0" * 64, "2025-06-25T10:00:00+08:00")
UNSEEN = Unseen("未看")


def column(number: int, **more: object) -> ColumnSeen:
    seen = ColumnSeen(
        f"栏目{number}", ColumnKind.NOTICE, KindSource.LISTED, f"{HOME}c{number}/", 1, FetchStatus.OK, PROOF
    )
    return replace(seen, **more)  # type: ignore[arg-type]


def link(path: str) -> LinkSeen:
    return LinkSeen(HOME + path, "附件", LinkRole.ENTRY, FetchStatus.NOT_FOUND, 404, 3, False, (HOME,), PROOF)


def facts(**fields: object) -> SiteFacts:
    given = {"homepage": UNSEEN, "columns": UNSEEN, "links": UNSEEN, "probes": UNSEEN, **fields}
    return SiteFacts(site=SITE, coverage=Coverage(7, 6), **given)  # type: ignore[arg-type]


def judged(
    folder: Path, codes: tuple[str, ...], *sites: SiteFacts, registry: Registry | None = None
) -> tuple[list[Verdict], list[Finding]]:
    store = FactsStore(folder)
    request = Request(ASOF, "national-2019", codes, (), "1.0")
    store.save_request(request)
    store.save_registry(registry or Registry(tuple(one.site for one in sites), None, None))
    for one in sites:
        store.save_site(one)
    return judge_result(store, request, STANDARD)


def test_a_hit_with_its_figures_and_evidence(tmp_path: Path) -> None:
    verdicts, findings = judged(tmp_path, ("W403",), facts(columns=tuple(column(n) for n in range(5))))
    assert [(v.outcome, v.veto, v.pages, v.reached) for v in verdicts] == [("fail", ("W403",), 7, 6)]
    (found,) = findings
    assert (found.outcome, found.tier, found.observed["blank"]) == ("hit", "veto", 5)
    assert found.evidence
    assert found.advice
    assert found.fingerprint


def test_four_blank_and_one_unseen_is_neither(tmp_path: Path) -> None:
    blocked = column(9, status=FetchStatus.BLOCKED, content=Content.NOTHING)
    seen = (*(column(n) for n in range(4)), blocked)
    verdicts, findings = judged(tmp_path, ("W403",), facts(columns=seen))
    assert (verdicts[0].outcome, findings[0].outcome) == ("unknown", "doubt")
    assert "W403待核" in verdicts[0].note


def test_samples_that_are_no_visits_of_their_own_are_told_beside_a_pass(tmp_path: Path) -> None:
    week = [ASOF - timedelta(days=7) + timedelta(minutes=36 + 72 * n) for n in range(140)]
    loop = [week[70] + timedelta(seconds=20 * n) for n in range(1, 13)]
    probes = tuple(ProbeSample(at, 90, "200", True) for at in sorted(week + loop))
    verdicts, findings = judged(tmp_path, ("W201",), facts(probes=probes))
    assert (verdicts[0].outcome, findings) == ("pass", [])
    assert "可用性监测：其中 12 次是短时间内连续访问的重复" in verdicts[0].note


def test_a_notice_of_maintenance_is_told_beside_a_pass(tmp_path: Path) -> None:
    week = [ASOF - timedelta(days=7) + timedelta(minutes=36 + 72 * n) for n in range(140)]
    probes = [ProbeSample(at, 90, "200", True) for at in week]
    probes[9] = replace(probes[9], page=FetchStatus.SUSPENDED)
    verdicts, _ = judged(tmp_path, ("W201",), facts(probes=tuple(probes)))
    assert verdicts[0].outcome == "pass"
    assert "可用性监测：有 1 次应答正常而网页称网站正在维护或暂停服务" in verdicts[0].note


def test_a_note_tier_never_fails_a_target(tmp_path: Path) -> None:
    verdicts, findings = judged(tmp_path, ("N109",), facts(links=(link("b"), link("a"))))
    assert [(v.outcome, v.veto, v.other) for v in verdicts] == [("pass", (), ("N109",))]
    assert [found.urls[0] for found in findings] == [HOME + "a", HOME + "b"]


def test_an_unfinished_site_is_unknown(tmp_path: Path) -> None:
    verdicts, findings = judged(tmp_path, ("W403", "W301"), registry=Registry((SITE,), None, None))
    assert verdicts[0].outcome == "unknown"
    assert "检查中断" in verdicts[0].note
    assert {found.outcome for found in findings} == {"doubt"}


def test_targets_out_of_operation_get_no_verdict(tmp_path: Path) -> None:
    closed = replace(SITE, state=RunState.CLOSED)
    account = MediaAccount("wx", "某发布", Platform.WECHAT, "", "", "石堰市", RunState.EXCEPTION)
    store = FactsStore(tmp_path)
    request = Request(ASOF, "national-2019", (), (), "1.0")
    store.save_request(request)
    store.save_registry(Registry((closed,), (account,), None))
    store.save_accounts([AccountFacts(account, UNSEEN, UNSEEN)])
    assert judge_result(store, request, STANDARD) == ([], [])


def test_vetoes_without_a_rule_leave_a_verdict_open(tmp_path: Path) -> None:
    unbuilt = next(w.code for w in STANDARD.weights.values() if w.code.startswith("W5"))
    verdicts, _ = judged(tmp_path, ("W403", unbuilt), facts(columns=(column(1),)))
    if unbuilt in indicators():
        assert f"{unbuilt}待核" in verdicts[0].note
    else:
        assert f"未评定（本版本尚无判定程序）：{unbuilt}" in verdicts[0].note
    assert verdicts[0].outcome == "unknown"


def test_unverified_limits_are_named_where_a_hit_rests_on_them(tmp_path: Path) -> None:
    stale = tuple(column(n, kind=ColumnKind.SHOULD_UPDATE) for n in range(10))
    verdicts, _ = judged(tmp_path, ("W402",), facts(columns=stale))
    assert verdicts[0].veto == ("W402",)
    assert ("所依限值尚未与官方附件核对：W402" in verdicts[0].note) is not STANDARD.weights[
        "W402"
    ].is_verified


def test_the_reason_why_a_visit_stopped_is_told(tmp_path: Path) -> None:
    stopped = replace(facts(columns=()), coverage=Coverage(300, 300, stop_reason="已达到页面预算 300 页"))
    assert "已达到页面预算 300 页" in judged(tmp_path, ("W403",), stopped)[0][0].note


def test_fingerprints_tell_faults_apart_and_last(tmp_path: Path) -> None:
    first = judged(tmp_path / "1", ("N109",), facts(links=(link("a"), link("b"))))[1]
    later = judged(tmp_path / "2", ("N109",), facts(links=(replace(link("a"), tries=9, text="新字"),)))[1]
    assert len({found.fingerprint for found in first}) == 2
    assert later[0].fingerprint == first[0].fingerprint
    parts = [
        ("site", "1", "N109", "a"),
        ("account", "1", "N109", "a"),
        ("site", "2", "N109", "a"),
        ("site", "1", "N103", "a"),
    ]
    assert len({fingerprint(*part) for part in parts}) == 4


def test_accounts_whose_facts_are_lost_are_unknown(tmp_path: Path) -> None:
    account = MediaAccount("wx", "某发布", Platform.WECHAT, "", "", "石堰市", RunState.RUNNING)
    other = replace(account, account_id="wy")
    post = Post("1", ASOF - timedelta(days=40), "题", "", "")
    store = FactsStore(tmp_path)
    request = Request(ASOF, "national-2019", ("A201",), (), "1.0")
    store.save_request(request)
    store.save_registry(Registry(None, (account, other), None))
    assert {v.outcome for v in judge_result(store, request, STANDARD)[0]} == {"unknown"}
    store.save_accounts([AccountFacts(account, (post,), UNSEEN)])
    assert [v.outcome for v in judge_result(store, request, STANDARD)[0]] == ["fail", "unknown"]
