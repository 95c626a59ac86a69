"""W104: what visitors do not see; always for a person to confirm."""

from __future__ import annotations

import pytest
from seen import HOME, PAGE, judged, site_facts
from traced import STRANGER, hidden, trace

from xuncha.facts.seen import Unseen
from xuncha.facts.traces import TraceSeen
from xuncha.gather.traces import SEARCH_ONLY
from xuncha.indicators.kernel import Judgement
from xuncha.text.tampering.hidden_links import Technique


def found(*traces: TraceSeen) -> Judgement:
    return judged("W104", site_facts(traces=traces))


@pytest.mark.parametrize("technique", [*(one.value for one in Technique), SEARCH_ONLY])
def test_every_technique_is_a_doubt_and_never_a_hit(technique: str) -> None:
    judgement = found(hidden(technique=technique))
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    assert judgement.doubts[0].observed == {"technique": technique, "suspicion": ""}
    assert technique in judgement.doubts[0].detail


def test_what_a_doubt_says() -> None:
    (doubt,) = found(hidden(suspicion="赌博")).doubts
    assert doubt.detail == (
        "链接“更多资讯”移出屏幕，疑为赌博内容：指向 www.q7w3.example 的链接移出屏幕（left:-9999px）"
    )
    assert (doubt.urls, doubt.evidence, doubt.quote) == ((HOME, STRANGER), (PAGE,), "更多资讯")


def test_hiding_alone_accuses_of_nothing_illegal() -> None:
    assert "疑为" not in found(hidden()).doubts[0].detail


def test_hidden_words_have_no_address() -> None:
    (doubt,) = found(hidden(url="", text="线上赌场 时时彩平台", suspicion="赌博")).doubts
    assert doubt.urls == (HOME,)
    assert doubt.detail.startswith("页面内容移出屏幕")


def test_faults_of_one_page_do_not_share_a_key() -> None:
    title = hidden(url="", text="新葡京", technique=Technique.TAMPERED_META.value)
    words = hidden(url="", text="百家乐,博彩", technique=Technique.TAMPERED_META.value)
    link, jump = hidden(), hidden(technique=SEARCH_ONLY)
    judgement = found(title, words, link, jump)
    assert len({doubt.key for doubt in judgement.doubts}) == 4


def test_a_key_does_not_change_with_the_reason() -> None:
    first, second = found(hidden()).doubts + found(hidden(reason="另一种说法")).doubts
    assert first.key == second.key


def test_visible_links_are_not_its_matter() -> None:
    assert found(trace()).outcome == "pass"


def test_nothing_found_passes() -> None:
    assert found().outcome == "pass"


def test_pages_that_were_not_seen_leave_a_doubt() -> None:
    assert judged("W104", site_facts(traces=Unseen("首页未能打开：超时"))).outcome == "unknown"
