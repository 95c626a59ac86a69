"""Calendars of columns and the chart of probes: what they draw, for whom, and the same figures in the export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from foreseen import a_round, column, site_facts, week

from xuncha.apps.received.models import ReceivedProbe
from xuncha.apps.reminders.availability import FAILED, OPEN, UNSEEN, gaps, looked
from xuncha.apps.reminders.foreseeing import foresee
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ProbeSample

SITE = "9800000001"
NOON = datetime(2025, 6, 25, 4, 0, tzinfo=UTC)


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


@pytest.fixture
def asof(directory: Any, tmp_path: Path) -> datetime:
    """An inspection of this morning: one column 11 days old, one long overdue, six of 140 probes failed."""
    at = timezone.now().astimezone(BEIJING).replace(hour=0, minute=1, second=0, microsecond=0)
    days = [(at - timedelta(days=n)).date() for n in (11, 60)]
    columns = [column("要闻", ColumnKind.NEWS, days[0]), column("旧闻", ColumnKind.NEWS, days[1])]
    probes = tuple(
        ProbeSample(one.at + (at - week(0)[0].at - timedelta(minutes=30)), one.elapsed_ms, one.outcome, one.valid)
        for one in week(6)
    )  # fmt: skip
    foresee(a_round(tmp_path / "result", site_facts(columns, home=at.date(), probes=probes), asof=at))
    return at


class TestCalendarOfColumns:
    def test_updates_the_days_left_the_day_of_the_breach_and_those_after(
        self, asof: datetime, as_role: Callable[..., Client]
    ) -> None:
        answer = as_role("leader").get(f"/warnings/sites/{SITE}")
        rows = {row.subject: row for row in answer.context["page"]}
        assert rows["要闻"].left == 4
        drawn = {day: (sort, n) for day, sort, n in answer.context["charts"][f"c{rows['要闻'].pk}"]["rows"]}
        day = lambda n: (asof + timedelta(days=n)).date().isoformat()  # noqa: E731
        assert drawn[day(-11)] == (1, 1)
        assert [drawn[day(n)][0] for n in (-10, 0, 3, 4)] == [2, 2, 2, 3]
        assert day(5) not in drawn
        late = {day: sort for day, sort, _ in answer.context["charts"][f"c{rows['旧闻'].pk}"]["rows"]}
        assert [late[day(n)] for n in (-60, -46, -45, -44, 0)] == [1, 2, 3, 4, 4]
        assert day(1) not in late

    def test_a_unit_opens_its_own_site_alone(
        self, asof: datetime, directory: Any, as_role: Callable[..., Client]
    ) -> None:
        for organ, status in ((directory.organs[0], 200), (directory.organs[1], 404)):
            client = as_role("owner", organ)
            for address in (
                f"/warnings/sites/{SITE}",
                f"/availability/{SITE}",
                f"/availability/{SITE}/export",
            ):
                assert client.get(address).status_code == status, address

    def test_days_of_the_whole_and_the_list_of_one_day_agree(
        self, asof: datetime, directory: Any, as_role: Callable[..., Client]
    ) -> None:
        client = as_role("leader")
        rows = client.get("/warnings/calendar").context["rows"]
        soon = (asof + timedelta(days=4)).date().isoformat()
        assert [soon, 1, 0, 1] in rows
        assert [row.subject for row in client.get(f"/warnings?on={soon}").context["page"]] == ["要闻"]
        lines = text_of(client.get("/warnings/calendar/export?as=csv")).splitlines()
        assert lines[1:] == [",".join(map(str, row)) for row in rows]
        assert as_role("owner", directory.organs[1]).get("/warnings/calendar").context["rows"] == []


class TestProbes:
    @pytest.mark.parametrize(
        ("elapsed", "outcome", "valid", "result", "said"),
        [
            (200, "200", True, OPEN, ""),
            (14_999, "200", True, OPEN, ""),
            (15_000, "200", True, FAILED, "15 秒"),
            (15_000, "timeout", True, FAILED, "超时"),
            (None, "dns", True, FAILED, "域名"),
            (90, "502", True, FAILED, "502"),
            (90, "403", True, UNSEEN, "拦截"),
            (15_000, "timeout", False, UNSEEN, "本单位网络"),
        ],
    )
    def test_what_a_sample_says(
        self, elapsed: int | None, outcome: str, valid: bool, result: str, said: str
    ) -> None:
        row = looked(ProbeSample(NOON, elapsed, outcome, valid), 15_000)
        assert row.result == result
        assert said in row.cause
        assert bool(row.cause) == (result != OPEN)

    def test_a_stretch_without_a_look_is_a_gap_with_its_reason(self) -> None:
        def rows(*given: tuple[float, bool]) -> Any:
            return [looked(ProbeSample(NOON + timedelta(hours=h), 9, "200", v), 15_000) for h, v in given]

        assert (
            gaps(rows((0, True), (1, True), (4, True)), 20) == []
        )  # exactly two and a half samples' distance
        (found,) = gaps(rows((0, True), (1, True), (4.01, True)), 20)
        assert (found.start, found.why) == (NOON + timedelta(hours=1), "没有访问记录")
        (found,) = gaps(rows((0, True), (1, False), (2, False), (3, False), (4, True)), 20)
        assert "本单位网络故障" in found.why
        (found,) = gaps(rows((0, True), (2, False), (4, False)), 20)
        assert found.end == NOON + timedelta(hours=4)

    def test_every_probe_of_the_inspection_and_of_those_handed_in_once(
        self, asof: datetime, directory: Any, as_role: Callable[..., Client]
    ) -> None:
        late = asof + timedelta(minutes=20)
        ReceivedProbe.objects.create(
            site=directory.sites[0], at=late, elapsed_ms=None, outcome="dns", valid=True, digest="1"
        )
        client = as_role("leader")
        context = client.get(f"/availability/{SITE}").context
        drawn = context["charts"]["probes"]["points"]
        assert context["until"] == late
        assert (len(drawn[OPEN]), len(drawn[FAILED])) == (134, 7)
        assert (context["valid"], context["failed"]) == (141, 7)
        assert {row.cause for row in context["troubles"]} == {"超时仍未打开", "域名解析失败"}
        assert len(text_of(client.get(f"/availability/{SITE}/export?as=csv")).splitlines()) == 142

    def test_a_site_nobody_probed_says_so(self, directory: Any, as_role: Callable[..., Client]) -> None:
        assert "还没有这个网站的拨测记录" in as_role("leader").get(f"/availability/{SITE}").content.decode()
