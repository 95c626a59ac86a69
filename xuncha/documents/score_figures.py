"""Scores of portals as the notice, its workbook and the summary print them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ScoreOutcome = Literal["pass", "fail", "unverified", "unscored"]

#: Stands in place of a veto's code where a portal fails by its score.
LOW_SCORE = "评分"
LOW_SCORE_TITLE = "扣分评分低于及格分"
#: Why a portal has no score, in the few words of the notice.
REASONS = {
    "vetoed": "出现单项否决问题，不再评分",
    "veto_open": "单项否决指标待核实",
    "table_incomplete": "评分表分值未录入完整",
    "not_entered": "尚有指标未录入",
}


@dataclass(frozen=True, slots=True)
class ScoreItemRow:
    """One item of one score: points taken off or brought, by whom, and for what."""

    code: str
    title: str
    points: str
    by: str
    remark: str


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One portal: a row of ``scores.csv``. Scores are decimal text, "" where there is none.

    ``outcome`` is ``unverified`` where points were not compared with the official annex, and ``unscored`` where no score is given; ``reason`` then says why as a word of the program,
    ``note`` in Chinese. With a score ``note`` says what it rests on.
    """

    id: str
    name: str
    region: str
    sponsor: str
    outcome: ScoreOutcome
    part_two: str = ""
    bonus: str = ""
    total: str = ""
    reason: str = ""
    note: str = ""
    items: tuple[ScoreItemRow, ...] = ()

    @property
    def result(self) -> str:
        """The outcome in the words used in documents."""
        words = {"pass": "合格", "fail": "不合格", "unverified": "暂不判定", "unscored": "未评分"}
        return words[self.outcome]


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """The scores of a round.

    ``missing`` names the figures still to be entered from the official annex, ``unverified`` the items whose
    points nobody compared with it; ``form`` and ``form_sha256`` the office's form, "" without one.
    """

    rows: tuple[ScoreRow, ...] = ()
    missing: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    form: str = ""
    form_sha256: str = ""
    pass_mark: str = ""

    @property
    def scored(self) -> tuple[ScoreRow, ...]:
        """The portals that have a score."""
        return tuple(row for row in self.rows if row.outcome != "unscored")

    @property
    def failed(self) -> int:
        """How many portals are below the pass mark."""
        return sum(row.outcome == "fail" for row in self.rows)

    @property
    def unscored(self) -> Mapping[str, int]:
        """How many portals have no score, by reason, in a fixed order."""
        counted = Counter(row.reason for row in self.rows if row.outcome == "unscored")
        return {reason: counted[reason] for reason in sorted(counted)}


def score_sentence(figures: ScoreFigures) -> str:
    """The paragraph of the notice on scores: figures where there are any, and who has none and why."""
    scored = figures.scored
    sentence = f"对{len(figures.rows)}个政府门户网站评分："
    if scored:
        named = "、".join(f"{row.name}{row.total}分" for row in scored[:_NAMED])
        more = "等，详见附表" if len(scored) > _NAMED else ""
        sentence += f"评出得分{len(scored)}个（{named}{more}）"
        passed = sum(row.outcome == "pass" for row in scored)
        if figures.failed:
            sentence += f"，其中{figures.failed}个扣分部分得分低于{figures.pass_mark}分，判为不合格"
        elif passed == len(scored):
            sentence += f"，扣分部分得分均不低于{figures.pass_mark}分"
        sentence += "。"
    else:
        sentence += "均未评分。"
    for reason, count in figures.unscored.items():
        sentence += f"未评分{count}个：{REASONS.get(reason, reason)}。"
    if figures.missing:
        named = "、".join(figures.missing[:_NAMED])
        more = f"等{len(figures.missing)}项" if len(figures.missing) > _NAMED else ""
        sentence += f"评分表尚缺{named}{more}，待对照官方附件录入。"
    if scored and figures.unverified:
        sentence += (
            f"以下指标的分值尚未与官方附件核对，据此得出的分数不作判定依据：{'、'.join(figures.unverified)}。"
        )
    return sentence


_NAMED = 5
