"""The indicators of a standard as a table, as JSON, and as the manual in docs/."""

from __future__ import annotations

import json
from typing import Any

from xuncha.indicators.kernel import Indicator, Target, rules_for
from xuncha.standards.score_form import who_settles
from xuncha.standards.score_table import Item, load_score_table
from xuncha.standards.standard import Standard, Tier, Weight

_TIERS = {Tier.VETO: "单项否决", Tier.DEDUCT: "扣分", Tier.BONUS: "加分", Tier.NOTE: "点名问题"}
_TARGETS = {Target.SITE: "网站", Target.ACCOUNT: "新媒体"}


def how_checked(weight: Weight) -> str:
    """How an indicator is settled, in words; says so where this version has no rule for it."""
    rules = rules_for(weight.code)
    if weight.by_person:
        return "由人工录入"
    if not rules:
        return "本版本尚无判定程序：未评定"
    words = "自动判定" if weight.tier is not Tier.DEDUCT else "自动判定或提示，见评分表"
    facts = dict.fromkeys(fact for rule in rules for fact in rule.facts if fact != "asof")
    return f"{words}（读取 {'、'.join(facts)}）"


def _limits(weight: Weight) -> dict[str, Any]:
    """The limits of every rule of a code, as the standard sets them."""
    defaults = {name: value for rule in rules_for(weight.code) for name, value in rule.limits.items()}
    return {**defaults, **weight.limits}


def _limits_in_words(weight: Weight) -> str:
    return " ".join(f"{name}={value:g}" for name, value in _limits(weight).items())


def _targets(weight: Weight) -> str:
    return "、".join(_TARGETS[target] for target in weight.targets)


def scored_items(standard: Standard) -> tuple[Item, ...]:
    """The deduction and bonus items of the standard's score table; none where it has no table."""
    return load_score_table(standard.score_table).item if standard.score_table else ()


def _points(item: Item) -> str:
    """Points and what one fault costs, as far as a source was found."""
    points = "分值待录入" if item.points is None else f"分值 {item.points}"
    each = f"，每处扣 {item.deduction} 分" if item.deduction is not None else ""
    mark = "" if item.verified else "（未与官方附件核对）"
    return f"{points}{each}{mark}"


def _settles(item: Item) -> str:
    rules = f"（{item.settled_from}）" if item.settled_by == "machine" else ""
    return f"{who_settles(item)}{rules}"


def _item_lines(standard: Standard) -> list[str]:
    items = scored_items(standard)
    if not items:
        return []
    lines = ["门户网站评分指标（代码、名称、分值、来源把握、由谁认定；2+ 两份以上资料，1 一份，R 凭记忆）"]
    for item in items:
        tier = "加分" if item.is_bonus else "扣分"
        lines.append(
            "  ".join(
                (
                    item.code,
                    tier,
                    item.title,
                    _points(item),
                    f"把握 {item.confidence}",
                    _settles(item),
                    item.clause,
                )
            )
        )
    return lines


def _status(weight: Weight) -> str:
    return "有来源印证" if weight.is_verified else "待与官方附件核对"


def as_table(standard: Standard) -> str:
    """One line an indicator: code, tier, target, title, limits, clause, how it is checked."""
    until = f"至 {standard.effective_until} 止" if standard.effective_until else "起"
    lines = [f"{standard.title}（{standard.name}，自 {standard.effective_from} {until}）"]
    for weight in standard.weights.values():
        parts = [weight.code, _TIERS[weight.tier], _targets(weight), weight.title, how_checked(weight)]
        limits = _limits_in_words(weight)
        parts += [f"限值：{limits}" if limits else "", weight.clause]
        parts += [_status(weight) if not weight.is_verified else ""]
        lines.append("  ".join(part for part in parts if part))
    return "\n".join([*lines, *_item_lines(standard)])


def as_json(standard: Standard) -> str:
    """A list of objects, one an indicator."""
    rows: list[dict[str, Any]] = []
    items = {item.code: item for item in scored_items(standard)}
    for weight in standard.weights.values():
        rows.append(
            {
                "code": weight.code,
                "title": weight.title,
                "tier": weight.tier.value,
                "target": weight.targets[0].value,
                "targets": [target.value for target in weight.targets],
                "limits": _limits(weight),
                "clause": weight.clause,
                "verified": weight.is_verified,
                "by_person": weight.by_person,
                "built": bool(rules_for(weight.code)),
                "how": how_checked(weight),
                **(_scored(items.pop(weight.code)) if weight.code in items else {}),
            }
        )
    rows += [_unruled(item) for item in items.values()]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _scored(item: Item) -> dict[str, Any]:
    """What the score table adds to an indicator; points as text, None where not known."""
    return {
        "points": None if item.points is None else str(item.points),
        "deduction": None if item.deduction is None else str(item.deduction),
        "confidence": item.confidence,
        "settled_by": item.settled_by,
        "settled_from": item.settled_from,
        "points_verified": item.verified,
    }


def _unruled(item: Item) -> dict[str, Any]:
    """An item of the score table that no rule of its own looks at."""
    return {
        "code": item.code,
        "title": item.title,
        "tier": (Tier.BONUS if item.is_bonus else Tier.DEDUCT).value,
        "target": Target.SITE.value,
        "limits": {},
        "clause": item.clause,
        "verified": item.verified,
        "by_person": item.settled_by == "person",
        "built": False,
        "how": f"{who_settles(item)}：{item.how}",
        **_scored(item),
    }


def as_markdown(standard: Standard) -> str:
    """The indicator manual: what every rule's docstring says, with limits and clause."""
    parts = [
        "# 指标手册",
        "",
        "由 `xuncha rules --markdown` 根据各指标程序的文档字符串生成，请勿手工修改。",
        "",
        f"标准：{standard.title}（`{standard.name}`）",
    ]
    for weight in standard.weights.values():
        parts += ["", f"## {weight.code} {weight.title}", "", f"- 对象：{_targets(weight)}"]
        parts += [
            f"- 类别：{_TIERS[weight.tier]}",
            f"- 依据：{weight.clause}",
            f"- 核对状态：{_status(weight)}",
        ]
        parts += _body(standard, weight)
    return "\n".join([*parts, *_item_table(standard)]) + "\n"


def _item_table(standard: Standard) -> list[str]:
    items = scored_items(standard)
    if not items:
        return []
    lines = [
        "",
        "## 门户网站评分指标",
        "",
        "分值由使用单位对照官方附件录入（`xuncha score-form`），录入完整之前不评分。",
        "",
    ]
    lines += [
        "| 代码 | 名称 | 分值 | 把握 | 由谁认定 | 检查内容 | 检查办法 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for item in items:
        cells = (item.code, item.title, _points(item), item.confidence, _settles(item), item.rule, item.how)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _body(standard: Standard, weight: Weight) -> list[str]:
    rules = rules_for(weight.code)
    if not rules or weight.by_person:
        return [f"- 检查办法：{how_checked(weight)}"]
    words = (f"{standard.limit_in_words(name, value)}（`{name}`）" for name, value in _limits(weight).items())
    limits = "；".join(words)
    lines = [f"- 限值：{limits}"] if limits else []
    for rule in rules:
        lines += ["", f"### {_TARGETS[rule.target]}"] if len(rules) > 1 else []
        lines += _page(rule)
    return lines


def _page(rule: Indicator) -> list[str]:
    """The four paragraphs of one rule."""
    manual = rule.manual
    return [
        "",
        f"**检查什么** {manual.checks}",
        "",
        f"**怎样判定** {manual.judged}",
        "",
        f"**看不到时** {manual.unseen}",
        "",
        f"**怎样整改** {manual.rectify}",
    ]
