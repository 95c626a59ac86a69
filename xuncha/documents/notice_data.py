"""Everything a notice (通报) says, as figures and names. Computed once; every document is printed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from xuncha.documents.rounding import NATIONAL, Rounding, percentage
from xuncha.documents.score_figures import ScoreFigures

TargetKind = Literal["site", "account"]

#: The value of 地区 that stands for provincial departments: a row of its own, never a city.
DEPARTMENTS = "省直部门"


@dataclass(frozen=True, slots=True)
class Tally:
    """Targets counted by verdict. Nothing is checked here: ``reconcile`` refuses figures that do not tie."""

    total: int = 0
    passed: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def judged(self) -> int:
        """Targets with a verdict: the denominator of the pass rate."""
        return self.passed + self.failed

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.total + other.total,
            self.passed + other.passed,
            self.failed + other.failed,
            self.unknown + other.unknown,
        )

    def pass_rate(self, rounding: Rounding = NATIONAL) -> str | None:
        """合格率: passed / (passed + failed) in per cent as text, None when nothing was judged.

        Reads 100 only when nothing failed.
        """
        return percentage(self.passed, self.judged, rounding)


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One row of an annex: a region, a department or a platform."""

    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Totals:
    """Sites or accounts: the figures of the body, and the annex rows that must add up to them.

    ``pass_rate`` is the rate as printed; ``fleet`` the number on the register, None when not known;
    ``by_department`` splits the row 省直部门 of ``by_region``.
    """

    tally: Tally = Tally()
    pass_rate: str | None = None
    by_region: tuple[TallyRow, ...] = ()
    by_department: tuple[TallyRow, ...] = ()
    by_platform: tuple[TallyRow, ...] = ()
    fleet: int | None = None


@dataclass(frozen=True, slots=True)
class ErrorReportFigures:
    """我为政府网站找错, counted at the monitoring timepoint.

    ``completion_rate`` = closed / received; ``on_time_rate`` = on_time / (closed + overdue): a report
    still open inside its time limit (``pending``) is neither on time nor late. Rates are per cent as
    text, None when the denominator is 0. ``provisional``: a due day fell into a year whose official
    calendar is not published.
    """

    received: int
    closed: int
    on_time: int
    upheld: int
    overdue: int
    pending: int
    completion_rate: str | None
    on_time_rate: str | None
    working_days_limit: int
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """One failed target and, in a sentence, what was found there."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem among sites or among accounts.

    ``targets`` have it established, ``doubtful`` only in doubt; a target is counted once, as
    established where both. ``examples`` name failed targets and are empty for tiers other than veto.
    """

    code: str
    title: str
    tier: str
    kind: TargetKind
    targets: int
    doubtful: int
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One veto that made a target fail."""

    code: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class FailedTarget:
    """不合格: a row of 附件3."""

    kind: TargetKind
    id: str
    name: str
    region: str
    sponsor: str
    platform: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """未能判定: neither pass nor fail. ``reason`` says why in full, ``cause`` in the few words of the body."""

    kind: TargetKind
    id: str
    name: str
    region: str
    sponsor: str
    platform: str
    reason: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One finding, a row of 问题清单. ``established`` is False for a doubt, ``seen`` for what nobody could look at;
    ``record`` names its evidence."""

    kind: TargetKind
    id: str
    name: str
    region: str
    sponsor: str
    platform: str
    code: str
    title: str
    tier: str
    established: bool
    detail: str
    url: str
    quote: str
    advice: str
    record: str
    fingerprint: str
    seen: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """整改期限. ``provisional`` (暂定): the official calendar of a year it reaches is not published."""

    on: date
    working_days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class StandardNote:
    """The standard that was applied.

    ``basis``: the documents it rests on, as cited; ``titles``: title by code; ``unverified``: limits whose
    wording nobody has checked against the official text, one sentence each.
    """

    name: str
    title: str
    basis: tuple[str, ...] = ()
    rounding: Rounding = NATIONAL
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What was judged. ``text`` says it in Chinese where ``limited``."""

    codes: tuple[str, ...] = ()
    limited: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Pages that should have been read, and pages that were.

    ``causes`` counts the others by how their requests ended (values of ``FetchStatus``), the most frequent
    first; ``incomplete`` are targets of which not every page was read; ``robots`` counts websites by what was made
    of their robots.txt (values of ``RobotsRule``), those with several hosts under each.
    """

    pages: int = 0
    reached: int = 0
    causes: tuple[tuple[str, int], ...] = ()
    incomplete: int = 0
    robots: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a correction. ``kind``: 撤销 or 新增 of a problem, or 得分 of a portal; ``was`` and ``now`` in
    words, ``why`` may be empty."""

    kind: str
    id: str
    name: str
    region: str
    sponsor: str
    code: str
    title: str
    was: str
    now: str
    why: str

    @property
    def sentence(self) -> str:
        """The change as the notice says it."""
        if self.kind == "得分":
            return f"得分：{self.name}由{self.was}改为{self.now}"
        named = f"{self.kind}：{self.name}“{self.title}”（{self.code}）"
        return f"{named}（{self.why}）" if self.kind == "撤销" else named


@dataclass(frozen=True, slots=True)
class Correction:
    """What a new version says of the notice it takes the place of: which, why, and what changed."""

    version: int
    corrects: str
    corrected_on: date
    reason: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeData:
    """The one source of every figure in the notice, its annexes, the workbook and the summary.

    ``by_person``: vetoes only a person can enter and nobody has entered for this round.
    ``reviewed``: a person has confirmed the results; until then the notice is an internal draft.
    ``scope_accepted``: the office issues it though only some of the indicators were judged.
    ``scores``: those of the portals, None where none were to be scored. ``evidence_digest``: SHA-256 of the
    signed-off list of all evidence, empty where there is none. ``correction``: None in a first version.
    """

    title: str
    issuer: str
    addressees: str
    document_number: str
    period: str
    asof: datetime
    issued_on: date
    standard: StandardNote
    scope: Scope
    sites: Totals
    accounts: Totals
    deadline: Deadline
    coverage: Coverage = Coverage()
    error_reports: ErrorReportFigures | None = None
    cities_below_full: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    failed: tuple[FailedTarget, ...] = ()
    unknown: tuple[UnknownTarget, ...] = ()
    problem_rows: tuple[ProblemRow, ...] = ()
    by_person: tuple[str, ...] = ()
    reviewed: bool = False
    scope_accepted: bool = False
    scores: ScoreFigures | None = None
    evidence_digest: str = ""
    correction: Correction | None = None

    @property
    def draft_mark(self) -> str:
        """The mark at the head of a notice that may not go out as it stands, empty when it may."""
        if not self.reviewed:
            return "内部核对稿"
        return "征求意见稿" if self.draft_reasons else ""

    @property
    def draft_reasons(self) -> tuple[str, ...]:
        """Why the notice is a draft, one sentence each."""
        reasons = []
        if not self.reviewed:
            reasons.append("检查结果由程序得出，尚未经人工核实确认，不得对外印发")
        if self.scope.limited and not self.scope_accepted:
            reasons.append(f"检查范围不完整：{self.scope.text or '仅判定部分指标'}")
        if self.standard.unverified:
            reasons.append("部分指标限值尚未与正式文件核对：" + "；".join(self.standard.unverified))
        return tuple(reasons)
