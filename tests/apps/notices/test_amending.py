"""A notice that is out is corrected or revoked by two people; what was issued is kept."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from docx import Document
from issuing import as_, drafted, issue, text_of
from python_calamine import CalamineWorkbook
from small_province import BLANK

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.models import Notice
from xuncha.apps.rectification.models import Rectification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_print")]


class TestAmended:
    """A notice that is out is corrected or revoked by two people; what was issued is kept."""

    @pytest.fixture
    def issued(self, round_: Round) -> Notice:
        notice = drafted(round_)
        issue(as_("reviewer"), notice)
        return notice

    def amend(self, notice: Notice, kind: str, answer: str = "agree") -> None:
        as_("inspector").post(f"/notices/of/{notice.pk}/amend", {"kind": kind, "reason": "W403 认定有误"})
        given = {"answer": answer, "words": "同意"}
        as_("reviewer").post(f"/notices/amendments/{notice.amendments.latest('pk').pk}/decide", given)
        notice.refresh_from_db()

    def test_what_was_proposed_is_not_offered_again(self, issued: Notice) -> None:
        client, address = as_("inspector"), f"/notices/of/{issued.pk}"
        assert "提出更正或撤回" in client.get(address).content.decode()
        client.post(f"{address}/amend", {"kind": "correct", "reason": "W403 认定有误"})
        page = client.get(address).content.decode()
        assert "提出更正或撤回" not in page
        assert "须由另一人决定" in page
        given = {"answer": "refuse", "words": "认定无误"}
        as_("reviewer").post(f"/notices/amendments/{issued.amendments.get().pk}/decide", given)
        assert "提出更正或撤回" in client.get(address).content.decode()

    def test_corrected_in_a_new_version_that_says_what_changed(self, issued: Notice, directory: Any) -> None:
        round_, owner = issued.round, as_("owner", directory.organs[0])
        before = text_of(owner, issued)
        self.amend(issued, "correct")
        assert issued.state == "correcting"
        case = Rectification.objects.get()
        assert case.state == "assigned"
        assert "正在更正" in owner.get(f"/notices/of/{issued.pk}").content.decode()
        veto, inspector = round_.findings.get(target=BLANK, code="W403"), as_("inspector")
        for decision in ("reopen", "dismiss"):
            inspector.post(f"/findings/{veto.pk}", {"decision": decision, "note": "栏目有内容"})
        round_.refresh_from_db()
        new = drafted(round_, document_number="云办函〔2026〕11号")
        assert (new.version, new.corrects) == (2, issued)
        said = json.loads(text_of(as_("leader"), new, "summary.json"))["correction"]
        assert (said["version"], said["corrects"]) == (2, "云办函〔2026〕9号")
        assert said["changes"] == [f"撤销：{veto.verdict.name}“{veto.title}”（W403）（栏目有内容）"]
        assert "0 件整改已交办" in issue(as_("reviewer"), new)
        issued.refresh_from_db()
        case.refresh_from_db()
        assert (issued.state, new.state, case.state) == ("corrected", "issued", "void")
        page = owner.get(f"/notices/of/{issued.pk}").content.decode()
        assert "已更正" in page
        assert f"/notices/of/{new.pk}" in page
        body = owner.get(f"/notices/of/{new.pk}").content.decode()
        assert "更正原因：W403 认定有误" in body
        assert "栏目有内容" in body
        assert text_of(owner, issued) == before  # what was issued stays what it was
        words = "\n".join(one.text for one in Document(io.BytesIO(text_of(owner, new))).paragraphs)
        assert "第2版" in words
        listed = owner.get("/notices").content.decode()
        assert "已更正" in listed
        assert "第 2 版" in listed
        assert list(owner.get("/cases").context["page"]) == []
        acts = set(AuditEntry.objects.values_list("act", flat=True))
        assert {"提出通报更正", "同意通报更正"} <= acts

    def test_revoked_and_its_cases_with_it_and_issued_again(self, issued: Notice, directory: Any) -> None:
        owner = as_("owner", directory.organs[0])
        self.amend(issued, "revoke")
        case = Rectification.objects.get()
        assert (issued.state, case.state) == ("revoked", "void")
        owner.post(f"/cases/{case.pk}/reply", {"words": "已改"})
        case.refresh_from_db()
        assert case.state == "void"
        assert "已撤回" in owner.get(f"/notices/of/{issued.pk}").content.decode()
        answer = owner.get(f"/notices/of/{issued.pk}/files/notice.docx")
        assert "%E5%B7%B2%E6%92%A4%E5%9B%9E" in answer["Content-Disposition"]
        again = drafted(Round.objects.get(pk=issued.round_id))
        assert (again.version, again.corrects) == (1, None)
        assert "1 件整改已交办" in issue(as_("reviewer"), again)
        case.refresh_from_db()
        assert case.state == "assigned"
        assert "重新交办" in owner.get(f"/cases/{case.pk}").content.decode()

    def test_one_person_alone_amends_nothing(self, issued: Notice, directory: Any) -> None:
        one = as_("inspector")
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "revoke", "reason": " "})
        assert not issued.amendments.exists()
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "revoke", "reason": "有误"})
        asked = issued.amendments.get()
        one.post(f"/notices/of/{issued.pk}/amend", {"kind": "correct", "reason": "有误"})
        page = one.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "agree"}, follow=True)
        assert "另一人" in page.content.decode()
        for role in ("administrator", "leader", "owner", "supervisor"):
            client = as_(role, directory.organs[0])
            assert (
                client.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "agree"}).status_code == 403
            )
        issued.refresh_from_db()
        assert issued.state == "issued"
        other = as_("reviewer")
        other.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "refuse"})
        asked.refresh_from_db()
        assert asked.state == "proposed"  # without a reason
        other.post(f"/notices/amendments/{asked.pk}/decide", {"answer": "refuse", "words": "无误"})
        issued.refresh_from_db()
        assert (issued.amendments.get().state, issued.state) == ("refused", "issued")
        assert Rectification.objects.get().state == "assigned"

    def test_a_draft_cannot_be_amended(self, round_: Round) -> None:
        notice = drafted(round_)
        as_("inspector").post(f"/notices/of/{notice.pk}/amend", {"kind": "revoke", "reason": "有误"})
        assert not notice.amendments.exists()

    def test_an_agreed_correction_is_abandoned_with_a_reason(self, issued: Notice, directory: Any) -> None:
        inspector = as_("inspector")
        before = (issued.round.verdicts.get(key=BLANK).outcome, text_of(inspector, issued))
        self.amend(issued, "correct")
        round_ = Round.objects.get(pk=issued.round_id)
        draft_ = drafted(round_, document_number="云办函〔2026〕11号")
        page = inspector.get(f"/notices/of/{issued.pk}").content.decode()
        assert "放弃这次更正" in page
        assert "放弃这次更正" not in as_("reviewer").get(f"/notices/of/{issued.pk}").content.decode()
        for role in ("reviewer", "leader", "owner", "supervisor"):
            client = as_(role, directory.organs[0])
            assert client.post(f"/notices/of/{issued.pk}/abandon", {"reason": "x"}).status_code == 403
        inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "  "})
        issued.refresh_from_db()
        assert issued.state == "correcting"
        inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "原认定无误"})
        for one in (issued, draft_, round_):
            one.refresh_from_db()
        assert (issued.state, draft_.state, issued.amendments.get().state) == (
            "issued",
            "withdrawn",
            "abandoned",
        )
        assert round_.notice_issued_at == issued.issued_at
        assert Rectification.objects.get().state == "assigned"
        assert (round_.verdicts.get(key=BLANK).outcome, text_of(inspector, issued)) == before
        entry = AuditEntry.objects.get(act="放弃通报更正")
        assert entry.detail["理由"] == "原认定无误"
        page = inspector.post(f"/notices/of/{issued.pk}/abandon", {"reason": "再点一次"}, follow=True)
        assert "没有正在进行的更正" in page.content.decode()
        assert "放弃：原认定无误" in page.content.decode()
        self.amend(issued, "correct")  # and it may be corrected after all
        assert issued.state == "correcting"

    def test_no_correction_is_abandoned_that_changed_the_ledger(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        veto, first, second = (
            issued.round.findings.get(target=BLANK, code="W403"),
            as_("inspector"),
            as_("reviewer"),
        )
        for decision in ("reopen", "dismiss"):
            first.post(f"/findings/{veto.pk}", {"decision": decision, "note": "栏目有内容"})
        page = first.post(
            f"/notices/of/{issued.pk}/abandon", {"reason": "无误"}, follow=True
        ).content.decode()
        assert "台账已有变动（撤销：" in page
        issued.refresh_from_db()
        assert issued.state == "correcting"
        first.post(f"/findings/{veto.pk}", {"decision": "reopen", "note": "看错"})
        for client in (first, second):
            client.post(f"/findings/{veto.pk}", {"decision": "confirm"})
        first.post(f"/notices/of/{issued.pk}/abandon", {"reason": "无误"})
        issued.refresh_from_db()
        assert issued.state == "issued"

    def test_the_one_being_corrected_is_not_issued_again(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        assert "只有待签发的通报可以签发" in issue(as_("reviewer"), issued)
        issued.refresh_from_db()
        assert issued.state == "correcting"

    def test_the_workbook_of_a_correction_lists_what_changed(self, issued: Notice) -> None:
        self.amend(issued, "correct")
        round_, inspector = Round.objects.get(pk=issued.round_id), as_("inspector")
        veto = round_.findings.get(target=BLANK, code="W403")
        for decision in ("reopen", "dismiss"):
            inspector.post(f"/findings/{veto.pk}", {"decision": decision, "note": "=1+1 栏目有内容"})
        new = drafted(round_, document_number="云办函〔2026〕11号")
        book = CalamineWorkbook.from_filelike(io.BytesIO(text_of(inspector, new, "annexes.xlsx")))
        rows = book.get_sheet_by_name("更正情况").to_python()
        assert rows[0][:4] == ["序号", "变动", "标识", "名称"]
        first = next(row for row in rows[1:] if row[1] == "撤销")
        assert first[2:4] == [BLANK, veto.verdict.name]
        assert first[6:] == ["W403", veto.title, "已认定", "不再认定", "=1+1 栏目有内容"]
        said = dict(row[:2] for row in book.get_sheet_by_name("说明").to_python())
        assert said["更正原因"] == "W403 认定有误"
        old = CalamineWorkbook.from_filelike(io.BytesIO(text_of(inspector, issued, "annexes.xlsx")))
        assert "更正情况" not in old.sheet_names
