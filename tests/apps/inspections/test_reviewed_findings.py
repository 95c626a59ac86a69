"""One finding and who is beside it: comments, evidence, what a unit may see, and faults that are set aside."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from deciding import as_, outcomes, post
from django.utils import timezone
from small_province import BLANK

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_result
from xuncha.apps.inspections.loading import load_result, places_of
from xuncha.apps.inspections.models import FindingCase, Round, Suppression, VerdictEntry
from xuncha.facts.seen import BEIJING
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db


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

    def test_it_ends_with_its_day_in_beijing(self, veto: FindingCase, result: Path) -> None:
        self.suppress(veto, timezone.localdate().isoformat())
        again = load_result(result, "三季度检查")
        Suppression.objects.update(until=date(2025, 6, 24))
        early = datetime(2025, 6, 25, 6, tzinfo=BEIJING)  # the evening before by the clock of the database
        Round.objects.filter(pk=again.pk).update(asof=early)
        again.refresh_from_db()
        store = FactsStore(result)
        verdicts, findings = judge_result(store, store.request(), load_standard(again.standard))
        ledger.write(again, verdicts, findings, places_of(store.registry()))
        assert outcomes(again)[BLANK] == "fail"

    def test_what_somebody_decided_meanwhile_is_told(self, veto: FindingCase) -> None:
        post(as_("inspector")[0], veto, "confirm")
        answer = self.suppress(veto, timezone.localdate().isoformat())
        assert answer["Location"] == f"/findings/{veto.pk}"
        veto.refresh_from_db()
        assert (veto.state, Suppression.objects.count()) == ("first", 0)

    def test_history_links_the_same_fault_over_rounds(self, veto: FindingCase, result: Path) -> None:
        again = load_result(result, "三季度检查").findings.get(fingerprint=veto.fingerprint)
        assert "二季度检查" in as_("reviewer")[0].get(f"/findings/{again.pk}").content.decode()

    def test_new_still_there_or_back(self, result: Path) -> None:
        rounds = [load_result(result, f"{n}季度检查") for n in (1, 2, 3)]
        for number, one in enumerate(rounds):
            Round.objects.filter(pk=one.pk).update(asof=datetime(2025, 3 + 3 * number, 25, tzinfo=BEIJING))
        first, second, third = (one.findings.get(target=BLANK, code="W403") for one in rounds)

        def said(case: FindingCase) -> str:
            return as_("reviewer")[0].get(f"/findings/{case.pk}").content.decode()

        assert "此前没有检查过" in said(first)
        assert "仍未消除：上一次检查（“1季度检查”）" in said(second)
        FindingCase.objects.filter(pk=first.pk).update(state="dismissed")
        assert "首次发现" in said(second)
        FindingCase.objects.filter(pk=first.pk).update(state="confirmed")
        FindingCase.objects.filter(pk=second.pk).delete()
        assert "再次出现：“1季度检查”发现过，上一次检查（“2季度检查”）没有这一处" in said(third)
        row = rounds[1].verdicts.get(key=BLANK)
        row.machine["states"] = [["W403", "blocked"]]
        row.save()
        assert "是否消除过不清楚" in said(third)
        Round.objects.filter(pk=rounds[1].pk).update(indicators=["W2"])
        assert "仍未消除：上一次检查（“1季度检查”）" in said(third)
