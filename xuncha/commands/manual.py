"""The indicators of a standard as a table, as JSON, and as the manual in docs/."""

from __future__ import annotations

import json

from xuncha.indicators.kernel import Indicator, Target, indicators
from xuncha.standards.standard import Standard, Tier, Weight

_TIERS = {Tier.VETO: "单项否决", Tier.DEDUCT: "扣分", Tier.BONUS: "加分", Tier.NOTE: "点名问题"}
_TARGETS = {Target.SITE: "网站", Target.ACCOUNT: "新媒体"}


def how_checked(weight: Weight) -> str:
    """How an indicator is settled, in words; says so where this version has no rule for it."""
    rule = indicators().get(weight.code)
    if weight.by_person:
        return "由人工录入"
    if rule is None:
        return "本版本尚无判定程序：未评定"
    return f"自动判定（读取 {'、'.join(fact for fact in rule.facts if fact != 'asof')}）"


def _limits(weight: Weight) -> str:
    rule = indicators().get(weight.code)
    merged = {**(rule.limits if rule else {}), **weight.limits}
    return " ".join(f"{name}={value:g}" for name, value in merged.items())


def _status(weight: Weight) -> str:
    return "有来源印证" if weight.is_verified else "待与官方附件核对"


def as_table(standard: Standard) -> str:
    """One line an indicator: code, tier, target, title, limits, clause, how it is checked."""
    lines = [f"{standard.title}（{standard.name}，自 {standard.effective_from} 起）"]
    for weight in standard.weights.values():
        parts = [weight.code, _TIERS[weight.tier], _TARGETS[weight.target], weight.title, how_checked(weight)]
        parts += [f"限值：{_limits(weight)}" if _limits(weight) else "", weight.clause]
        parts += [_status(weight) if not weight.is_verified else ""]
        lines.append("  ".join(part for part in parts if part))
    return "\n".join(lines)


def as_json(standard: Standard) -> str:
    """A list of objects, one an indicator."""
    rows = []
    for weight in standard.weights.values():
        rule = indicators().get(weight.code)
        rows.append(
            {
                "code": weight.code,
                "title": weight.title,
                "tier": weight.tier.value,
                "target": weight.target.value,
                "limits": {**(rule.limits if rule else {}), **weight.limits},
                "clause": weight.clause,
                "verified": weight.is_verified,
                "by_person": weight.by_person,
                "built": rule is not None,
                "how": how_checked(weight),
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=1)


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
        rule = indicators().get(weight.code)
        parts += ["", f"## {weight.code} {weight.title}", "", f"- 对象：{_TARGETS[weight.target]}"]
        parts += [
            f"- 类别：{_TIERS[weight.tier]}",
            f"- 依据：{weight.clause}",
            f"- 核对状态：{_status(weight)}",
        ]
        parts += _body(weight, rule)
    return "\n".join(parts) + "\n"


def _body(weight: Weight, rule: Indicator | None) -> list[str]:
    if rule is None or weight.by_person:
        return [f"- 检查办法：{how_checked(weight)}"]
    manual = rule.manual
    limits = [f"- 限值：`{_limits(weight)}`"] if _limits(weight) else []
    return [
        *limits,
        "",
        f"**检查什么** {manual.checks}",
        "",
        f"**怎样判定** {manual.judged}",
        "",
        f"**看不到时** {manual.unseen}",
        "",
        f"**怎样整改** {manual.rectify}",
    ]
