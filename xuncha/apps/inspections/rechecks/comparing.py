"""What a second look says of a fault: still there, gone, or not seen. Pure.

Gone is said only where the same rule, having seen what it needs, no longer finds the same fault; whatever
kept it from seeing leaves the answer open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from xuncha.apps.inspections.judging import findings_of, fingerprint
from xuncha.apps.inspections.request import Request
from xuncha.apps.inspections.results import Finding
from xuncha.facts.seen import Evidence, FetchStatus, Unseen
from xuncha.facts.website import NOT_ASKED, ColumnSeen, SiteFacts
from xuncha.facts.words import WordEntry
from xuncha.gather.looking_again import LinkLook, Opened
from xuncha.indicators.freshness import last_update, why_unseen
from xuncha.indicators.kernel import State
from xuncha.indicators.website.n103_column_link_dead import TEMPORARY
from xuncha.standards.overdue import column_sorters
from xuncha.standards.standard import Standard

Outcome = Literal["there", "gone", "unseen"]
_SEEN_AND_DOUBTED = (State.VIOLATION.value, State.DOUBT.value)


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding as it was: what is looked for again. ``number`` is that of its row, None where it has none."""

    number: int | None
    code: str
    title: str
    fingerprint: str
    urls: tuple[str, ...]
    observed: Mapping[str, Any]
    was_hit: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one fault, or of what was looked at. ``evidence`` proves it."""

    outcome: Outcome
    detail: str
    code: str = ""
    title: str = ""
    number: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What facts are judged by: the standard, the scope, the office's words and the time of the look."""

    standard: Standard
    codes: tuple[str, ...]
    words: tuple[WordEntry, ...]
    asof: datetime

    def findings(self, facts: SiteFacts) -> tuple[Finding, ...]:
        """Everything the rules in scope find in these facts."""
        request = Request(self.asof, self.standard.name, self.codes, (), "")
        return findings_of(facts, self.words, self.standard, request)


def whole_site(fault: Fault, facts: SiteFacts, found: Sequence[Finding]) -> Answer:
    """A fault looked for in everything that was seen of the site this time."""
    same = _same(fault, found)
    if same is not None:
        return same
    blind = [one for one in found if one.code == fault.code and one.state not in _SEEN_AND_DOUBTED]
    if not facts.coverage.reached:
        return _answer(fault, "unseen", f"没有打开任何页面（{_causes(facts)}）")
    if isinstance(facts.identity, Unseen) and facts.identity != NOT_ASKED:
        return _answer(fault, "unseen", facts.identity.reason)
    if blind:
        return _answer(fault, "unseen", blind[0].detail, blind[0].evidence)
    keyless = fault.fingerprint == fingerprint("site", facts.site.site_code, fault.code, "")
    if not keyless and not _mentions(facts, fault.urls):
        return _answer(fault, "unseen", "这次没有看到原来有问题的页面，不能说已经消除")
    others = [one for one in found if one.code == fault.code]
    said = f"；但同一指标另有问题：{others[0].detail}" if others else ""
    home = _home_evidence(facts)
    return _answer(fault, "gone", f"同一判定方法这次没有发现该问题{said}", home)


def on_pages(fault: Fault, found: Sequence[Finding], opened: Sequence[Opened]) -> Answer:
    """A fault looked for on the pages it named."""
    same = _same(fault, found)
    if same is not None:
        return same
    proof = tuple(one.evidence for one in opened if one.evidence)
    blind = [one for one in opened if one.status is not FetchStatus.OK and not one.status.is_gone]
    if blind:
        return _answer(fault, "unseen", f"页面没有打开：{_ending(blind[0])}", proof)
    if any(one.unclear and one.status is FetchStatus.OK for one in opened):
        return _answer(fault, "unseen", "页面的文字没有读全（编码有误，或由脚本载入）", proof)
    named = fault.observed.get("pages")
    if isinstance(named, int) and named > len(fault.urls):
        return _answer(
            fault,
            "unseen",
            f"所列 {len(opened)} 个页面已不见该问题，另有 {named - len(fault.urls)} 个页面未列出",
            proof,
        )
    removed = [one for one in opened if one.status.is_gone]
    said = "页面已撤下" if removed and len(removed) == len(opened) else "页面上已不见该问题"
    return _answer(fault, "gone", said, proof)


def of_link(fault: Fault | None, look: LinkLook) -> Answer:
    """Whether a link's target opens now, or is no longer linked to."""
    proof = tuple(one.evidence for one in (look.target, *look.pages) if one.evidence)
    status = look.target.status
    if status is FetchStatus.OK:
        return _answer(fault, "gone", f"链接已能打开（HTTP {look.target.http_status}）", proof)
    if look.linked is False:
        return _answer(fault, "gone", "原来的页面已不再链接到该网址", proof)
    dead = status.is_gone and look.certain and look.target.http_status not in TEMPORARY
    if dead:
        return _answer(fault, "there", f"链接仍打不开：{_ending(look.target)}", proof)
    return _answer(fault, "unseen", f"不能断定：{_ending(look.target)}", proof)


def of_page(opened: Opened, found: Sequence[Finding]) -> list[Answer]:
    """A page looked at without a finding at hand: how it opened, then what the rules find on it."""
    proof = (opened.evidence,) if opened.evidence else ()
    if opened.status is not FetchStatus.OK:
        outcome: Outcome = "there" if opened.status.is_gone else "unseen"
        return [Answer(outcome, f"网页打不开：{_ending(opened)}", evidence=proof)]
    here = [one for one in found if opened.url in one.urls]
    faults = [_found(one) for one in here if one.state in _SEEN_AND_DOUBTED]
    if opened.unclear:
        return [*faults, Answer("unseen", "网页的文字没有读全（编码有误，或由脚本载入）", evidence=proof)]
    return faults or [
        Answer("gone", f"网页打开正常（HTTP {opened.http_status}），未见文字或暗链问题", evidence=proof)
    ]


def of_column(column: ColumnSeen, bench: Bench) -> list[Answer]:
    """A column looked at: whether it opens, is blank, and is updated in time under each rule that looks at it."""
    proof = (column.evidence,) if column.evidence else ()
    if not column.is_seen:
        gone = column.status.is_gone
        said = f"栏目打不开：{column.status.label}" if gone else f"栏目没有看清：{why_unseen(column)}"
        return [
            Answer(
                "there" if gone else "unseen", said, "N103", "栏目链接失效" if gone else "", evidence=proof
            )
        ]
    answers = []
    if column.is_blank:
        answers.append(Answer("there", "栏目打开正常，没有任何内容", "W403", "空白栏目", evidence=proof))
    for code, sort in column_sorters(bench.standard):
        stale, unseen = sort((column,), bench.asof)
        title = bench.standard.weights[code].title
        if stale:
            answers.append(Answer("there", f"逾期未更新：{last_update(column)}", code, title, evidence=proof))
        elif unseen:
            answers.append(
                Answer("unseen", f"是否逾期没有看清：{why_unseen(column)}", code, title, evidence=proof)
            )
    return answers or [Answer("gone", f"栏目打开正常，更新未逾期：{last_update(column)}", evidence=proof)]


def of_site(found: Iterable[Finding], before: Iterable[Fault], facts: SiteFacts) -> list[Answer]:
    """A whole site looked at: what is found now, and what of the faults known before is no longer found."""
    found = list(found)
    known = {fault.fingerprint: fault for fault in before}
    answers = []
    for one in found:
        fault = known.get(one.fingerprint)
        answers.append(replace(_found(one), number=fault.number if fault else None))
    prints = {one.fingerprint for one in found}
    answers += [whole_site(fault, facts, found) for key, fault in known.items() if key not in prints]
    return answers


def overall(answers: Sequence[Answer]) -> Outcome:
    """Any fault there is there; else anything not seen is not seen; else gone."""
    outcomes = {answer.outcome for answer in answers}
    return "there" if "there" in outcomes else "unseen" if "unseen" in outcomes else "gone"


def _same(fault: Fault, found: Sequence[Finding]) -> Answer | None:
    same = next((one for one in found if one.fingerprint == fault.fingerprint), None)
    if same is None:
        return None
    answer = replace(_found(same), number=fault.number)
    if (
        fault.was_hit and same.outcome == "doubt"
    ):  # established then, uncertain now: that is not "still there"
        return replace(answer, outcome="unseen", detail=f"这次不能断定：{same.detail}")
    return answer


def _found(one: Finding) -> Answer:
    outcome: Outcome = "there" if one.state in _SEEN_AND_DOUBTED else "unseen"
    return Answer(outcome, one.detail, one.code, one.title, None, one.evidence)


def _answer(fault: Fault | None, outcome: Outcome, detail: str, proof: tuple[Evidence, ...] = ()) -> Answer:
    if fault is None:
        return Answer(outcome, detail, evidence=proof)
    return Answer(outcome, detail, fault.code, fault.title, fault.number, proof)


def _ending(opened: Opened) -> str:
    code = f"（HTTP {opened.http_status}）" if opened.http_status else ""
    return f"{opened.status.label}{code}"


def _causes(facts: SiteFacts) -> str:
    return "、".join(FetchStatus(status).label for status, _ in facts.coverage.causes[:2]) or "原因不明"


def _mentions(facts: SiteFacts, urls: Iterable[str]) -> bool:
    """Whether anything seen this time bears one of these addresses."""
    said = repr((facts.columns, facts.texts, facts.boards, facts.services, facts.tags, facts.homepage))
    return any(repr(url)[1:-1] in said for url in urls if url)


def _home_evidence(facts: SiteFacts) -> tuple[Evidence, ...]:
    seen = (getattr(fact, "evidence", None) for fact in (facts.homepage, facts.identity, facts.marks))
    home = next((one for one in seen if isinstance(one, Evidence)), None)
    columns = facts.columns if isinstance(facts.columns, tuple) else ()
    return tuple(one for one in (home, *(column.evidence for column in columns[:3])) if one is not None)
