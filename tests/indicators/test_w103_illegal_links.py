"""W103: visible links whose words or host look illegal; always for a person to confirm."""

from __future__ import annotations

import pytest
from seen import HOME, PAGE, judged, site_facts
from traced import STRANGER, hidden, trace

from xuncha.facts.seen import Unseen
from xuncha.facts.traces import TraceSeen
from xuncha.indicators.kernel import Judgement


def found(*traces: TraceSeen) -> Judgement:
    return judged("W103", site_facts(traces=traces))


@pytest.mark.parametrize("kind", ["赌博", "色情", "黑产", "赌博或色情"])
def test_a_suspicious_link_is_a_doubt_and_never_a_hit(kind: str) -> None:
    judgement = found(trace(suspicion=kind))
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    assert judgement.doubts[0].observed == {"suspicion": kind}
    assert kind in judgement.doubts[0].detail


def test_what_a_doubt_says() -> None:
    (doubt,) = found(trace()).doubts
    assert doubt.detail == "链接“新葡京娱乐官网”疑似指向赌博网站：链接文字或域名含“葡京”"
    assert doubt.urls == (HOME, STRANGER)
    assert (doubt.evidence, doubt.quote, doubt.key) == ((PAGE,), "新葡京娱乐官网", STRANGER)


def test_a_link_without_words_is_named_by_its_address() -> None:
    (doubt,) = found(trace(text="", evidence=None)).doubts
    assert STRANGER in doubt.detail
    assert doubt.evidence == ()


def test_each_address_is_a_doubt_of_its_own() -> None:
    judgement = found(trace(), trace(url="http://m.zz90.example/"))
    assert len({doubt.key for doubt in judgement.doubts}) == 2


@pytest.mark.parametrize("one", [hidden(), hidden(suspicion="赌博"), trace(suspicion="")])
def test_hidden_links_and_links_without_suspicion_are_not_its_matter(one: TraceSeen) -> None:
    assert found(one).outcome == "pass"


def test_nothing_found_passes() -> None:
    assert found().outcome == "pass"


def test_pages_that_were_not_seen_leave_a_doubt() -> None:
    judgement = judged("W103", site_facts(traces=Unseen("首页未能打开：超时")))
    assert judgement.outcome == "unknown"
    assert "超时" in judgement.doubts[0].detail
