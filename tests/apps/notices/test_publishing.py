"""The notice of a result: what it covers, what it rests on, and nothing when figures contradict."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from xuncha.apps.inspections.facts_store import Registry
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.apps.notices.publishing import PdfEngineError, notice_data, publish
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.reconcile import NoticeDoesNotReconcile
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import MediaAccount, Platform, RunState, Site, SiteKind
from xuncha.standards.standard import Standard, load_standard

STANDARD = load_standard("national-2019")
SITE = Site("1", "石堰县政府", "http://a.example/", "某办", "", "石堰市", SiteKind.PORTAL, RunState.RUNNING)
ACCOUNT = MediaAccount("w", "石堰发布", Platform.WECHAT, "某办", "", "石堰市", RunState.RUNNING)
FAILED = Verdict("site", "1", "石堰县政府", "石堰市", "某办", "", "fail", ("W403",), (), 9, 8)
FOUND = Finding(
    "1", "site", "W403", "veto", "hit", "空白栏目", "5 个空白栏目", ("http://a.example/k/",), fingerprint="f"
)


def data_of(
    *codes: str, issuer: str = "", registry: Registry | None = None, standard: Standard = STANDARD
) -> NoticeData:
    request = Request(datetime(2025, 6, 25, 10, tzinfo=BEIJING), "national-2019", codes, (), "1.0", issuer)
    return notice_data([FAILED], [FOUND], registry or Registry((SITE,), None, None), request, standard)


def test_figures_and_the_words_of_the_request() -> None:
    data = data_of("W403", issuer="云岭省人民政府办公室")
    assert (data.sites.tally.failed, data.coverage.pages, data.coverage.reached) == (1, 9, 8)
    assert data.issuer == "云岭省人民政府办公室"
    assert data.failed[0].name == "石堰县政府"


def test_a_limited_scope_says_what_is_left_out() -> None:
    data = data_of("W403")
    assert data.scope.limited
    assert "W301" in data.scope.text
    assert "A201" not in data.scope.text  # no account was handed in


def test_vetoes_without_a_rule_are_named(tmp_path: Path) -> None:
    assert not data_of().scope.limited
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "national-2019"\nname = "own"\ntitle = "本省标准"\n[[indicator]]\ncode = "W901"\n'
        'title = "本省增加的否决"\ntarget = "site"\ntier = "veto"\nclause = "本省文件"\n',
        encoding="utf-8",
    )
    scope = data_of(standard=load_standard(str(own))).scope
    assert scope.limited
    assert "W901" in scope.text


def test_accounts_bring_their_vetoes_into_the_scope() -> None:
    data = data_of("W", registry=Registry((SITE,), (ACCOUNT,), None))
    assert "A201" in data.scope.text


def test_limits_that_wait_for_the_official_text_are_named() -> None:
    noted = data_of("W402").standard.unverified
    waiting = not STANDARD.weights["W402"].is_verified
    assert bool(noted) is waiting
    if waiting:
        assert "W402" in noted[0]


def test_everything_is_written(tmp_path: Path) -> None:
    assert publish(tmp_path, data_of("W403")) == ""
    assert {path.name for path in tmp_path.iterdir()} == {
        "summary.json",
        "notice.docx",
        "notice.pdf",
        "annexes.xlsx",
    }
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["sites"]["failed"] == 1


def test_figures_that_contradict_each_other_write_nothing(tmp_path: Path) -> None:
    data = data_of("W403")
    tally = replace(data.sites.tally, failed=data.sites.tally.failed + 1)
    broken = replace(data, sites=replace(data.sites, tally=tally))
    with pytest.raises(NoticeDoesNotReconcile):
        publish(tmp_path, broken)
    assert list(tmp_path.iterdir()) == []


def test_a_setting_names_what_prints_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNCHA_PDF_ENGINE", "typst")
    assert publish(tmp_path, data_of("W403")) == ""
    assert b"LibreOffice" not in (tmp_path / "notice.pdf").read_bytes()
    monkeypatch.setenv("XUNCHA_PDF_ENGINE", "word")
    with pytest.raises(PdfEngineError, match="XUNCHA_PDF_ENGINE=word"):
        publish(tmp_path, data_of("W403"))
