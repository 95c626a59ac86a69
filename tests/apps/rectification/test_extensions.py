"""延期: asked before the limit, granted or refused by those above, kept, and counted from everywhere."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.rectification.models import Extension, Rectification
from xuncha.apps.rectification.telling import remind_of_deadlines
from xuncha.apps.reminders.models import Message

pytestmark = pytest.mark.django_db


def as_(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def cases(directory: Any) -> list[Rectification]:
    """Three cases of one notice: two of the first organ, one of the second, all due in five days."""
    now = timezone.now()
    round_ = Round.objects.create(
        title="二季度检查", kind="full", state="finished", asof=now, standard="national-2019", folder="f",
        notice_issued_at=now,
    )  # fmt: skip
    made = []
    for n, which in enumerate((0, 0, 1)):
        organ, site = directory.organs[which], directory.sites[which]
        row = VerdictEntry.objects.create(
            round=round_, kind="site", key=f"{site.site_code}{n}", name=site.name, place=n, region_name="石堰市",
            sponsor_name=organ.name, sponsor=organ, supervisor=directory.offices[which], outcome="fail",
            is_settled=True, machine={},
        )  # fmt: skip
        finding = FindingCase.objects.create(
            round=round_, verdict=row, place=n, kind="site", target=row.key, code="N109", tier="note", rank=2,
            outcome="hit", title="错链", detail="打不开", state="confirmed", fingerprint=f"f{n}",
        )  # fmt: skip
        made.append(Rectification.objects.create(finding=finding, due_on=in_days(5)))
    return made


def ask(client: Client, case: Rectification, **more: Any) -> str:
    given = {"reason": "须改版", "until": in_days(20).isoformat(), **more}
    return client.post(f"/cases/{case.pk}/extension", given, follow=True).content.decode()


def answer(client: Client, extension: Extension, **more: Any) -> Any:
    given = {"answer": "grant", "words": "情况属实", **more}
    return client.post(f"/cases/extensions/{extension.pk}/answer", given, follow=True)


def test_granted_by_the_supervisor_for_all_asked_at_once(cases: Any, directory: Any) -> None:
    owner, above = as_("owner", directory.organs[0]), as_("supervisor", directory.offices[0])
    assert "已为 2 件" in ask(owner, cases[0], all="1")
    assert [one.case_id for one in Extension.objects.all()] == [cases[0].pk, cases[1].pk]
    assert "待答复" in ask(owner, cases[0])  # a second time is refused
    assert Extension.objects.count() == 2
    assert len(above.get("/cases?state=extension").context["page"].object_list) == 2
    asked = Extension.objects.get(case=cases[0])
    page = answer(above, asked, until=in_days(15).isoformat(), all="1").content.decode()
    assert "已答复 2 件" in page
    for case in cases[:2]:
        case.refresh_from_db()
        assert (case.due_on, case.first_due_on) == (in_days(15), in_days(5))
    cases[2].refresh_from_db()
    assert cases[2].first_due_on is None
    assert f"原定 {in_days(5)}" in owner.get(f"/cases/{cases[0].pk}").content.decode()
    body = b"".join(owner.get("/cases/export?as=csv").streaming_content).decode("utf-8-sig")
    assert body.splitlines()[0].endswith("原定期限")
    assert in_days(5).isoformat() in body
    acts = dict(AuditEntry.objects.values_list("act", "detail"))
    assert acts["申请延期"]["理由"] == "须改版"
    assert acts["答复延期：已同意"]["新期限"] == in_days(15).isoformat()
    assert "延期至" in Message.objects.get(sort="extension", to__role="owner").body


def test_the_new_day_is_the_one_reminded_of(cases: Any, directory: Any) -> None:
    Rectification.objects.exclude(pk=cases[0].pk).delete()
    Rectification.objects.update(due_on=in_days(2))
    case = Rectification.objects.get()
    assert remind_of_deadlines("") == "临期 1 件，逾期 0 件"
    owner, inspector = as_("owner", directory.organs[0]), as_("inspector")
    ask(owner, case, until=in_days(3).isoformat())
    answer(inspector, Extension.objects.get())
    assert remind_of_deadlines("") == "临期 1 件，逾期 0 件"
    Rectification.objects.update(due_on=in_days(-1))
    assert list(owner.get("/cases?state=overdue").context["page"]) == [case]


def test_refused_with_a_reason_and_asked_again(cases: Any, directory: Any) -> None:
    owner, inspector = as_("owner", directory.organs[0]), as_("inspector")
    ask(owner, cases[0])
    one = Extension.objects.get()
    assert "请写明" in answer(inspector, one, answer="refuse", words=" ").content.decode()
    page = answer(inspector, one, answer="refuse", words="可以按期完成").content.decode()
    assert "可以按期完成" in page
    one.refresh_from_db()
    cases[0].refresh_from_db()
    assert (one.state, cases[0].due_on, cases[0].first_due_on) == ("refused", in_days(5), None)
    ask(owner, cases[0])
    owner.post(f"/cases/extensions/{Extension.objects.latest('pk').pk}/withdraw")
    assert list(Extension.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]


@pytest.mark.parametrize(
    "given",
    [{"reason": " "}, {"until": ""}, {"until": "2026-02-31"}, {"until": 5}, {"until": 4}, {"until": 186}],
)
def test_what_cannot_be_asked(cases: Any, directory: Any, given: dict[str, Any]) -> None:
    if isinstance(given.get("until"), int):
        given = {"until": in_days(given["until"]).isoformat()}
    ask(as_("owner", directory.organs[0]), cases[0], **given)
    assert not Extension.objects.exists()


def test_not_after_the_day_and_not_once_reported(cases: Any, directory: Any) -> None:
    owner = as_("owner", directory.organs[0])
    Rectification.objects.update(due_on=in_days(-1))
    ask(owner, cases[0])
    assert not Extension.objects.exists()
    Rectification.objects.update(due_on=in_days(0))
    ask(owner, cases[0])
    one = Extension.objects.get()
    owner.post(f"/cases/{cases[0].pk}/reply", {"words": "已改好"})
    assert "不再需要答复" in answer(as_("inspector"), one).content.decode()
    one.refresh_from_db()
    assert one.state == "asked"
    answer(as_("inspector"), one, answer="refuse", words="已反馈")
    one.refresh_from_db()
    assert one.state == "refused"


@pytest.mark.parametrize("until", [5, 21])
def test_a_day_outside_what_was_asked_is_refused(cases: Any, directory: Any, until: int) -> None:
    ask(as_("owner", directory.organs[0]), cases[0])
    page = answer(as_("inspector"), Extension.objects.get(), until=in_days(until).isoformat())
    assert "新期限须晚于原期限" in page.content.decode()
    assert Extension.objects.get().state == "asked"


def test_who_may_do_what(cases: Any, directory: Any) -> None:
    assert as_("owner", directory.organs[1]).post(f"/cases/{cases[0].pk}/extension").status_code == 404
    for role in ("supervisor", "inspector", "reviewer", "leader", "administrator"):
        assert as_(role, directory.offices[0]).post(f"/cases/{cases[0].pk}/extension").status_code == 403
    ask(as_("owner", directory.organs[0]), cases[0])
    one = Extension.objects.get()
    for role in ("owner", "reviewer", "leader", "administrator"):
        assert answer(as_(role, directory.organs[0]), one).status_code == 403
    assert answer(as_("supervisor", directory.offices[1]), one).status_code == 404
    assert as_("owner", directory.organs[1]).post(f"/cases/extensions/{one.pk}/withdraw").status_code == 404
    one.refresh_from_db()
    assert one.state == "asked"
