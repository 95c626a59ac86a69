"""Which pages are pictured, and that a finding's evidence includes what was shown of the pages it cites."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from small_sites import ASOF, HOME, SITE

from xuncha.apps.inspections.judging import _with_renderings, weigh_facts
from xuncha.apps.inspections.pictures import pages_to_picture
from xuncha.apps.inspections.question import Question
from xuncha.facts.renderings import RenderingSeen
from xuncha.facts.seen import Evidence, FetchStatus, Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.traces import TraceSeen
from xuncha.facts.website import ColumnSeen, Content, Coverage, KindSource, SiteFacts
from xuncha.standards.standard import load_standard

NOT = Unseen("未看")


def record(name: str, url: str = "") -> Evidence:
    return Evidence(
        "s.warc.gz", f"urn:uuid:{name}", url or f"{HOME}{name}/", "0" * 64, "2025-06-25T10:00:00+08:00"
    )


def blank(name: str) -> ColumnSeen:
    return ColumnSeen(
        name,
        ColumnKind.STATIC,
        KindSource.LISTED,
        f"{HOME}{name}/",
        1,
        FetchStatus.OK,
        record(name),
        Content.NOTHING,
    )


def facts(blanks: int, **changes: Any) -> SiteFacts:
    columns = tuple(blank(f"c{n}") for n in range(blanks))
    return replace(SiteFacts(SITE, Coverage(), NOT, columns, NOT, NOT), **changes)


def question(*scope: str, asof: datetime = ASOF) -> Question:
    return Question(load_standard("national-2019"), scope or ("W403", "W101", "N107"), asof)


def pages(seen: SiteFacts, asked: Question) -> tuple[Evidence, ...]:
    return pages_to_picture(seen, asked, weigh_facts(seen, asked))


def shown(name: str) -> RenderingSeen:
    return RenderingSeen(f"{HOME}{name}/", f"urn:uuid:{name}", record(f"{name}-dom"), record(f"{name}-png"))


def test_the_pages_of_a_veto_are_pictured() -> None:
    assert [page.url for page in pages(facts(5), question())] == [f"{HOME}c{n}/" for n in range(5)]


def test_a_doubt_or_another_scope_needs_no_pictures() -> None:
    assert pages(facts(4), question()) == ()
    assert pages(facts(5), question("N107")) == ()


def tampered(count: int) -> tuple[TraceSeen, ...]:
    proofs = [record(f"t{n}", f"{HOME}t{n}.html") for n in range(count)]
    return tuple(
        TraceSeen(page.url, "http://bet.test/", "百家乐", "移出屏幕", "链接移到屏幕外", "赌博", page)
        for page in proofs
    )


def test_what_waits_for_a_person_is_pictured_within_a_bound() -> None:
    seen = facts(5, traces=tampered(9))
    chosen = [page.url for page in pages(seen, question("W403", "W104"))]
    assert chosen[:5] == [f"{HOME}c{n}/" for n in range(5)], "vetoes first"
    assert chosen[5:] == [f"{HOME}t{n}.html" for n in range(3)], "and three of one kind at most"
    assert pages(seen, question("N109")) == ()


def test_a_document_and_a_page_that_was_not_seen_cannot_be_pictured() -> None:
    trace = replace(tampered(1)[0], evidence=record("t", f"{HOME}t.pdf"))
    assert pages(facts(0, traces=(trace,)), question("W104")) == ()
    unseen = replace(facts(0), homepage=Unseen("未看"), traces=Unseen("未看"))
    assert pages(unseen, question("W104", "N102")) == ()


def test_what_was_shown_already_is_not_shown_again() -> None:
    seen = facts(5, renderings=(shown("c0"), shown("c3")))
    assert [page.url for page in pages(seen, question())] == [f"{HOME}c{n}/" for n in (1, 2, 4)]


def test_only_vetoes_that_need_no_persons_word_count() -> None:
    assert question().vetoes == ("W403",)


def test_a_finding_cites_what_was_shown_of_its_pages() -> None:
    seen = facts(2, renderings=(shown("c1"),))
    cited = _with_renderings((record("c0"), record("c1")), seen)
    assert [one.record_id for one in cited] == [
        f"urn:uuid:{name}" for name in ("c0", "c1", "c1-dom", "c1-png")
    ]
    without = replace(shown("c1"), picture=None)
    assert len(_with_renderings((record("c1"),), replace(seen, renderings=(without,)))) == 2


def test_a_page_opened_twice_is_pictured_under_either_record() -> None:
    seen = facts(2, renderings=(shown("c1"),))
    second = replace(record("c1"), record_id="urn:uuid:opened-again")
    assert _with_renderings((second,), seen)[1:] == _with_renderings((record("c1"),), seen)[1:]
    assert len(_with_renderings((second,), seen)) == 3
    assert _with_renderings((record("c0"),), seen) == (record("c0"),)
