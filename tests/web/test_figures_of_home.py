"""Every number on the first page, counted again by other means: from what was planted, or from the files of the run."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from foreseen import ASOF, a_round, account_facts, column, site_facts, week
from selectolax.lexbor import LexborHTMLParser

from xuncha.apps.directory.models import Unit
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.tallies import mark
from xuncha.commands.judging import judge_and_publish
from xuncha.facts.seen import Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db
#: Age in days of the newest item of the columns of a site, None where it has no date; and whether the site opens.
Planted = tuple[str, str, str, str, tuple[int | None, ...]]
_SITES, _ACCOUNTS = "政府网站", "政务新媒体"
PROVINCE: tuple[Planted, ...] = (
    ("site", "石堰市", "教育局", "pass", (3, 100)),
    ("site", "石堰市", "水利局", "fail", (13, 14, 15)),
    ("site", "石堰市", "民政局", "pass", (180, 181, None)),
    ("site", "柳溪县", "柳溪县政府", "unknown", (2,)),
    ("site", "柳溪县", "柳溪县水利局", "pass", ()),
    ("site", "蓝沚市", "蓝沚市政府", "fail", (400,)),
    ("site", "省直部门", "省水利厅", "pass", (1, 2, 3)),
    ("site", "省直部门", "省教育厅", "fail", (1,)),
    ("site", "", "某局", "pass", (1,)),
    ("account", "石堰市", "教育局", "pass", ()),
    ("account", "石堰市", "水利局", "pass", ()),
    ("account", "柳溪县", "柳溪县政府", "fail", ()),
    ("account", "省直部门", "省水利厅", "unknown", ()),
)


def facts_of(number: int, planted: Planted, asof: datetime) -> Any:
    """Facts that the rules can only judge as planted."""
    kind, region, sponsor, outcome, ages = planted
    if kind == "account":
        days = {"pass": 3, "fail": 40}.get(outcome)
        found = account_facts(*([asof - timedelta(days=days)] if days else []))
        account = replace(found.account, account_id=f"wx-{number:03}", region=region, sponsor=sponsor)
        posts = found.posts if days else Unseen("没有采到发布记录")
        return replace(found, account=account, posts=posts)
    columns = [
        column(f"栏目{n}", ColumnKind.STATIC, None if age is None else (asof - timedelta(days=age)).date())
        for n, age in enumerate(ages)
    ]
    probes: Any = {"pass": week(0), "fail": week(140)}.get(outcome, Unseen("没有监测记录"))
    if isinstance(probes, tuple):
        probes = tuple(replace(one, at=one.at + (asof - ASOF)) for one in probes)
    home = (asof - timedelta(days=1)).date()
    found = site_facts(columns, home=home, probes=probes)
    return replace(
        found, site=replace(found.site, site_code=f"98{number:08}", region=region, sponsor=sponsor)
    )


def a_province(
    folder: Path, planted: tuple[Planted, ...] = PROVINCE, asof: datetime = ASOF, **more: Any
) -> Round:
    facts = [facts_of(number, one, asof) for number, one in enumerate(planted)]
    given = {"scope": ("W201", "W301", "A201")} | more
    return a_round(folder, *facts, asof=asof, **given)  # type: ignore[no-any-return]


def rate(passed: int, failed: int) -> str:
    """By other means than the program: half up, two decimals, 100 only where nothing failed."""
    if not passed + failed:
        return "—"
    exact = Decimal(passed * 100) / Decimal(passed + failed)
    found = str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return "99.99" if failed and found == "100.00" else found


def counted(planted: tuple[Planted, ...], place_of: Callable[[Planted], str]) -> list[list[str]]:
    """Rows of a table of rates, sites first."""
    groups: defaultdict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for one in planted:
        groups[one[0] != "site", place_of(one)][one[3]] += 1
    return [
        [_ACCOUNTS if account else _SITES, place, *cells(n)] for (account, place), n in sorted(groups.items())
    ]


def cells(n: Counter[str]) -> list[str]:
    numbers = (sum(n.values()), n["pass"], n["fail"], n["unknown"])
    return [*map(str, numbers), rate(n["pass"], n["fail"])]


def shown(client: Client, query: str = "") -> dict[str, list[list[str]]]:
    """The tables as they stand in the page, by their heading."""
    page = LexborHTMLParser(client.get(f"/?{query}").content.decode())
    return {
        card.css_first("h2").text(): [[td.text() for td in tr.css("td")] for tr in card.css("tbody tr")]
        for card in page.css("section.card")
    }


def exported(client: Client, round_: Round, name: str) -> list[list[str]]:
    body = b"".join(client.get(f"/charts/{round_.pk}/{name}?as=csv").streaming_content)
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]


@pytest.fixture
def counties(directory: Any) -> None:
    """柳溪县 lies in 石堰市."""
    city = Unit.objects.get(name="石堰市", kind=Unit.Kind.REGION)
    county = Unit.objects.create(name="柳溪县", kind=Unit.Kind.REGION, parent=city)
    Unit.objects.filter(pk=county.pk).update(path=f"{city.path}{county.pk}/")


class TestOneRound:
    def test_rates_of_cities_counties_and_departments(
        self, counties: None, tmp_path: Path, as_role: Callable[..., Client]
    ) -> None:
        round_, client = a_province(tmp_path / "r"), as_role("leader")
        tables = shown(client)
        city = {"柳溪县": "石堰市", "": "未填地区"}
        by_city = counted(PROVINCE, lambda one: city.get(one[1], one[1]))
        assert sorted(tables["各市合格率"]) == sorted(by_city)
        lower = tuple(one for one in PROVINCE if one[1] == "柳溪县")
        assert tables["各县（区）合格率"] == counted(lower, lambda one: one[1])
        departments = tuple(one for one in PROVINCE if one[1] == "省直部门")
        assert tables["省直部门合格率"] == counted(departments, lambda one: one[2])
        for name, title in (
            ("region", "各市合格率"),
            ("county", "各县（区）合格率"),
            ("department", "省直部门合格率"),
        ):
            assert exported(client, round_, name) == tables[title]
        drawn = client.get("/").context["charts"]
        assert [[str(cell) for cell in row] for row in drawn["region"]["rows"]] == tables["各市合格率"]

    def test_head_figures(self, tmp_path: Path, as_role: Callable[..., Client]) -> None:
        a_province(tmp_path / "r")
        page = LexborHTMLParser(as_role("leader").get("/").content.decode())
        heads = ["".join(li.text().split()) for li in page.css("ul.figures li")]
        for kind, label in (("site", _SITES), ("account", _ACCOUNTS)):
            n = Counter(one[3] for one in PROVINCE if one[0] == kind)
            total, passed, failed, unknown, percent = cells(n)
            assert f"{label}合格率{percent}%合格÷（合格＋不合格）" in heads
            assert f"{label}{total}合格{passed}，不合格{failed}，未能判定{unknown}" in heads

    def test_freshness(self, tmp_path: Path, as_role: Callable[..., Client]) -> None:
        a_province(tmp_path / "r")
        ages = [age for one in PROVINCE for age in one[4]]
        dated = [age for age in ages if age is not None]
        expected = [
            sum(age <= 14 for age in dated), sum(14 < age <= 180 for age in dated), sum(age > 180 for age in dated),
            len(ages) - len(dated),
        ]  # fmt: skip
        rows = shown(as_role("leader"))["网站栏目更新情况"]
        assert [int(row[1]) for row in rows] == expected
        assert sum(expected) == len(ages)

    def test_one_code_of_sites_and_of_accounts_is_two_kinds(
        self, tmp_path: Path, as_role: Callable[..., Client]
    ) -> None:
        round_ = a_province(tmp_path / "r")
        as_n107 = {"code": "N107", "tier": "note", "rank": 2}
        round_.findings.filter(outcome="hit").update(**as_n107)
        mark(round_.pk, round_.verdicts.values_list("region_name", flat=True))
        rows = [row for row in shown(as_role("leader"))["问题种类"] if row[0] == "N107"]
        failed = Counter(one[0] for one in PROVINCE if one[3] == "fail")
        assert [(row[3], row[5]) for row in rows] == [
            (str(failed["site"]), _SITES), (str(failed["account"]), _ACCOUNTS)
        ]  # fmt: skip

    def test_a_decision_is_counted_at_once(self, tmp_path: Path, as_role: Callable[..., Client]) -> None:
        round_ = a_province(tmp_path / "r")
        case = round_.findings.filter(code="W201", outcome="hit", verdict__region_name="蓝沚市").get()
        as_role("inspector").post(f"/findings/{case.pk}", {"decision": "dismiss", "note": "已报备"})
        rows = shown(as_role("leader"))["各市合格率"]
        assert [_SITES, "蓝沚市", "1", "1", "0", "0", "100.00"] in rows

    def test_one_target(self, tmp_path: Path, as_role: Callable[..., Client]) -> None:
        a_province(tmp_path / "r", PROVINCE[:1])
        tables = shown(as_role("leader"))
        assert tables["各市合格率"] == [[_SITES, "石堰市", "1", "1", "0", "0", "100.00"]]
        assert "问题种类" not in tables
        assert "历次检查合格率" not in tables

    def test_nothing_assessed(self, tmp_path: Path, as_role: Callable[..., Client]) -> None:
        unknown = tuple((kind, place, sponsor, "unknown", ()) for kind, place, sponsor, *_ in PROVINCE)
        a_province(tmp_path / "r", unknown)
        client = as_role("leader")
        assert {row[-1] for row in shown(client)["各市合格率"]} == {"—"}
        heads = LexborHTMLParser(client.get("/").content.decode()).css("ul.figures b")
        assert [one.text() for one in heads] == ["—", "9", "—", "4"]
        assert "问题种类" not in shown(client), "what nobody saw is no problem"


class TestRounds:
    def rounds(self, folder: Path, number: int, **more: Any) -> list[Round]:
        """One each quarter; in the n-th the first n sites fail."""
        made = []
        for n in range(number):
            planted = tuple(
                (*one[:3], "fail" if place < n else "pass", one[4]) for place, one in enumerate(PROVINCE[:6])
            )
            asof = ASOF + timedelta(days=91 * n)
            made.append(a_province(folder / str(n), planted, asof, title=f"第{n}季", **more))
        return made

    @pytest.mark.parametrize("number", [1, 2, 9])
    def test_the_trend_goes_back_eight_rounds(
        self, tmp_path: Path, as_role: Callable[..., Client], number: int
    ) -> None:
        made, client = self.rounds(tmp_path, number), as_role("leader")
        expected = [
            [
                f"第{n}季", (ASOF + timedelta(days=91 * n)).date().isoformat(), "导入已有结果", _SITES,
                *cells(Counter({"fail": min(n, 6), "pass": 6 - min(n, 6)})),
            ]
            for n in range(number)
        ][-8:]  # fmt: skip
        trend = shown(client).get("历次检查合格率")
        assert trend == (expected if number > 1 else None)
        if number > 2:
            earlier = shown(client, f"round={made[2].pk}")["历次检查合格率"]
            assert [row[0] for row in earlier] == ["第0季", "第1季", "第2季"]
            kinds = shown(client)["历次检查问题种类"]
            w201 = [int(row[4]) for row in kinds if row[2] == "W201"]
            assert w201 == [min(n, 6) for n in range(number)][-8:], "0 where none was found"

    def test_rounds_of_one_name_and_day_are_told_apart(
        self, tmp_path: Path, as_role: Callable[..., Client]
    ) -> None:
        one = a_province(tmp_path / "a", PROVINCE[:2])
        two = a_province(tmp_path / "b", PROVINCE[:1])
        for title in ("历次检查合格率", "历次检查问题种类"):
            names = [row[0] for row in shown(as_role("leader"))[title]]
            assert names == [f"二季度检查（编号 {one.pk}）", f"二季度检查（编号 {two.pk}）"]

    def test_what_a_round_did_not_look_for_is_no_zero(
        self, tmp_path: Path, as_role: Callable[..., Client]
    ) -> None:
        a_province(tmp_path / "a", PROVINCE, ASOF - timedelta(days=91), scope=("W301",), title="只看首页")
        a_province(tmp_path / "b", PROVINCE[:9], title="全看")
        rows = shown(as_role("leader"))["历次检查问题种类"]
        assert {row[0] for row in rows if row[2] == "W201"} == {"全看"}

    def test_a_round_in_which_nothing_could_be_judged_stands_without_a_rate(
        self, tmp_path: Path, as_role: Callable[..., Client]
    ) -> None:
        blind = tuple((*one[:3], "unknown", ()) for one in PROVINCE)
        a_province(tmp_path / "a", blind, ASOF - timedelta(days=91), title="没看成")
        a_province(tmp_path / "b", title="看成")
        trend = shown(as_role("leader"))["历次检查合格率"]
        assert [(row[0], row[3], row[-1]) for row in trend][:2] == [
            ("没看成", _SITES, "—"),
            ("没看成", _ACCOUNTS, "—"),
        ]
        kinds = shown(as_role("leader"))["历次检查问题种类"]
        assert {row[0] for row in kinds} == {"看成"}, "what nobody saw is no 0"


def test_it_agrees_with_the_files_of_the_run(
    result: Path, round_: Round, as_role: Callable[..., Client]
) -> None:
    """summary.json, verdicts.csv and findings.jsonl, each read by itself."""
    request = FactsStore(result).request()
    judge_and_publish(result, request, load_standard(request.standard))
    summary = json.loads((result / "summary.json").read_text("utf-8"))
    client = as_role("leader")
    tables = shown(client)
    for kind, label in (("sites", _SITES), ("accounts", _ACCOUNTS)):
        said = summary[kind]
        regions = {row[1]: row[2:] for row in tables["各市合格率"] if row[0] == label}
        names = ("total", "passed", "failed", "unknown")
        assert regions == {
            region: [*(str(one[name]) for name in names), one["pass_rate"] or "—"]
            for region, one in said["by_region"].items()
        }
    with (result / "verdicts.csv").open(encoding="utf-8-sig") as file:
        verdicts = list(csv.DictReader(file))
    by_outcome = Counter((row["kind"], row["outcome"]) for row in verdicts)
    sites = next(row for row in tables["各市合格率"] if row[0] == _SITES)
    assert sites[3:6] == [str(by_outcome["site", name]) for name in ("pass", "fail", "unknown")]
    lines = [json.loads(line) for line in (result / "findings.jsonl").read_text("utf-8").splitlines()]
    problems = {(row[0], row[5]): (int(row[3]), int(row[4])) for row in tables["问题种类"]}
    assert problems == _problems(lines)
    assert client.get("/").context["waiting"] == len(lines)


def _problems(lines: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[int, int]]:
    """Targets established and only in doubt, by code and kind; what nobody saw is neither."""
    hits, doubts = defaultdict(set), defaultdict(set)
    for one in lines:
        if one["state"] not in ("blocked", "not_assessed"):
            label = _SITES if one["kind"] == "site" else _ACCOUNTS
            (hits if one["outcome"] == "hit" else doubts)[one["code"], label].add(one["target"])
    keys = {*hits, *doubts}
    return {key: (len(hits[key]), len(doubts[key] - hits[key])) for key in keys}
