"""Standards: what is shipped, what a province changes, and everything that is refused at load."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.indicators.kernel import Target, indicators, rules_for
from xuncha.standards.standard import Standard, StandardError, Tier, check_limits, load_standard, shipped

WHOLE = """
name = "qinghe"
title = "清河市检查指标"
authority = "清河市人民政府办公室"
effective_from = 2025-01-01
basis = ["清府办〔2025〕1号"]
[rates]
rounding = "truncate"
decimals = 1
[deadlines]
rectification_working_days = 5
error_report_working_days = 3
"""
ROW = """
[[indicator]]
code = "W301"
title = "首页不更新"
target = "site"
tier = "veto"
clause = "第一条"
"""
EXTENDS = 'extends = "national-2019"\nname = "qinghe"\n'


@pytest.fixture
def load(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Loads a standard written to a file of its own."""

    def write(text: str, name: str = "own.toml") -> Standard:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return load_standard(str(path))

    return write


def test_the_national_standard_is_shipped_and_names_every_rule_with_its_limits() -> None:
    assert "national-2019" in shipped()
    standard = load_standard("national-2019")
    rules = indicators()
    assert set(rules) <= set(standard.weights)
    for weight in standard.indicator:
        check_limits("national-2019", weight)
    for code in rules:
        targets = {rule.target for rule in rules_for(code)}
        assert set(standard.weights[code].targets) == targets
        assert set(standard.weights[code].limits) <= {
            name for rule in rules_for(code) for name in rule.limits
        }


def test_every_limit_has_a_name_in_chinese() -> None:
    standard = load_standard("national-2019")
    limits = {name for code in standard.weights for rule in rules_for(code) for name in rule.limits}
    assert set(standard.limit_titles) == limits, (
        "[limit_titles] of national-2019.toml names every limit, and no other"
    )
    assert standard.limit_in_words("stagnant_days", 365) == "停滞天数 365"
    assert standard.limit_in_words("own_limit", 2.5) == "own_limit 2.5"


def test_the_limits_of_the_national_standard() -> None:
    weights = load_standard("national-2019").weights
    assert weights["W201"].limits == {"days": 7, "samples_per_day": 20, "over_ms": 15000, "fail_percent": 5}
    assert weights["W301"].limits == {"days": 14}
    assert weights["W401"].limits == {"news_days": 14, "notice_months": 6, "max_stale": 5}
    assert weights["W403"].limits == {"max_blank": 5}
    assert weights["A201"].limits == {"days": 14}
    assert not weights["W402"].is_verified
    assert not weights["W602"].is_verified
    assert weights["W301"].is_verified


def test_a_whole_standard_of_its_own(load) -> None:  # type: ignore[no-untyped-def]
    standard = load(WHOLE + ROW)
    assert (standard.name, standard.rates.decimals, list(standard.weights)) == ("qinghe", 1, ["W301"])
    assert standard.weights["W301"].tier is Tier.VETO
    assert standard.weights["W301"].targets == (Target.SITE,)


def test_a_file_with_a_mark_at_its_beginning_or_an_upper_case_name_is_read(load) -> None:  # type: ignore[no-untyped-def]
    assert load("\ufeff" + WHOLE + ROW, "OWN.TOML").name == "qinghe"


def test_a_province_repeats_only_what_differs(load) -> None:  # type: ignore[no-untyped-def]
    national = load_standard("national-2019")
    own = load(
        EXTENDS
        + '[rates]\ndecimals = 1\n[[indicator]]\ncode = "W401"\nlimits = { news_days = 10 }\n'
        + ROW.replace("W301", "W999")
    )
    assert own.weights["W401"].limits == {"news_days": 10, "notice_months": 6, "max_stale": 5}
    assert own.weights["W401"].title == national.weights["W401"].title
    assert (own.rates.decimals, own.rates.rounding) == (1, "half_up")
    assert own.deadlines == national.deadlines
    assert set(own.weights) == {*national.weights, "W999"}


def test_a_file_may_build_on_a_file_beside_it(load, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "province.toml").write_text(
        EXTENDS + '[[indicator]]\ncode = "W301"\nlimits = { days = 10 }', encoding="utf-8"
    )
    own = load('extends = "province.toml"\nname = "county"')
    assert (own.name, own.weights["W301"].limits) == ("county", {"days": 10})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WHOLE + ROW + "colour = 1", "indicator.0.colour：没有这个键"),
        (WHOLE.replace("title =", "titel =") + ROW, "title：缺少这一项"),
        ("x = 1\n" + WHOLE + ROW, "x：没有这个键"),
        (WHOLE + "grace = 1\n" + ROW, "deadlines.grace：没有这个键"),
        (WHOLE + ROW.replace("W301", "w301"), "indicator.0.code：值“w301”"),
        (WHOLE + ROW.replace("W301", "W1"), "indicator.0.code：值“W1”"),
        (WHOLE + ROW.replace('"veto"', '"fatal"'), "indicator.0.tier：值“fatal”"),
        (WHOLE + ROW + 'applies_to = ["火星"]', "applies_to"),
        (WHOLE + ROW + ROW, "指标 W301 写了两次"),
        (EXTENDS + ROW + ROW, "指标 W301 写了两次"),
        (WHOLE + ROW + "limits = { weeks = 2 }", "指标 W301 没有名为 weeks 的限值"),
        (WHOLE + ROW + 'unverified = ["weeks"]', "指标 W301 没有名为 weeks 的限值"),
        (WHOLE + ROW.replace("W301", "W998") + "limits = { days = 2 }", "指标 W998 没有名为 days 的限值"),
        (WHOLE + ROW + 'limits = { days = "14" }', "indicator.0.limits.days"),
        (WHOLE + ROW + "limits = { days = true }", "indicator.0.limits.days"),
        (WHOLE + ROW + "limits = { days = -1 }", "indicator.0.limits.days"),
        (WHOLE + ROW + "limits = { days = inf }", "indicator.0.limits.days"),
        (WHOLE + ROW + "limits = { days = nan }", "indicator.0.limits.days"),
        (WHOLE + ROW.replace('"site"', '"account"'), "指标 W301 的对象应为 site"),
        (WHOLE.replace("decimals = 1", "decimals = 9") + ROW, "rates.decimals：值“9”"),
        (WHOLE.replace("days = 5", "days = 0") + ROW, "rectification_working_days：值“0”"),
        (WHOLE.replace("2025-01-01", '"一月"') + ROW, "effective_from"),
        ("这不是 TOML", "不是有效的 TOML 文件"),
        ('extends = "national-1999"', "没有标准“national-1999”"),
        ('extends = "own.toml"', "extends 循环引用"),
        ('extends = "./x/../own.toml"', "extends 循环引用"),
        ("extends = 5", "没有标准“5”"),
        (EXTENDS + "indicator = 5", "indicator 应写成 [[indicator]] 表"),
        (EXTENDS + "indicator = [5]", "indicator 应写成 [[indicator]] 表"),
        (EXTENDS + "[[indicator]]\ncode = [1]", "code 应为文字"),
        (EXTENDS + "rates = 5", "rates 应写成表"),
        (EXTENDS + '[[indicator]]\ncode = "W301"\nlimits = 5', "limits 应写成表"),
        (EXTENDS + '[[indicator]]\ntitle = "无代码"', "缺少这一项"),
    ],
)
def test_what_is_refused(load, text: str, told: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StandardError) as refused:
        load(text)
    assert told in str(refused.value)
    assert "Input should" not in str(refused.value)


def test_a_base_that_cannot_be_read_is_refused(load, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "base.toml").write_text("rates = 5\n[[indicator]]\ntitle = '甲'", encoding="utf-8")
    with pytest.raises(StandardError, match="rates 应写成表"):
        load('extends = "base.toml"')


def test_files_that_are_no_text_or_no_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(StandardError, match="读不到这个文件"):
        load_standard(str(tmp_path / "folder.toml"))
    (tmp_path / "gbk.toml").write_bytes("name = '清河'".encode("gbk"))
    with pytest.raises(StandardError, match="不是有效的 TOML 文件"):
        load_standard(str(tmp_path / "gbk.toml"))
    with pytest.raises(StandardError, match="national-2019"):
        load_standard("没有这个标准")


def test_the_scope_is_given_by_prefixes() -> None:
    standard = load_standard("national-2019")
    assert standard.scope(()) == tuple(sorted(standard.weights))
    assert standard.scope(("W4",)) == ("W401", "W402", "W403")
    assert standard.scope(("W301", "A2")) == ("A201", "A202", "W301")
    with pytest.raises(StandardError, match="X9"):
        standard.scope(("W4", "X9"))
