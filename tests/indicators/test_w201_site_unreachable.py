from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from seen import ASOF, BEIJING, PAGE, judged, samples, site_facts

from xuncha.facts.seen import FetchStatus, Unseen
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
    assert "超时仍未打开（15000 毫秒）" in hit.quote
    assert "T" not in hit.quote


def test_no_probes_is_a_doubt() -> None:
    judgement = judged("W201", site_facts(probes=Unseen("没有提供可用性监测记录（--probes）")))
    assert judgement.outcome == "unknown"
    assert "--probes" in judgement.doubts[0].detail


@pytest.mark.parametrize(
    ("suspended", "outcome"), [(1, "pass"), (6, "pass"), (7, "unknown"), (140, "unknown")]
)
def test_a_notice_of_maintenance_is_neither_open_nor_closed(suspended: int, outcome: str) -> None:
    probes = samples(suspended, outcome="200", elapsed_ms=90, page=FetchStatus.SUSPENDED)
    judgement = judged("W201", site_facts(probes=probes))
    assert (judgement.outcome, judgement.hits) == (outcome, ())
    for doubt in judgement.doubts:
        assert f"有 {suspended} 次应答正常而网页称网站正在维护或暂停服务" in doubt.detail
        assert doubt.state == "doubt"


def test_what_failed_outright_is_a_hit_whatever_the_notices_were() -> None:
    down = samples(7)
    notice = replace(down[100], page=FetchStatus.SUSPENDED)
    (hit,) = judged("W201", site_facts(probes=(*down[:100], notice, *down[101:]))).hits
    assert (hit.observed["failed"], hit.observed["unclear"]) == (7, 1)


def test_the_page_of_a_firewall_says_as_little_with_200_as_with_403() -> None:
    assert of(samples(7, outcome="200", elapsed_ms=90, page=FetchStatus.BLOCKED)) == "unknown"


def burst(at: datetime, count: int, outcome: str, seconds: int = 30) -> tuple[ProbeSample, ...]:
    """A script in a loop."""
    return tuple(ProbeSample(at + timedelta(seconds=seconds * n), 90, outcome, True) for n in range(count))


def test_a_script_in_a_loop_through_a_short_outage_is_for_a_person_to_weigh() -> None:
    five_minutes = burst(samples(0)[70].at + timedelta(minutes=25), 10, "connect")
    (doubt,) = judged("W201", site_facts(probes=samples(0) + five_minutes)).doubts
    assert (doubt.observed["failed"], doubt.observed["valid"], doubt.observed["repeated"]) == (10, 150, 9)
    assert "每一阵连续访问按一次计，有效访问 141 次，打不开 1 次，占 0.71%" in doubt.detail


def test_nor_does_a_script_in_a_loop_through_a_good_hour_hide_anything() -> None:
    good = burst(samples(0)[70].at + timedelta(minutes=1), 400, "200", seconds=5)
    assert of(samples(8) + good) == "unknown"


def test_bursts_that_decide_nothing_change_nothing() -> None:
    loop = burst(samples(0)[70].at + timedelta(minutes=25), 10, "connect")
    (hit,) = judged("W201", site_facts(probes=samples(40) + loop)).hits
    assert (hit.observed["failed"], hit.observed["valid"]) == (50, 150)
    assert "其中 9 次是短时间内连续访问的重复" in hit.detail


@pytest.mark.parametrize("minutes", [1, 5, 30, 60])
@pytest.mark.parametrize(("failed", "outcome"), [(6, "pass"), (7, "fail")])
def test_twenty_a_day_at_any_even_pace_are_counted_as_they_are(
    minutes: int, failed: int, outcome: str
) -> None:
    start = datetime(2025, 6, 18, 0, 1, tzinfo=BEIJING)
    times = [start + timedelta(days=day, minutes=minutes * n) for day in range(7) for n in range(20)]
    probes = tuple(
        ProbeSample(at, 90, "connect" if n < failed else "200", True) for n, at in enumerate(times)
    )
    assert of(probes) == outcome


def test_a_probe_every_few_minutes_all_week_has_no_bursts() -> None:
    start = ASOF - timedelta(days=7)
    times = [start + timedelta(minutes=5 * n + 1) for n in range(2000)]
    probes = [ProbeSample(at, 90, "connect" if n < 100 else "200", True) for n, at in enumerate(times)]
    assert of(tuple(probes)) == "fail"
    assert of(tuple(probes[1:])) == "pass"


def test_two_lines_at_one_moment_are_no_burst() -> None:
    second_line = tuple(ProbeSample(one.at + timedelta(seconds=4), 90, "200", True) for one in samples(0))
    assert of(samples(14) + second_line) == "fail"
