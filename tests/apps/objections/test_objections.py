"""An owner objects to a confirmed finding in time; it is answered; one about a veto is upheld by two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from people import a_person
from small_province import BLANK

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import FindingCase, FindingStep, Round, VerdictEntry
from xuncha.apps.objections.models import Objection, ObjectionFile
from xuncha.apps.objections.objecting import may_still_be_objected_to, why_closed

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(result: Path, directory: Any) -> FindingCase:
    """A veto that two people confirmed, of a site of the first organ."""
    round_ = load_result(result, "二季度检查")
    VerdictEntry.objects.filter(key=BLANK).update(
        sponsor=directory.organs[0], supervisor=directory.offices[0]
    )
    made = round_.findings.get(target=BLANK, code="W403")
    for role in ("inspector", "reviewer"):
        as_(role).post(f"/findings/{made.pk}", {"decision": "confirm"})
    made.refresh_from_db()
    assert made.state == "confirmed"
    return made


def as_(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def object_(client: Client, case: FindingCase, reason: str = "该栏目已并入他栏", **more: Any) -> str:
    form = {"reason": reason, **more}
    return client.post(f"/findings/{case.pk}/object", form, follow=True).content.decode()


def answered(client: Client, answer: str, words: str = "经查属实") -> str:
    one = Objection.objects.get()
    form = {"answer": answer, "words": words}
    return client.post(f"/objections/{one.pk}/answer", form, follow=True).content.decode()


def state(case: FindingCase) -> tuple[str, str, str]:
    case.refresh_from_db()
    row = case.round.verdicts.get(key=BLANK)
    return Objection.objects.get().state, case.state, row.outcome


@pytest.fixture
def owner(directory: Any, case: FindingCase) -> Client:
    return as_("owner", directory.organs[0])


class TestUpheld:
    def test_two_people_uphold_one_about_a_veto_and_the_finding_is_gone(
        self, owner: Client, case: FindingCase
    ) -> None:
        assert "提出申诉" in owner.get(f"/findings/{case.pk}").content.decode()
        assert "申诉已提交" in object_(owner, case)
        first, second = as_("inspector"), as_("reviewer")
        answered(first, "uphold")
        assert state(case) == ("first", "confirmed", "fail")
        assert "须由另一人" in first.get(f"/objections/{Objection.objects.get().pk}").content.decode()
        answered(first, "uphold")
        assert state(case) == ("first", "confirmed", "fail")
        answered(second, "uphold")
        assert state(case) == ("upheld", "dismissed", "pass")
        assert "经查属实" in owner.get(f"/objections/{Objection.objects.get().pk}").content.decode()
        assert AuditEntry.objects.filter(act="答复申诉：成立").exists()

    def test_the_second_sends_it_back(self, owner: Client, case: FindingCase) -> None:
        object_(owner, case)
        answered(as_("inspector"), "uphold")
        answered(as_("reviewer"), "back", "材料不足")
        assert state(case) == ("open", "confirmed", "fail")
        assert Objection.objects.get().first_by is None

    def test_one_about_a_note_takes_one(self, owner: Client, case: FindingCase) -> None:
        FindingCase.objects.filter(pk=case.pk).update(tier="note")
        object_(owner, case)
        answered(as_("inspector"), "uphold")
        assert state(case)[:2] == ("upheld", "dismissed")


class TestRejected:
    def test_with_a_reason_that_the_owner_reads(self, owner: Client, case: FindingCase) -> None:
        object_(owner, case)
        assert "请写明答复" in answered(as_("inspector"), "reject", " ")
        answered(as_("inspector"), "reject", "存档页面仍为空白")
        assert state(case) == ("rejected", "confirmed", "fail")
        assert "存档页面仍为空白" in owner.get(f"/objections/{Objection.objects.get().pk}").content.decode()

    def test_taken_back_by_the_owner(self, owner: Client, case: FindingCase) -> None:
        object_(owner, case)
        owner.post(f"/objections/{Objection.objects.get().pk}/withdraw")
        assert state(case)[0] == "withdrawn"
        assert "不能这样处理" in answered(as_("inspector"), "reject")


class TestRefused:
    def test_the_last_day_is_named_as_one_that_counts(self, owner: Client, case: FindingCase) -> None:
        for page in (f"/findings/{case.pk}", f"/findings/{case.pk}/object"):
            assert "（含当日" in owner.get(page).content.decode()

    def test_what_is_dismissed(self, owner: Client, case: FindingCase) -> None:
        assert why_closed(case) == ""
        case.state = FindingCase.State.DISMISSED
        assert "不再成立" in why_closed(case)

    def test_a_second_one_while_the_first_is_open(self, owner: Client, case: FindingCase) -> None:
        object_(owner, case)
        assert "已有申诉" in object_(owner, case)
        assert Objection.objects.count() == 1

    def test_after_its_days(self, owner: Client, case: FindingCase) -> None:
        assert may_still_be_objected_to(case.round) == 1
        FindingStep.objects.filter(case=case).update(at=timezone.now() - timezone.timedelta(days=60))
        assert may_still_be_objected_to(case.round) == 0
        said = object_(owner, case)
        assert re.search(r"申诉期限 \d{4}-\d\d-\d\d 已过", said)
        assert "通报已经签发" not in said
        assert not Objection.objects.exists()

    def test_after_the_notice(self, owner: Client, case: FindingCase) -> None:
        Round.objects.update(notice_issued_at=timezone.now())
        assert "现在不能申诉：这次检查的通报已经签发" in object_(owner, case)
        assert not Objection.objects.exists()

    def test_by_somebody_else(self, case: FindingCase, directory: Any, owner: Client) -> None:
        assert as_("owner", directory.organs[1]).get(f"/findings/{case.pk}/object").status_code == 404
        for role in ("supervisor", "inspector", "leader"):
            assert as_(role, directory.offices[0]).get(f"/findings/{case.pk}/object").status_code == 403
        object_(owner, case)
        one = Objection.objects.get()
        assert as_("owner", directory.organs[1]).get(f"/objections/{one.pk}").status_code == 404
        assert as_("supervisor", directory.offices[0]).get(f"/objections/{one.pk}").status_code == 200
        for role in ("owner", "supervisor", "leader", "administrator"):
            answer = as_(role, directory.organs[0]).post(f"/objections/{one.pk}/answer", {"answer": "uphold"})
            assert answer.status_code == 403


class TestFiles:
    def test_a_picture_is_kept_and_read_by_those_concerned(
        self, owner: Client, case: FindingCase, directory: Any, a_picture: Callable[..., bytes]
    ) -> None:
        sent = SimpleUploadedFile("../../截图<b>.php", a_picture())
        object_(owner, case, files=sent)
        kept = ObjectionFile.objects.get()
        assert kept.file_name == "截图<b>.jpg"
        answer = as_("reviewer").get(f"/objections/files/{kept.pk}")
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert as_("owner", directory.organs[1]).get(f"/objections/files/{kept.pk}").status_code == 404

    def test_one_bad_file_and_nothing_is_taken(
        self, owner: Client, case: FindingCase, a_picture: Callable[..., bytes]
    ) -> None:
        good, bad = SimpleUploadedFile("好.jpg", a_picture()), SimpleUploadedFile("坏.pdf", b"MZ\x90")
        page = object_(owner, case, reason="理由还在", files=[good, bad])
        assert "坏：只接受" in page
        assert "理由还在" in page
        assert not Objection.objects.exists()
        assert not ObjectionFile.objects.exists()


def test_the_list_and_its_export(owner: Client, case: FindingCase, directory: Any) -> None:
    assert "没有符合条件的申诉" in owner.get("/objections").content.decode()
    object_(owner, case, "=cmd|' /C calc'!A0")
    assert list(as_("leader").get("/objections").context["page"]) == [Objection.objects.get()]
    assert list(as_("owner", directory.organs[1]).get("/objections?state=all").context["page"]) == []
    body = b"".join(as_("inspector").get("/objections/export?as=csv").streaming_content).decode("utf-8-sig")
    assert "'=cmd" in body
