"""检查 as kept: rounds, their targets as jobs, verdicts, and findings as cases that people settle."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.models import Case, Step
from xuncha.apps.directory.models import Unit
from xuncha.apps.directory.ownership import HeldRow, Ownership, held_by, hold_again
from xuncha.apps.inspections.comparison.model import Difference as Difference
from xuncha.apps.inspections.jobs import AddressHold as AddressHold
from xuncha.apps.inspections.jobs import Chore as Chore
from xuncha.apps.inspections.jobs import Job
from xuncha.apps.inspections.jobs import WorkerBeat as WorkerBeat
from xuncha.apps.inspections.kept_verdict import kept_verdict
from xuncha.apps.inspections.portal_scores import PortalScore as PortalScore
from xuncha.apps.inspections.portal_scores import ScoreForm as ScoreForm
from xuncha.apps.inspections.rechecks.model import Recheck as Recheck
from xuncha.apps.inspections.results import NOT_SEEN, Finding, Verdict
from xuncha.apps.inspections.suppression import Suppression as Suppression
from xuncha.apps.inspections.tallies import mark
from xuncha.facts.seen import Evidence


class RoundRows(models.QuerySet[Any]):
    """Rounds. Those outside the office see the finished ones."""

    def visible_to(self, user: Any) -> RoundRows:
        """The rounds the user may see. Comparisons of the directory judge nobody and have pages of their own."""
        rounds = self.exclude(kind=Round.Kind.COMPARE)
        return rounds if may(user, Right.SEE_ALL) else rounds.filter(state=Round.State.FINISHED)


class Round(models.Model):
    """检查: one inspection of many targets at one timepoint under one standard."""

    class Kind(models.TextChoices):
        """How the targets came together."""

        FULL = "full", "全覆盖检查"
        SAMPLE = "sample", "抽查"
        LOADED = "loaded", "导入已有结果"
        COMPARE = "compare", "名录比对"

    class State(models.TextChoices):
        """How far a round is."""

        PREPARING = "preparing", "准备中"
        RUNNING = "running", "检查中"
        PAUSED = "paused", "已暂停"
        FINISHED = "finished", "已完成"
        FAILED = "failed", "未能开始"
        CANCELLED = "cancelled", "已取消"

    title = models.CharField("名称", max_length=100)
    kind = models.CharField("方式", max_length=10, choices=Kind)
    state = models.CharField("状态", max_length=10, choices=State, default=State.PREPARING, db_index=True)
    asof = models.DateTimeField("监测时间点")
    standard = models.CharField("标准", max_length=200)
    indicators = models.JSONField("范围", default=list)
    seed = models.CharField("随机种子", max_length=64, blank=True)
    percent = models.PositiveSmallIntegerField("抽取比例", null=True)
    #: Name of the result folder under ``$XUNCHA_HOME/rounds``.
    folder = models.CharField(max_length=100, unique=True)
    #: How the network may be used: keys of FetchSettings, and ``max_pages``.
    network = models.JSONField(default=dict)
    issuer = models.CharField("发文机关", max_length=100, blank=True)
    trouble = models.TextField("未能开始的原因", blank=True)
    #: Of the files handed in: what is no fault, but may be a mistake; one sentence a file.
    remarks = models.JSONField("上传文件的说明", default=list)
    made_at = models.DateTimeField("建立时间", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField("开始时间", null=True)
    resumed_at = models.DateTimeField("继续时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    #: Since then the ledger of the round is closed: no decision changes it any more.
    notice_issued_at = models.DateTimeField("通报签发时间", null=True)

    objects = RoundRows.as_manager()

    class Meta:
        verbose_name = "检查"
        ordering = ["-asof", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def result(self) -> Path:
        """The result folder, laid out as ``xuncha inspect`` does."""
        return Path(settings.HOME) / "rounds" / self.folder


def finished_rounds() -> list[int]:
    """Keys of the rounds that those outside the office see."""
    return list(Round.objects.filter(state=Round.State.FINISHED).order_by().values_list("pk", flat=True))


class RoundTarget(Job):
    """One target of a round, as work to be done."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="targets")
    kind = models.CharField("类别", max_length=10)
    key = models.CharField("标识", max_length=200)
    name = models.CharField("名称", max_length=200, blank=True)
    place = models.PositiveIntegerField()
    #: What must not be worked on twice at a time, such as a host; empty for nothing.
    lock = models.CharField(max_length=255, blank=True)
    #: The network address of the host, looked up when first claimed: one worker at a time visits it.
    address = models.CharField(max_length=255, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    reached = models.PositiveIntegerField("读到的页数", default=0)

    class Meta:
        ordering = ["round", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind", "key"], name="target_once_in_a_round"),
            models.UniqueConstraint(
                fields=["lock"],
                condition=Q(state="running") & ~Q(lock=""),
                name="one_visit_of_a_host_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "round", "place"], name="work_to_do"),
            models.Index(fields=["round", "state"], name="progress_of_a_round"),
        ]

    def before_giving_up(self, why: str = "准备名单的工作进程多次中途退出") -> None:
        """A round whose lists are not prepared never begins; whoever waits for it is told."""
        if self.kind == "prepare":
            rows = Round.objects.filter(pk=self.round_id, state=Round.State.PREPARING)
            rows.update(state=Round.State.FAILED, trouble=why[:5000])

    @property
    def rate(self) -> float | None:
        """Pages a minute; None where nothing can be said yet."""
        took = self.took
        if not took or not self.pages or took.total_seconds() < 1:
            return None
        return round(self.pages * 60 / took.total_seconds(), 1)


class VerdictRows(models.QuerySet[Any]):
    """Verdicts of targets."""

    def visible_to(self, user: Any) -> VerdictRows:
        """Those of the user's units; outside the office only settled ones of finished rounds."""
        rows = self.filter(held_by(user))
        if may(user, Right.SEE_ALL):
            return rows
        return rows.filter(round__in=finished_rounds(), is_settled=True)

    def update(self, **fields: Any) -> int:
        """Update; verdicts given to other units, and their findings, are held by those."""
        if not {"sponsor", "sponsor_id", "supervisor", "supervisor_id"} & fields.keys():
            return super().update(**fields)
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**fields)
        for row in hold_again(VerdictEntry.objects.filter(pk__in=keys)):
            row.findings.update(ownership=row.ownership_id)
            mark(row.round_id, [row.region_name])
        return changed


class VerdictEntry(HeldRow):
    """判定 of one target in one round: what the machine said, and what stands after review."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="verdicts")
    kind = models.CharField("类别", max_length=10)
    key = models.CharField("标识", max_length=200)
    name = models.CharField("名称", max_length=200)
    region_name = models.CharField("地区", max_length=100)
    sponsor_name = models.CharField("主办单位", max_length=200)
    platform = models.CharField("平台", max_length=20, blank=True)
    sponsor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    supervisor = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    place = models.PositiveIntegerField()
    machine = models.JSONField("机器判定", default=dict)
    outcome = models.CharField("结论", max_length=10)
    veto = models.JSONField("否决指标", default=list)
    other = models.JSONField("其他指标", default=list)
    is_settled = models.BooleanField("已核实", default=False)
    #: Columns by the age of their newest item: up to 14 days, up to 180, older, not readable.
    fresh = models.PositiveIntegerField(default=0)
    ageing = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    undated = models.PositiveIntegerField(default=0)

    objects = VerdictRows.as_manager()

    class Meta:
        verbose_name = "判定"
        ordering = ["round_id", "place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "kind", "key"], name="verdict_once_in_a_round"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["round", "place", "id"],
                include=["name", "sponsor_name", "key", "kind", "outcome", "region_name"],
                name="verdicts_in_order",
            ),
            models.Index(fields=["ownership", "round", "place", "id"], name="verdicts_of_an_owner"),
            models.Index(fields=["round", "outcome", "place"], name="verdicts_by_outcome"),
            models.Index(fields=["round"], condition=Q(is_settled=False), name="verdicts_unsettled"),
            models.Index(fields=["round", "region_name", "kind", "outcome"], name="verdicts_by_region"),
            models.Index(fields=["kind", "key"], name="verdicts_of_a_target"),
        ]

    def machine_verdict(self) -> Verdict:
        """What judging said. Raises DamagedVerdictError."""
        return kept_verdict(self.machine, f"{self.name}（{self.key}）")


class FindingRows(models.QuerySet[Any]):
    """Findings."""

    def visible_to(self, user: Any) -> FindingRows:
        """Those of the user's units; only confirmed ones leave the office."""
        rows = self.filter(held_by(user))
        if may(user, Right.SEE_ALL):
            return rows
        return rows.filter(state=FindingCase.State.CONFIRMED, round__in=finished_rounds())


class FindingCase(Case):
    """问题: what judging found, until a person has settled it."""

    class State(models.TextChoices):
        """Where the review is."""

        SUSPECTED = "suspected", "疑似"
        FIRST = "first", "待第二人复核"
        VISIT = "visit", "待现场核查"
        CONFIRMED = "confirmed", "已确认"
        DISMISSED = "dismissed", "误报"
        SUPPRESSED = "suppressed", "已豁免"
        CLEARED = "cleared", "人工查看，未见问题"

    #: A confirmed finding is dismissed only where an objection of its owner is upheld.
    MOVES: ClassVar = {
        State.SUSPECTED: {State.FIRST, State.CONFIRMED, State.VISIT, State.DISMISSED, State.SUPPRESSED}
        | {State.CLEARED},
        State.FIRST: {State.CONFIRMED, State.SUSPECTED},
        State.VISIT: {State.FIRST, State.CONFIRMED, State.DISMISSED, State.CLEARED},
        State.CONFIRMED: {State.SUSPECTED, State.DISMISSED},
        State.DISMISSED: {State.SUSPECTED},
        State.CLEARED: {State.SUSPECTED},
        State.SUPPRESSED: {State.SUSPECTED},
    }
    #: States that still wait for somebody.
    OPEN: ClassVar = (State.SUSPECTED, State.FIRST, State.VISIT)

    round = models.ForeignKey(Round, models.CASCADE, related_name="findings")
    verdict = models.ForeignKey(VerdictEntry, models.CASCADE, related_name="findings")
    #: That of the verdict.
    ownership = models.ForeignKey(Ownership, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField("状态", max_length=12, choices=State, default=State.SUSPECTED)
    place = models.PositiveIntegerField()
    kind = models.CharField("类别", max_length=10)
    target = models.CharField("标识", max_length=200)
    code = models.CharField("指标", max_length=10)
    tier = models.CharField("性质", max_length=10)
    #: Order of the queue: vetoes first.
    rank = models.PositiveSmallIntegerField(default=3)
    outcome = models.CharField("机器结论", max_length=10)
    title = models.CharField("指标名称", max_length=200)
    detail = models.TextField("情况")
    urls = models.JSONField(default=list)
    quote = models.TextField("原文", blank=True)
    observed = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    advice = models.TextField("怎样整改", blank=True)
    fingerprint = models.CharField(max_length=32, db_index=True)
    machine_state = models.CharField(max_length=30, blank=True)
    #: Of what nobody could look at: findings of a target with the same number are left open by one cause.
    cause = models.BigIntegerField(null=True, editable=False)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="第一核实人"
    )

    objects = FindingRows.as_manager()

    @property
    def shown_state(self) -> str:
        """The state in words: what nobody could look at is no suspicion."""
        is_unseen = self.state == self.State.SUSPECTED and self.machine_state in NOT_SEEN
        return "未能检查" if is_unseen else self.State(self.state).label

    class Meta:
        verbose_name = "问题"
        #: Vetoes first, the latest round first; by keys alone, so that an index gives the order.
        ordering = ["rank", "-round_id", "verdict_id", "place", "pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["rank", "-round", "verdict", "place", "id"],
                include=["cause", "state"],
                name="findings_in_order",
            ),
            models.Index(
                fields=["state", "rank", "-round", "verdict", "place", "id"],
                include=["cause"],
                name="findings_by_state",
            ),
            models.Index(
                fields=["rank", "-round", "verdict", "place", "id"],
                condition=Q(state__in=("suspected", "first", "visit")),
                include=["code", "kind", "cause", "state", "machine_state"],
                name="queue_of_findings",
            ),
            models.Index(fields=["round", "id"], include=["state", "code"], name="findings_of_a_round"),
            models.Index(fields=["target"], name="findings_of_a_target"),
            models.Index(
                fields=["ownership", "state", "rank", "-round", "verdict", "place", "id"],
                include=["code", "kind"],
                name="findings_of_an_owner",
            ),
            models.Index(
                fields=["ownership", "round", "kind", "code", "verdict"],
                include=["state", "outcome"],
                name="findings_counted",
            ),
            models.Index(fields=["round", "code"], name="findings_by_code"),
            models.Index(
                fields=["verdict", "cause", "state", "rank", "id"],
                condition=Q(cause__isnull=False),
                name="findings_of_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, held by whoever holds the verdict."""
        if self.ownership_id is None:
            self.ownership_id = self.verdict.ownership_id
        super().save(*args, **kwargs)

    @property
    def needs_two(self) -> bool:
        """A veto makes its target fail: two people confirm it."""
        return self.tier == "veto"

    def as_found(self) -> Finding:
        """What judging found."""
        return Finding(
            target=self.target,
            kind=self.kind,
            code=self.code,
            tier=self.tier,
            outcome=self.outcome,
            title=self.title,
            detail=self.detail,
            urls=tuple(self.urls),
            quote=self.quote,
            observed=self.observed,
            evidence=tuple(Evidence(**record) for record in self.evidence),
            advice=self.advice,
            fingerprint=self.fingerprint,
            state=self.machine_state,
        )


class FindingStep(Step):
    """One step of the review of a finding."""

    case = models.ForeignKey(FindingCase, models.CASCADE, related_name="steps")

    @property
    def was_words(self) -> str:
        """The state before, on screen."""
        return FindingCase.State(self.was).label

    @property
    def now_words(self) -> str:
        """The state after, on screen."""
        return FindingCase.State(self.now).label


class FindingComment(models.Model):
    """意见: what somebody of the office wants the others to know. Written once, never changed; moves nothing."""

    finding = models.ForeignKey(FindingCase, models.CASCADE, related_name="comments")
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField("姓名", max_length=150)
    words = models.TextField("意见")

    class Meta:
        verbose_name = "意见"
        ordering = ["at", "pk"]
