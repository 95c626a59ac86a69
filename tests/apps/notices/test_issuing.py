"""A notice is drafted from confirmed findings, issued by a second person, frozen; cases open and are worked off."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from issuing import as_, drafted, form, issue, text_of
from people import a_person
from small_province import BLANK

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round, VerdictEntry
from xuncha.apps.notices.models import Notice
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Rectification, RectificationFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_print")]


def test_from_draft_to_closed_case(round_: Round, directory: Any) -> None:
    drafter, signer = as_("inspector"), as_("reviewer")
    SiteEntry.objects.filter(pk=directory.sites[0].pk).update(site_code=BLANK)
    notice = drafted(round_, drafter)
    assert "须由另一人签发" in drafter.get(f"/notices/of/{notice.pk}").content.decode()
    issue(drafter, notice)
    assert notice.state == "draft"
    assert "1 件整改已交办" in issue(signer, notice)
    assert notice.state == "issued"
    case = Rectification.objects.get()
    assert case.due_on == add_working_days(timezone.localdate(), 10).on
    assert AuditEntry.objects.filter(act="签发通报").get().detail["摘要"]["notice.docx"]
    # The unit sees the notice and its case; another unit sees the notice alone.
    owner, other = as_("owner", directory.organs[0]), as_("owner", directory.organs[1])
    assert notice.title in owner.get("/notices").content.decode()
    assert case in owner.get("/cases").context["page"].object_list
    assert list(other.get("/cases").context["page"]) == []
    assert other.get(f"/cases/{case.pk}").status_code == 404
    assert text_of(other, notice)[:2] == b"PK"
    assert other.get(f"/notices/of/{notice.pk}/files/annexes.xlsx").status_code == 404
    # Reply, sent back, reply again, closed.
    reply = {"words": "已补充内容", "files": SimpleUploadedFile("整改.docx", docx_bytes())}
    owner.post(f"/cases/{case.pk}/reply", reply)
    assert case.finding.rechecks.get().state == "queued"  # what a machine can look at again
    recheck = f"/cases/{case.pk}/recheck"
    assert "须写明" in signer.post(recheck, {"outcome": "not_fixed"}).content.decode()
    signer.post(recheck, {"outcome": "not_fixed", "words": "仍有一个栏目空白"})
    case.refresh_from_db()
    assert (case.state, case.times_back) == ("assigned", 1)
    assert "仍有一个栏目空白" in owner.get(f"/cases/{case.pk}").content.decode()
    owner.post(f"/cases/{case.pk}/reply", {"words": "全部补齐"})
    signer.post(recheck, {"outcome": "fixed"})
    case.refresh_from_db()
    assert case.state == "closed"
    kept = RectificationFile.objects.get()
    assert owner.get(f"/cases/files/{kept.pk}").status_code == 200
    assert other.get(f"/cases/files/{kept.pk}").status_code == 404


def docx_bytes() -> bytes:
    made = io.BytesIO()
    Document().save(made)
    return made.getvalue()


class TestDraft:
    def test_its_figures_are_those_of_confirmed_findings(self, round_: Round) -> None:
        note = FindingCase.objects.create(
            round=round_, verdict=round_.verdicts.get(key=BLANK), place=9, rank=2, kind="site", target=BLANK,
            code="N109", tier="note", outcome="hit", title="错链死链", detail="没有人看过",
        )  # fmt: skip
        reader = as_("leader")
        notice = drafted(round_)
        said = json.loads(text_of(reader, notice, "summary.json"))
        assert (said["sites"]["failed"], said["draft"]["mark"]) == (1, "")
        assert "没有人看过" not in json.dumps(notice.words, ensure_ascii=False)
        page = reader.get(f"/notices/of/{notice.pk}").content.decode()
        assert "另有 1 处非否决问题还没有人核实" in page
        assert "云办函〔2026〕9号" in page
        assert note.state == "suspected"

    def test_not_while_a_veto_waits(self, round_: Round) -> None:
        VerdictEntry.objects.filter(key=BLANK).update(is_settled=False)
        page = as_("inspector").post(f"/notices/draft/{round_.pk}", form()).content.decode()
        assert "否决指标待核实" in page
        assert not Notice.objects.exists()

    def test_a_new_one_takes_the_place_of_the_old(self, round_: Round) -> None:
        old = drafted(round_)
        new = drafted(round_, document_number="云办函〔2026〕10号")
        old.refresh_from_db()
        assert (old.state, new.state) == ("withdrawn", "draft")

    def test_others_draft_and_issue_nothing(self, round_: Round, directory: Any) -> None:
        notice = drafted(round_)
        for role in ("leader", "supervisor", "owner"):
            client = as_(role, directory.offices[0])
            assert client.get(f"/notices/draft/{round_.pk}").status_code == 403
            assert client.post(f"/notices/of/{notice.pk}/issue").status_code == 403
        assert as_("owner", directory.organs[0]).get(f"/notices/of/{notice.pk}").status_code == 404

    def test_sent_back_with_a_reason(self, round_: Round) -> None:
        notice, client = drafted(round_), as_("reviewer")
        client.post(f"/notices/of/{notice.pk}/withdraw", {"why": " "})
        notice.refresh_from_db()
        assert notice.state == "draft"
        client.post(f"/notices/of/{notice.pk}/withdraw", {"why": "文号有误"})
        notice.refresh_from_db()
        assert notice.state == "withdrawn"
        assert not Rectification.objects.exists()


class TestNotIssued:
    def test_while_an_objection_is_open(self, round_: Round) -> None:
        notice = drafted(round_)
        veto = round_.findings.get(state="confirmed")
        Objection.objects.create(finding=veto, reason="有异议", made_by=a_person("owner"))
        assert "1 件申诉没有答复" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"

    def test_while_owners_may_still_object_unless_it_is_said(self, round_: Round) -> None:
        notice = drafted(round_)
        FindingStep.objects.update(at=timezone.now())
        assert "申诉期未满" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"
        issue(as_("reviewer"), notice, early="1")
        assert notice.state == "issued"
        assert AuditEntry.objects.filter(act="签发通报").get().detail["申诉期未满"] is True

    def test_when_the_ledger_has_changed_since(self, round_: Round) -> None:
        notice = drafted(round_)
        for decision in ("reopen", "dismiss"):
            veto = round_.findings.get(target=BLANK, code="W403")
            as_("inspector").post(f"/findings/{veto.pk}", {"decision": decision, "note": "有误"})
        assert "台账有变动" in issue(as_("reviewer"), notice)

    def test_while_it_is_marked_as_a_draft(self, round_: Round) -> None:
        notice = drafted(round_, scope_accepted="")
        assert "征求意见稿" in issue(as_("reviewer"), notice)
        assert notice.state == "draft"

    def test_after_its_day(self, round_: Round) -> None:
        notice = drafted(round_)
        far = (timezone.localdate() + timezone.timedelta(days=91)).isoformat()
        page = as_("inspector").post(f"/notices/draft/{round_.pk}", form(issued_on=far)).content.decode()
        assert "今天起 90 天" in page
        Notice.objects.update(issued_on=timezone.localdate() - timezone.timedelta(days=1))
        assert "印发日期已过" in issue(as_("reviewer"), Notice.objects.get(pk=notice.pk))

    def test_with_a_file_that_was_changed(self, round_: Round) -> None:
        notice = drafted(round_)
        (notice.path / "notice.docx").write_bytes(b"PK other")
        assert "notice.docx 与起草时不符" in issue(as_("reviewer"), notice)
        answer = as_("leader").get(f"/notices/of/{notice.pk}/files/notice.docx", follow=True)
        assert "不予下载" in answer.content.decode()


class TestIssued:
    def test_decisions_and_another_notice_are_refused(self, round_: Round) -> None:
        notice, signer = drafted(round_), as_("reviewer")
        issue(signer, notice)
        veto = round_.findings.get(target=BLANK, code="W403")
        signer.post(f"/findings/{veto.pk}", {"decision": "reopen", "note": "再看"})
        veto.refresh_from_db()
        assert veto.state == "confirmed"
        page = as_("inspector").post(f"/notices/draft/{round_.pk}", form()).content.decode()
        assert "通报已经签发" in page
        assert Notice.objects.count() == 1

    def test_reports_handled_here_are_in_its_figures(self, round_: Round, directory: Any) -> None:
        asof = round_.asof
        made = []
        for days, closed in ((3, True), (2, True), (0, False), (200, True)):
            one = ReportCase.objects.create(
                url="http://x/", kind="错别字", description="有错字", site=directory.sites[0]
            )
            at = asof - timezone.timedelta(days=days)
            done = {"closed_at": at, "state": "published", "result": "属实"} if closed else {}
            ReportCase.objects.filter(pk=one.pk).update(received_at=at, forwarded_at=at, **done)
            made.append(one)
        said = json.loads(text_of(as_("leader"), drafted(round_), "summary.json"))["error_reports"]
        assert (said["received"], said["closed"], said["on_time"], said["pending"]) == (3, 2, 2, 1)


class TestCases:
    @pytest.fixture
    def case(self, round_: Round) -> Rectification:
        issue(as_("reviewer"), drafted(round_))
        return Rectification.objects.get()

    def test_overdue_is_shown_and_exported(self, case: Rectification, directory: Any) -> None:
        supervisor = as_("supervisor", directory.offices[0])
        assert list(supervisor.get("/cases?state=overdue").context["page"]) == []
        Rectification.objects.update(due_on=timezone.localdate() - timezone.timedelta(days=1))
        assert list(supervisor.get("/cases?state=overdue").context["page"]) == [case]
        assert "已逾期" in supervisor.get(f"/cases/{case.pk}").content.decode()
        body = b"".join(supervisor.get("/cases/export?as=csv").streaming_content).decode("utf-8-sig")
        assert "逾期未反馈" in body
        assert b"".join(supervisor.get("/cases/export").streaming_content)[:2] == b"PK"
        other = as_("supervisor", directory.offices[1])
        assert list(other.get("/cases?state=all").context["page"]) == []
        assert BLANK not in b"".join(other.get("/cases/export?as=csv").streaming_content).decode("utf-8-sig")

    def test_who_may_do_what(self, case: Rectification, directory: Any) -> None:
        for role in ("supervisor", "inspector", "leader", "administrator"):
            client = as_(role, directory.offices[0])
            assert client.post(f"/cases/{case.pk}/reply", {"words": "x"}).status_code == 403
        owner = as_("owner", directory.organs[0])
        assert owner.post(f"/cases/{case.pk}/recheck", {"outcome": "fixed"}).status_code == 403
        as_("reviewer").post(f"/cases/{case.pk}/recheck", {"outcome": "fixed"})
        case.refresh_from_db()
        assert case.state == "assigned"

    def test_a_hostile_file_is_refused_and_the_words_are_kept(
        self, case: Rectification, directory: Any
    ) -> None:
        owner = as_("owner", directory.organs[0])
        sent = {"words": "已整改到位", "files": SimpleUploadedFile("a.pdf", b"<script>")}
        page = owner.post(f"/cases/{case.pk}/reply", sent).content.decode()
        assert "只接受" in page
        assert "已整改到位" in page
        case.refresh_from_db()
        assert case.state == "assigned"
        assert not RectificationFile.objects.exists()

    def test_the_same_cause_at_once(self, case: Rectification, directory: Any) -> None:
        twin = case.finding
        twin.pk = twin.verdict.findings.model.objects.latest("pk").pk + 1
        twin.save(force_insert=True)
        Rectification.objects.create(finding=twin, due_on=case.due_on)
        owner = as_("owner", directory.organs[0])
        owner.post(f"/cases/{case.pk}/reply", {"words": "模板已改", "same": "1"})
        assert list(Rectification.objects.values_list("state", flat=True)) == ["replied", "replied"]
