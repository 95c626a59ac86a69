"""A result taken into the ledger and reviewed: totals tie everywhere, a veto takes two, nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from deciding import as_, outcomes, post
from django.test import Client
from people import a_person
from small_province import BLANK, CLOSED, EXPECTED

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.figures import Figures
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.settling import NOT_SEEN
from xuncha.apps.inspections.tallies import count_whatever_is_marked, mark
from xuncha.apps.notices.publishing import notice_data
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.rounding import NATIONAL
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db


def summary_of(round_: Round) -> dict[str, Any]:
    """The figures of the notice, from the ledger."""
    store, standard = FactsStore(round_.result), load_standard(round_.standard)
    return build_summary(notice_data(*ledger.read(round_), store.registry(), store.request(), standard))


def test_it_is_what_the_command_line_said(round_: Round, result: Path) -> None:
    assert outcomes(round_) == EXPECTED
    store = FactsStore(result)
    standard = load_standard(round_.standard)
    sheet = kept_sheet(result, store.registry(), standard)
    verdicts, findings, _ = judge_and_score(store, store.request(), standard, sheet)
    assert ledger.read(round_) == (verdicts, findings)


def tied(round_: Round) -> None:
    """Pages, notice and ledger name the same figures."""
    summary, seen = summary_of(round_), Figures(a_person("leader"), [round_])
    for kind, name in (("site", "sites"), ("account", "accounts")):
        counted = seen.by("kind")[kind,]
        said = summary[name]
        assert (counted.total, counted.passed, counted.failed, counted.unknown) == (
            said["total"],
            said["passed"],
            said["failed"],
            said["unknown"],
        )
        assert counted.pass_rate(NATIONAL) == said["pass_rate"]
    verdicts, findings = ledger.read(round_)
    hits = {(f.code, f.target) for f in findings if f.outcome == "hit"}
    counts = {row["code"]: row["targets"] for row in seen.problems()}
    assert counts == {code: sum(1 for c, _ in hits if c == code) for code in counts}
    assert seen.waiting() == round_.findings.filter(state__in=FindingCase.OPEN).count()
    assert [v.outcome for v in verdicts] == [v.outcome for v in round_.verdicts.order_by("place")]


def test_totals_tie_before_and_after_every_decision(round_: Round, veto: FindingCase) -> None:
    tied(round_)
    (first, _), (second, _) = as_("inspector"), as_("reviewer")
    post(first, veto, "confirm")
    tied(round_)
    post(second, veto, "confirm")
    tied(round_)
    post(second, veto, "reopen", "材料有误")
    post(second, veto, "dismiss", "栏目并非空白")
    tied(round_)
    assert outcomes(round_)[BLANK] == "pass"
    doubt = round_.findings.filter(outcome="doubt", tier="veto").first()
    FindingCase.objects.filter(pk=doubt.pk).update(machine_state="insufficient")
    post(first, doubt, "confirm", "6月26日上午打开看过")
    post(second, doubt, "confirm")
    assert outcomes(round_)[doubt.target] == "fail"
    tied(round_)


def test_a_page_does_not_count_a_whole_round(round_: Round, as_role: Callable[..., Client]) -> None:
    client, regions = as_role("inspector"), [f"第{n}县" for n in range(40)]
    before = client.get("/").content.decode()
    assert "正在重新汇总" not in before
    rows = [
        VerdictEntry(round=round_, kind="site", key=f"99{n:08}", region_name=name, outcome="fail", place=1000 + n)
        for n, name in enumerate(regions)
    ]  # fmt: skip
    VerdictEntry.objects.bulk_create(rows)
    mark(round_.pk, regions)
    assert "正在重新汇总" in client.get("/").content.decode()
    assert "正在重新汇总" in client.get(f"/rounds/{round_.pk}").content.decode()
    leader = a_person("leader")
    was = Figures(leader, [round_]).by("kind")["site",].total
    count_whatever_is_marked()
    seen = Figures(leader, [round_])
    assert (seen.behind, seen.by("kind")["site",].total) == (False, was + len(regions))
    assert "正在重新汇总" not in client.get("/").content.decode()


def test_what_a_unit_sees_follows_every_decision(round_: Round, veto: FindingCase, directory: Any) -> None:
    organ = directory.organs[0]
    VerdictEntry.objects.filter(round=round_).update(sponsor=organ)
    owner = a_person("owner", organ)

    def seen() -> tuple[int, int, dict[str, int]]:
        figures = Figures(type(owner).objects.select_related("unit").get(pk=owner.pk), [round_])
        sites = figures.by("kind")["site",]
        return sites.total, sites.failed, {row["code"]: row["targets"] for row in figures.problems()}

    settled = round_.verdicts.filter(kind="site", is_settled=True)
    before = seen()
    assert before[:2] == (settled.count(), settled.filter(outcome="fail").count())
    assert seen() == before
    for role in ("inspector", "reviewer"):
        post(as_(role)[0], veto, "confirm")
    after = seen()
    assert after[:2] == (before[0] + 1, before[1] + 1)
    assert after[2]["W403"] == before[2].get("W403", 0) + 1
    VerdictEntry.objects.filter(round=round_).update(sponsor=directory.organs[1])
    assert Figures(type(owner).objects.get(pk=owner.pk), [round_]).by("kind") == {}


class TestFourEyes:
    def test_two_people_confirm_a_veto(self, veto: FindingCase) -> None:
        (first, person), (second, _) = as_("inspector"), as_("reviewer")
        post(first, veto, "confirm")
        assert (veto.state, veto.first_by) == ("first", person)
        post(first, veto, "confirm")
        assert veto.state == "first"
        post(second, veto, "confirm")
        assert veto.state == "confirmed"
        assert next(step.by_name for step in veto.steps.all()) == person.username

    def test_the_update_itself_refuses_the_same_person(self, veto: FindingCase, rf: Any) -> None:
        """Somebody who read the finding before the first confirmation, and sends the second."""
        from xuncha.apps.inspections.reviewing import DecisionRefusedError, decide

        _, person = as_("inspector")
        request = rf.post("/")
        request.user = person
        stale = FindingCase.objects.get(pk=veto.pk)
        decide(request, veto, "confirm")
        with pytest.raises(DecisionRefusedError, match="已被他人处理"):
            decide(request, stale, "confirm")
        stale.state, stale.first_by_id = "first", None
        with pytest.raises(DecisionRefusedError, match="已被他人处理"):
            decide(request, stale, "confirm")
        veto.refresh_from_db()
        assert veto.state == "first"

    def test_a_note_takes_one(self, round_: Round) -> None:
        note = round_.findings.filter(tier="note").exclude(machine_state__in=NOT_SEEN).first()
        if note is None:
            note = round_.findings.first()
            FindingCase.objects.filter(pk=note.pk).update(tier="note")
            note.refresh_from_db()
        post(as_("reviewer")[0], note, "confirm")
        assert note.state == "confirmed"

    def test_in_bulk_as_well(self, round_: Round) -> None:
        client, _ = as_("inspector")
        picked = list(round_.findings.filter(tier="veto"))
        for _ in range(2):
            client.post("/findings/decide", {"pick": [c.pk for c in picked], "decision": "confirm"})
        seen = round_.findings.filter(tier="veto").exclude(machine_state__in=NOT_SEEN)
        assert set(seen.values_list("state", flat=True)) == {"first"}
        assert set(round_.findings.filter(machine_state__in=NOT_SEEN).values_list("state", flat=True)) == {
            "suspected"
        }


class TestDecisions:
    @pytest.mark.parametrize("decision", ["dismiss", "back", "reopen"])
    def test_some_need_a_reason(self, veto: FindingCase, decision: str) -> None:
        post(as_("inspector")[0], veto, decision, "   ")
        assert veto.state == "suspected"
        assert not veto.steps.exists()

    @pytest.mark.parametrize("role", ["administrator", "leader", "supervisor", "owner"])
    def test_others_decide_nothing(self, veto: FindingCase, role: str) -> None:
        client, _ = as_(role)
        answer = client.post(f"/findings/{veto.pk}", {"decision": "dismiss", "note": "不属实"})
        assert answer.status_code in (404, 405)
        assert client.post("/findings/decide", {"pick": [veto.pk], "decision": "confirm"}).status_code == 403
        veto.refresh_from_db()
        assert veto.state == "suspected"

    def test_every_decision_is_recorded_with_the_person_logged_in(self, veto: FindingCase) -> None:
        client, person = as_("inspector")
        post(client, veto, "dismiss", "栏目有内容", by="somebody-else")
        entry = AuditEntry.objects.first()
        assert (entry.act, entry.actor_name) == ("核实：判为误报", person.username)
        assert entry.detail["理由"] == "栏目有内容"


class TestCleared:
    def test_somebody_looked_where_the_machine_could_not(self, round_: Round) -> None:
        client, _ = as_("inspector")
        doubts = list(round_.findings.filter(target=CLOSED, tier="veto", outcome="doubt"))
        hidden = doubts[0]
        assert "没有看成" in client.get(f"/findings/{hidden.pk}").content.decode()
        post(client, hidden, "clear", " ")
        assert hidden.state == "suspected"
        for one in doubts:
            post(client, one, "dismiss", "网站正常")
        assert outcomes(round_)[CLOSED] == "unknown"
        for one in doubts:
            post(client, one, "reopen", "重看")
            post(client, one, "clear", "用手机打开看过，栏目都有内容")
        assert outcomes(round_)[CLOSED] == "pass"
        tied(round_)

    def test_what_the_machine_saw_is_not_cleared(self, veto: FindingCase) -> None:
        post(as_("inspector")[0], veto, "clear", "看过")
        assert veto.state == "suspected"

    @pytest.mark.parametrize(
        ("state", "note"), [("not_assessed", "我看是"), ("blocked", "我看是"), ("insufficient", "")]
    )
    def test_what_was_not_seen_is_no_fault_to_confirm(self, veto: FindingCase, state: str, note: str) -> None:
        FindingCase.objects.filter(pk=veto.pk).update(machine_state=state, outcome="doubt")
        client, _ = as_("inspector")
        offered = 'value="confirm"' in client.get(f"/findings/{veto.pk}").content.decode()
        assert offered is (state == "insufficient")
        post(client, veto, "confirm", note)
        assert veto.state == "suspected"

    def test_what_was_seen_in_part_is_confirmed_with_the_words_of_who_saw_it(self, veto: FindingCase) -> None:
        FindingCase.objects.filter(pk=veto.pk).update(machine_state="insufficient", outcome="doubt")
        post(as_("inspector")[0], veto, "confirm", "6月26日上午用手机打开，第五个栏目也是空白")
        post(as_("reviewer")[0], veto, "confirm")
        assert veto.state == "confirmed"


def test_an_issued_notice_closes_the_ledger(round_: Round, veto: FindingCase, result: Path) -> None:
    from django.utils import timezone

    from xuncha.apps.inspections.loading import places_of

    Round.objects.filter(pk=round_.pk).update(notice_issued_at=timezone.now())
    client, _ = as_("inspector")
    post(client, veto, "dismiss", "不属实")
    assert (veto.state, outcomes(round_)) == ("suspected", EXPECTED)
    page = client.get(f"/findings/{veto.pk}").content.decode()
    assert "结论不再改动" in page
    assert 'name="decision"' not in page
    assert client.get(f"/findings/{veto.pk}/suppress").status_code == 302
    store = FactsStore(result)
    with pytest.raises(ledger.LedgerClosedError):
        ledger.write(round_, [], [], places_of(store.registry()))


def test_the_first_page_names_the_figures_of_the_ledger(
    round_: Round, as_role: Callable[..., Client]
) -> None:
    answer = as_role("leader").get("/")
    summary = summary_of(round_)
    rates = {label: rate for _, label, _, rate in answer.context["figures"]}
    assert rates == {
        "政府网站": summary["sites"]["pass_rate"],
        "政务新媒体": summary["accounts"]["pass_rate"],
    }
    exported = as_role("leader").get(f"/charts/{round_.pk}/region?as=csv")
    rows = [
        line.split(",") for line in b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()[1:]
    ]
    assert sum(int(row[2]) for row in rows if row[0] == "政府网站") == summary["sites"]["total"]
    assert json.loads(json.dumps(answer.context["charts"]))
