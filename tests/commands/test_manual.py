"""The indicators in three shapes, and the manual in docs/ that must not fall behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xuncha.commands.manual import as_json, as_markdown, as_table, how_checked, scored_items
from xuncha.indicators.kernel import Target, indicators, rules_of
from xuncha.standards.standard import load_standard

STANDARD = load_standard("national-2019")
MANUAL = Path(__file__).parents[2] / "docs" / "indicators.md"


def test_the_manual_is_current() -> None:
    assert MANUAL.read_bytes() == as_markdown(STANDARD).encode(), (
        "run: python -m xuncha rules --markdown > docs/indicators.md"
    )


@pytest.mark.parametrize("shape", [as_table, as_markdown, as_json])
def test_every_indicator_is_in_every_shape(shape: object) -> None:
    text = shape(STANDARD)  # type: ignore[operator]
    missing = [
        w.code
        for w in STANDARD.weights.values()
        if w.code not in text or w.title not in text or w.clause not in text
    ]
    assert missing == []


def test_the_table_has_a_line_each() -> None:
    lines = as_table(STANDARD).splitlines()
    assert len(lines) == len(STANDARD.weights) + len(scored_items(STANDARD)) + 2
    w301 = next(line for line in lines if line.startswith("W301"))
    assert "单项否决" in w301
    assert "days=14" in w301


def test_json_says_what_is_built_and_with_which_limits() -> None:
    rows = {row["code"]: row for row in json.loads(as_json(STANDARD))}
    assert {code for code, row in rows.items() if row["built"]} == set(indicators()) & set(rows)
    assert rows["W403"]["limits"] == {"max_blank": 5}
    assert (rows["W102"]["by_person"], rows["W102"]["how"]) == (True, "由人工录入")


def test_the_manual_prints_every_rules_four_paragraphs() -> None:
    text = as_markdown(STANDARD)
    for rule in [*rules_of(Target.SITE).values(), *rules_of(Target.ACCOUNT).values()]:
        for paragraph in (rule.manual.checks, rule.manual.judged, rule.manual.unseen, rule.manual.rectify):
            assert paragraph in text, rule.code


def test_a_province_with_its_own_limits(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'extends = "national-2019"\nname = "own"\ntitle = "本省标准"\neffective_until = 2026-12-31\n[[indicator]]\ncode = "W301"\nlimits = { days = 7 }\n',
        encoding="utf-8",
    )
    standard = load_standard(str(own))
    assert "本省标准（own，自 2019-04-01 至 2026-12-31 止）" in as_table(standard)
    assert "days=7" in as_table(standard)


def test_how_an_indicator_is_settled() -> None:
    said = {weight.code: how_checked(weight) for weight in STANDARD.weights.values()}
    assert said["W403"] == "自动判定（读取 columns）"
    unbuilt = {w.code for w in STANDARD.weights.values() if w.code not in indicators() and not w.by_person}
    assert {code for code, how in said.items() if "未评定" in how} == unbuilt
    assert "未评定" in how_checked(STANDARD.weights["W403"].model_copy(update={"code": "W901"}))


def test_scored_items_show_points_confidence_and_who_settles_them() -> None:
    rows = {row["code"]: row for row in json.loads(as_json(STANDARD)) if row["code"][0] in "DB"}
    assert set(rows) == {item.code for item in scored_items(STANDARD)}
    assert (rows["D105"]["points"], rows["D105"]["deduction"], rows["D105"]["confidence"]) == (None, "5", "1")
    assert (rows["D104"]["settled_by"], rows["D101"]["settled_by"]) == ("machine", "person")
    assert rows["B101"]["tier"] == "bonus"
    table = as_table(STANDARD)
    assert (
        "D105  扣分  政策文件  分值待录入，每处扣 5 分（未与官方附件核对）  把握 1  系统判定（D105）" in table
    )
    assert "D106  扣分  政策解读  分值待录入（未与官方附件核对）  把握 R  系统提示、人工录入" in table
    assert "D107  扣分  解读比例和形式  分值待录入（未与官方附件核对）  把握 R  人工录入" in table
    assert "| B105 | 创新发展加分 |" in as_markdown(STANDARD)


def test_a_scored_rule_and_its_item_have_one_title() -> None:
    titles = {item.code: item.title for item in scored_items(STANDARD)}
    rules = {code: rule.title for code, rule in indicators().items() if code in titles}
    assert rules == {code: titles[code] for code in rules}
    assert rules == {code: STANDARD.weights[code].title for code in rules}
