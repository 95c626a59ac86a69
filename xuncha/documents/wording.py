"""二、存在的主要问题 and 三、工作要求: the sentences of the body below the figures."""

from __future__ import annotations

from collections.abc import Iterator

from xuncha.documents.blocks import Heading, Paragraph
from xuncha.documents.inert_text import inert
from xuncha.documents.notice_data import Correction, NoticeData, Problem, TargetKind, Totals
from xuncha.documents.overall import day_text, overall

_NAMED = 5
#: Changes a corrected notice names in its body.
_CHANGES = 100
_LABELS: dict[TargetKind, str] = {"site": "政府网站", "account": "政务新媒体"}


def body(data: NoticeData) -> tuple[Heading | Paragraph, ...]:
    """Headings and paragraphs of the notice, from the opening to the last requirement."""
    return tuple(_body(data))


def _body(data: NoticeData) -> Iterator[Heading | Paragraph]:
    yield Paragraph(_opening(data))
    if data.correction:
        yield from (Paragraph(text) for text in _corrected(data.correction))
    yield Heading(1, "一、总体情况")
    yield from (Paragraph(text) for text in overall(data))
    yield Heading(1, "二、存在的主要问题")
    yield Heading(2, "（一）政府网站")
    yield from (Paragraph(text) for text in _problems(data, "site", data.sites))
    yield Heading(2, "（二）政务新媒体")
    yield from (Paragraph(text) for text in _problems(data, "account", data.accounts))
    doubts = [problem for problem in data.problems if problem.doubtful]
    if doubts:
        yield Heading(2, "（三）待人工核实事项")
        yield Paragraph(_doubts(doubts))
    yield Heading(1, "三、工作要求")
    yield from _requirements(data)


def _opening(data: NoticeData) -> str:
    basis = "、".join(inert(clause, 80) for clause in data.standard.basis) or inert(data.standard.title, 80)
    period = inert(data.period, 40)
    return f"根据{basis}，对{period}政府网站与政务新媒体运行情况进行了检查。现将检查情况通报如下："


def _corrected(correction: Correction) -> Iterator[str]:
    old = f"{inert(correction.corrects, 60)}（{day_text(correction.corrected_on)}印发）"
    reason = inert(correction.reason, 300).rstrip("。")
    yield f"本通报是对{old}的更正，为第{correction.version}版；原通报与本通报不一致的，以本通报为准。更正原因：{reason}。"
    if not correction.changes:
        yield "本次更正不涉及问题的增减和得分的变动。"
        return
    yield f"与原通报相比，有{len(correction.changes)}处变动："
    for number, change in enumerate(correction.changes[:_CHANGES], 1):
        yield f"{number}．{inert(change.sentence, 300)}。"
    if len(correction.changes) > _CHANGES:
        yield f"另有{len(correction.changes) - _CHANGES}处，详见附件。"


def _problems(data: NoticeData, kind: TargetKind, totals: Totals) -> Iterator[str]:
    label = _LABELS[kind]
    found = [problem for problem in data.problems if problem.kind == kind and problem.targets]
    if not totals.tally.total:
        yield f"本次未检查{label}。"
    elif not found and not totals.tally.judged:
        yield f"所检查的{label}均未能判定，本次不作问题认定。"
    elif not found:
        where = f"在已完成判定的{label}中" if totals.tally.unknown else f"对所检查的{label}"
        yield f"{where}，本次未认定存在检查指标所列问题。"
    for number, problem in enumerate(found, 1):
        yield f"{number}．{_problem(problem, label)}"


def _problem(problem: Problem, label: str) -> str:
    head = f"{inert(problem.title, 60)}（{inert(problem.code, 12)}）。有{problem.targets}个{label}存在此问题"
    if problem.tier != "veto":
        return head + "。"
    named = "；".join(
        inert(example.name, 60) + (f"（{inert(example.detail, 120)}）" if example.detail else "")
        for example in problem.examples[:_NAMED]
    )
    rest = "等，详见附件3" if problem.targets > len(problem.examples[:_NAMED]) else ""
    return f"{head}，判为不合格：{named}{rest}。" if named else f"{head}，判为不合格，详见附件3。"


def _doubts(problems: list[Problem]) -> str:
    counts = "，".join(
        f"{_LABELS[problem.kind]}疑似{inert(problem.title, 60)}（{inert(problem.code, 12)}）{problem.doubtful}个"
        for problem in problems
    )
    return f"以下为检查中发现的疑点，尚未经人工核实，不作为问题认定：{counts}。核实结果另行通知。"


def _requirements(data: NoticeData) -> Iterator[Heading | Paragraph]:
    due = f"{day_text(data.deadline.on)}前（含当日" + ("，暂定）" if data.deadline.provisional else "）")
    yield Heading(2, "（一）限期完成整改")
    if data.failed:
        yield Paragraph(
            f"附件3所列不合格的政府网站和政务新媒体，其主办单位要逐项核对问题、查明原因，于{due}完成整改；"
            "主管单位要督促到位，确属无力维护的按规定程序关停并同步更新名录。"
        )
    else:
        yield Paragraph(f"对检查发现的其他问题，主办单位要逐项核对、立行立改，于{due}完成整改。")
    if data.deadline.provisional:
        yield Paragraph("上述期限涉及的年度放假调休安排尚未公布，公布后如有变化，以重新核定的日期为准。")
    yield Heading(2, "（二）开展整改复查")
    yield Paragraph(
        "整改期满后将对同一问题逐一复查，复查仍不合格或者问题反复出现的，予以再次通报。"
        "对检查结果有异议的，可在整改期限内提交书面说明和佐证材料，申请复核。"
    )
    yield Heading(2, "（三）报送书面报告")
    yield Paragraph(
        f"各地、各部门要举一反三，全面排查同类问题，并于{due}将整改情况书面报送{inert(data.issuer, 40)}。"
    )
