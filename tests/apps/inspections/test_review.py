"""A result taken into the ledger and reviewed: totals tie everywhere, a veto takes two, nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from people import a_person
from small_province import BLANK, CLOSED, EXPECTED, inspected_into

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.figures import Figures
from xuncha.apps.inspections.judging import judge_and_score
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import FindingCase, Round, Suppression, VerdictEntry
from xuncha.apps.inspections.settling import NOT_SEEN
from xuncha.apps.inspections.tallies import count_whatever_is_marked, mark
from xuncha.apps.notices.publishing import notice_data
from xuncha.apps.notices.summary import build_summary
from xuncha.documents.rounding import NATIONAL
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return inspected_into(tmp_path_factory.mktemp("reviewed"))


@pytest.fixture
def round_(result: Path) -> Round:
    return load_result(result, "二季度检查")


@pytest.fixture
def veto(round_: Round) -> FindingCase:
    return round_.findings.get(target=BLANK, code="W403")


def as_(role: str, unit: Any = None) -> tuple[Client, Any]:
    person, client = a_person(role, unit), Client()
    client.force_login(person)
    return client, person


def post(client: Client, case: FindingCase, decision: str, note: str = "", **more: str) -> None:
    client.post(f"/findings/{case.pk}", {"decision": decision, "note": note, **more})
    case.refresh_from_db()


def outcomes(round_: Round) -> dict[str, str]:
    return dict(round_.verdicts.values_list("key", "outcome"))


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
        note = round_.findings.filter(tier="note").first()
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


class TestComments:
    def say(self, role: str, case: FindingCase, words: str) -> Any:
        return as_(role)[0].post(f"/findings/{case.pk}/comments", {"words": words}, follow=True)

    def test_who_said_what_is_shown_and_recorded(self, veto: FindingCase) -> None:
        page = self.say("reviewer", veto, "已电话核对<script>").content.decode()
        assert "已电话核对&lt;script&gt;" in page
        assert AuditEntry.objects.first().act == "填写意见"
        veto.refresh_from_db()
        assert (veto.state, veto.comments.count()) == ("suspected", 1)
        assert "已电话核对" in as_("leader")[0].get(f"/findings/{veto.pk}").content.decode()

    @pytest.mark.parametrize("words", ["  ", "长" * 2001])
    def test_nothing_and_too_much_are_refused(self, veto: FindingCase, words: str) -> None:
        self.say("reviewer", veto, words)
        assert not veto.comments.exists()

    def test_it_never_leaves_the_office(self, directory: Any, veto: FindingCase) -> None:
        self.say("reviewer", veto, "内部意见")
        VerdictEntry.objects.filter(pk=veto.verdict_id).update(sponsor=directory.organs[0], is_settled=True)
        FindingCase.objects.filter(pk=veto.pk).update(state="confirmed")
        owner, _ = as_("owner", directory.organs[0])
        assert "内部意见" not in owner.get(f"/findings/{veto.pk}").content.decode()
        assert owner.post(f"/findings/{veto.pk}/comments", {"words": "x"}).status_code == 403


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


class TestWhoSees:
    def test_only_confirmed_findings_leave_the_office(
        self, result: Path, directory: Any, veto: FindingCase, round_: Round
    ) -> None:
        organ = directory.organs[0]
        VerdictEntry.objects.filter(key=BLANK).update(sponsor=organ)
        owner, _ = as_("owner", organ)
        row = round_.verdicts.get(key=BLANK)
        assert owner.get(f"/findings/{veto.pk}").status_code == 404
        assert owner.get(f"/verdicts/{row.pk}").status_code == 404
        assert row.name not in owner.get(f"/rounds/{round_.pk}").content.decode()
        for role in ("inspector", "reviewer"):
            post(as_(role)[0], veto, "confirm")
        assert owner.get(f"/findings/{veto.pk}").status_code == 200
        assert owner.get(f"/verdicts/{row.pk}").status_code == 200
        other, _ = as_("owner", directory.organs[1])
        assert other.get(f"/findings/{veto.pk}").status_code == 404
        assert other.get(f"/findings/{veto.pk}/evidence/0").status_code == 404


class TestEvidence:
    def test_it_is_words_and_looking_is_recorded(self, round_: Round, veto: FindingCase) -> None:
        client, _ = as_("reviewer")
        answer = client.get(f"/findings/{veto.pk}/evidence/0")
        assert answer.status_code == 200
        assert "200" in answer.context["shown"].status_line
        assert "空栏目" in answer.content.decode()
        assert "<script" not in answer.content.decode().lower()
        assert AuditEntry.objects.first().act == "查看证据"
        assert client.get(f"/findings/{veto.pk}/evidence/99").status_code == 404

    def test_a_record_that_is_missing_is_said_to_be(self, veto: FindingCase) -> None:
        veto.evidence[0]["warc"] = "../../secret.key"
        veto.save(update_fields=["evidence"])
        answer = as_("reviewer")[0].get(f"/findings/{veto.pk}/evidence/0")
        assert "证据文件名不正确" in answer.content.decode()

    def test_hostile_words_are_inert(self, veto: FindingCase) -> None:
        FindingCase.objects.filter(pk=veto.pk).update(
            detail="<script>alert(1)</script>",
            quote="<img src=x onerror=alert(1)>",
            urls=["javascript:alert(1)"],
        )
        VerdictEntry.objects.filter(pk=veto.verdict_id).update(name="<b>x</b>")
        client, _ = as_("reviewer")
        for address in (
            f"/findings/{veto.pk}",
            "/findings",
            f"/verdicts/{veto.verdict_id}",
            f"/rounds/{veto.round_id}",
        ):
            page = client.get(address).content.decode()
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert "<b>x</b>" not in page
            assert 'href="javascript:' not in page


class TestSuppressions:
    def suppress(self, case: FindingCase, until: str, scope: str = "one") -> Any:
        form = {"scope": scope, "reason": "经批准停更", "until": until}
        return as_("reviewer")[0].post(f"/findings/{case.pk}/suppress", form)

    def test_now_and_in_the_next_round_until_it_ends(self, veto: FindingCase, result: Path) -> None:
        from django.utils import timezone

        self.suppress(veto, timezone.localdate().isoformat())
        veto.refresh_from_db()
        assert veto.state == "suppressed"
        assert outcomes(veto.round)[BLANK] == "pass"
        again = load_result(result, "三季度检查")
        assert outcomes(again)[BLANK] == "pass"
        assert "经批准停更" in again.findings.get(fingerprint=veto.fingerprint).steps.get().note
        Suppression.objects.update(until=again.asof.date().replace(year=2024))
        assert outcomes(load_result(result, "四季度检查"))[BLANK] == "fail"

    @pytest.mark.parametrize("until", ["2020-01-01", "2999-01-01", ""])
    def test_not_without_an_end_that_makes_sense(self, veto: FindingCase, until: str) -> None:
        assert self.suppress(veto, until).status_code == 200
        assert not Suppression.objects.exists()

    def test_history_links_the_same_fault_over_rounds(self, veto: FindingCase, result: Path) -> None:
        again = load_result(result, "三季度检查").findings.get(fingerprint=veto.fingerprint)
        assert "二季度检查" in as_("reviewer")[0].get(f"/findings/{again.pk}").content.decode()


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
