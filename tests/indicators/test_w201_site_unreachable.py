from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from seen import ASOF, BEIJING, PAGE, judged, samples, site_facts

from xuncha.facts.seen import Unseen
from xuncha.facts.website import ProbeSample
from xuncha.indicators.kernel import Outcome


def of(probes: tuple[ProbeSample, ...], **limits: float) -> Outcome:
    return judged("W201", site_facts(probes=probes, probes_evidence=PAGE), **limits).outcome


@pytest.mark.parametrize(
    ("failed", "outcome"), [(0, "pass"), (6, "pass"), (7, "fail"), (8, "fail"), (140, "fail")]
)
def test_five_percent_is_the_limit_and_belongs_to_it(failed: int, outcome: str) -> None:
    assert of(samples(failed)) == outcome


@pytest.mark.parametrize(("elapsed", "outcome"), [(14_999, "pass"), (15_000, "fail"), (15_001, "fail")])
def test_fifteen_seconds_count_as_not_opened(elapsed: int, outcome: str) -> None:
    assert of(samples(7, elapsed_ms=elapsed, outcome="200")) == outcome


@pytest.mark.parametrize("said", ["timeout", "dns", "connect", "tls", "reset", "500", "503", "404"])
def test_every_way_not_to_open_counts(said: str) -> None:
    assert of(samples(7, outcome=said, elapsed_ms=None)) == "fail"


@pytest.mark.parametrize("said", ["403", "405", "412", "431", "511", "521"])
def test_a_firewall_that_refuses_us_is_neither_up_nor_down(said: str) -> None:
    """Seven refused samples leave the first day with 13 valid ones: not enough to say anything."""
    assert of(samples(7, outcome=said, elapsed_ms=50)) == "unknown"


def test_alternating_failures_are_counted_in_sum() -> None:
    probes = list(samples(0))
    for number in range(0, 140, 20):
        probes[number] = ProbeSample(probes[number].at, 15_000, "timeout", True)
    assert of(tuple(probes)) == "fail"


def test_invalid_samples_do_not_count_at_all() -> None:
    probes = samples(0, 168)
    bad = tuple(ProbeSample(s.at, None, "connect", False) if n < 4 else s for n, s in enumerate(probes))
    assert of(bad) == "pass"


@pytest.mark.parametrize(("lost", "outcome"), [(0, "pass"), (1, "unknown")])
def test_fewer_than_twenty_valid_a_day_is_a_doubt(lost: int, outcome: str) -> None:
    probes = tuple(ProbeSample(s.at, s.elapsed_ms, s.outcome, n >= lost) for n, s in enumerate(samples(0)))
    assert of(probes) == outcome


def test_too_few_samples_are_a_doubt_even_when_all_failed() -> None:
    assert of(samples(100, 100)) == "unknown"


@pytest.mark.parametrize(
    "start",
    [
        datetime(2025, 6, 18, 0, 0, tzinfo=BEIJING),  # the seven whole days before the timepoint
        datetime(2025, 6, 18, 10, 0, tzinfo=BEIJING),  # 7 × 24 hours, from the start on
        datetime(2025, 6, 18, 11, 12, tzinfo=BEIJING),  # 7 × 24 hours, up to the timepoint itself
    ],
)
def test_the_week_may_run_by_the_clock_or_by_the_calendar(start: datetime) -> None:
    step = timedelta(minutes=72)
    probes = tuple(ProbeSample(start + step * n, 15_000 if n < 7 else 300, "200", True) for n in range(140))
    assert judged("W201", site_facts(probes=probes)).hits[0].observed["valid"] == 140


def test_the_week_may_end_on_the_day_of_the_timepoint() -> None:
    start = datetime(2025, 6, 19, tzinfo=BEIJING)
    step = timedelta(minutes=72)
    probes = tuple(ProbeSample(start + step * n, 15_000 if n < 7 else 300, "200", True) for n in range(140))
    night = datetime(2025, 6, 25, 23, 59, tzinfo=BEIJING)
    assert judged("W201", site_facts(probes=probes), night).outcome == "fail"


def test_samples_of_earlier_weeks_and_after_the_timepoint_are_left_out() -> None:
    early = tuple(ProbeSample(s.at - timedelta(days=7), 15_000, "timeout", True) for s in samples(0))
    late = tuple(ProbeSample(ASOF + timedelta(minutes=n + 1), 15_000, "timeout", True) for n in range(60))
    assert of(early + samples(0) + late) == "pass"


def test_a_hit_quotes_the_failed_samples_and_cites_the_file() -> None:
    (hit,) = judged("W201", site_facts(probes=samples(7), probes_evidence=PAGE)).hits
    assert hit.observed["percent"] == 5.0
    assert hit.evidence == (PAGE,)
    assert "timeout" in hit.quote


def test_no_probes_is_a_doubt() -> None:
    judgement = judged("W201", site_facts(probes=Unseen("没有提供可用性监测记录（--probes）")))
    assert judgement.outcome == "unknown"
    assert "--probes" in judgement.doubts[0].detail
