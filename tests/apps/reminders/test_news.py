"""What people are told of cases, objections, checks and notices: one message a sort and day, linked, mailed, handed on."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.casework.news import ABOVE, OFFICE, OWNER, Piece, Sort, tell
from xuncha.apps.inspections.models import FindingCase, Recheck, Round, VerdictEntry
from xuncha.apps.inspections.work.chores import order_by_the_clock
from xuncha.apps.inspections.work.rechecking import rechecked
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Rectification
from xuncha.apps.rectification.telling import remind_of_deadlines
from xuncha.apps.reminders.delivering import MOST_NAMED
from xuncha.apps.reminders.models import Delivery, MailChoice, Message
from xuncha.apps.reminders.sending import turn_to_send
from xuncha.apps.reminders.webhook import body_of
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.models import ManualCheck

pytestmark = pytest.mark.django_db


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def cases(directory: Any) -> list[Rectification]:
    """A confirmed fault of the first organ's site twice and of the second organ's once, each with a case."""
    now = timezone.now()
    round_ = Round.objects.create(
        title="二季度检查", kind="full", state="finished", asof=now, standard="national-2019", folder="f",
        notice_issued_at=now,
    )  # fmt: skip
    made = []
    for n, which in enumerate((0, 0, 1)):
        organ, office = directory.organs[which], directory.offices[which]
        row, _ = VerdictEntry.objects.get_or_create(
            round=round_, kind="site", key=directory.sites[which].site_code,
            defaults={
                "name": directory.sites[which].name, "place": n, "region_name": "石堰市", "sponsor_name": organ.name,
                "sponsor": organ, "supervisor": office, "outcome": "fail", "is_settled": True, "machine": {},
            },
        )  # fmt: skip
        finding = FindingCase.objects.create(
            round=round_, verdict=row, place=n, kind="site", target=row.key, code=f"N10{n + 1}", tier="note", rank=2,
            outcome="hit", title="错链", detail="打不开", state="confirmed", fingerprint=f"f{n}",
        )  # fmt: skip
        made.append(
            Rectification.objects.create(finding=finding, due_on=timezone.localdate() + timedelta(days=9))
        )
    return made


def told(person: Any) -> dict[str, int]:
    return dict(Message.objects.filter(to=person).values_list("sort", "count"))


def test_a_day_has_one_message_that_grows_and_turns_unread_again(directory: Any) -> None:
    owner, other = (a_person("owner", organ) for organ in directory.organs)
    above = a_person("supervisor", directory.offices[0])
    units = (directory.organs[0].pk, directory.offices[0].pk)
    for n in range(MOST_NAMED + 5):
        tell([Piece(Sort.CASE, f"第{n}件", "/cases", (OWNER, ABOVE), units)])
        if n == 0:
            client_of(owner).post("/messages")
            assert Message.objects.get(to=owner).read_at
    message = Message.objects.get(to=owner)
    assert (message.count, len(message.items), message.read_at) == (MOST_NAMED + 5, MOST_NAMED, None)
    assert message.items[0] == [f"第{MOST_NAMED + 4}件", "/cases"]
    assert told(above) == {"case": MOST_NAMED + 5}
    assert told(other) == {}
    page = client_of(owner).get("/messages").content.decode()
    assert f"只列最近 {MOST_NAMED} 件，共 {MOST_NAMED + 5} 件" in page
    assert '<span class="count">1</span>' in page
    assert '<span class="count">' not in client_of(other).get("/messages").content.decode()


def test_who_did_it_is_not_told_nor_who_left(directory: Any) -> None:
    doer, colleague = a_person("inspector"), a_person("reviewer")
    gone = a_person("reviewer", is_active=False)
    tell([Piece(Sort.REPLY, "反馈", "/cases", (OFFICE,), but=doer.pk)])
    assert [told(one) for one in (doer, colleague, gone)] == [{}, {"reply": 1}, {}]


def test_a_case_from_report_to_outcome(cases: Any, directory: Any) -> None:
    owner, above = a_person("owner", directory.organs[0]), a_person("supervisor", directory.offices[0])
    stranger, office = a_person("owner", directory.organs[1]), a_person("reviewer")
    client_of(owner).post(f"/cases/{cases[0].pk}/reply", {"words": "已改"})
    assert (told(office), told(above), told(owner)) == ({"reply": 1}, {"reply": 1}, {})
    client_of(office).post(f"/cases/{cases[0].pk}/recheck", {"outcome": "not_fixed", "words": "还在"})
    assert "退回整改" in Message.objects.get(to=owner, sort="recheck").body
    assert told(stranger) == {}


def test_a_machine_recheck_tells_who_ordered_it_and_the_office(cases: Any, directory: Any) -> None:
    owner, office = a_person("owner", directory.organs[0]), a_person("inspector")
    site, finding = directory.sites[0], cases[0].finding
    looked = Recheck.objects.create(
        what="page", finding=finding, site=site, standard="national-2019", folder="r1", ordered_by=owner,
        outcome="gone",
    )  # fmt: skip
    rechecked.send(Recheck, recheck=looked)
    assert (told(owner), told(office)) == ({"recheck": 1}, {})
    Rectification.objects.filter(pk=cases[0].pk).update(state="replied")
    rechecked.send(Recheck, recheck=looked)
    message = Message.objects.get(to=office)
    assert message.items[0][1] == f"/cases/{cases[0].pk}"
    assert "已经消除" in message.body


def test_limits_near_and_past_are_told_once_each_in_one_message(cases: Any, directory: Any) -> None:
    owner, above = a_person("owner", directory.organs[0]), a_person("supervisor", directory.offices[0])
    office, today = a_person("inspector"), timezone.localdate()
    assert remind_of_deadlines("") == "没有新的临期或逾期整改"
    Rectification.objects.update(due_on=today + timedelta(days=4))
    remind_of_deadlines("")
    assert told(owner) == {}
    Rectification.objects.update(due_on=today + timedelta(days=3))
    assert remind_of_deadlines("") == "临期 3 件，逾期 0 件"
    assert remind_of_deadlines("") == "没有新的临期或逾期整改"
    message = Message.objects.get(to=owner)
    assert "有 2 件整改将于" in message.body
    assert (message.count, told(above), told(office)) == (1, {"deadline": 1}, {})
    Rectification.objects.update(due_on=today - timedelta(days=1))
    Rectification.objects.filter(pk=cases[1].pk).update(state="replied")
    remind_of_deadlines("")
    remind_of_deadlines("")
    assert told(owner) == {"deadline": 2}
    assert "2 件，涉及 2 个单位" in Message.objects.get(to=office).body


def test_objections_are_told_to_both_sides(cases: Any, directory: Any, settings: Any) -> None:
    owner, office = a_person("owner", directory.organs[0]), a_person("inspector")
    Round.objects.update(notice_issued_at=None)
    objection = Objection.objects.create(finding=cases[0].finding, reason="不属实", made_by=owner)
    client_of(office).post(f"/objections/{objection.pk}/answer", {"answer": "reject", "words": "属实"})
    message = Message.objects.get(to=owner)
    assert "申诉不成立" in message.body
    assert message.items[0][1] == f"/objections/{objection.pk}"
    client_of(owner).post(f"/objections/{objection.pk}/withdraw")  # answered: nothing happens, nobody is told
    assert told(office) == {}


def test_checks_are_told_to_who_looks(cases: Any) -> None:
    looker, maker = a_person("reviewer"), a_person("inspector")
    made = [
        ManualCheck.objects.create(
            round=cases[0].finding.round, kind="site", key=f"k{n}", name="站", region_name="", sponsor_name="",
            guide_key=next(iter(guides())),
            code="W102", due_on=timezone.localdate(),
        )
        for n in range(3)
    ]  # fmt: skip
    client_of(maker).post("/checks/assign", {"person": looker.pk, "pick": [one.pk for one in made]})
    assert "3 项人工核查" in Message.objects.get(to=looker).body


def test_mails_by_the_hour_as_each_person_chose(directory: Any, settings: Any) -> None:
    person = a_person("reviewer", email="fuhe@example.com")
    tell([Piece(Sort.REPLY, "反馈", "/cases", (OFFICE,))])
    at = timezone.localtime().replace(hour=10)
    assert turn_to_send(at) == ""  # no server for mails
    settings.SMTP = settings.SMTP | {"host": "127.0.0.1", "port": 1, "security": "none"}
    assert turn_to_send(at) == f"{at:%Y-%m-%d}T10"
    assert turn_to_send(at.replace(hour=3)) == ""
    client = client_of(person)
    assert "fuhe@example.com" in client.get("/messages/mail").content.decode()
    client.post("/messages/mail", {"sort": ["case", "notice"]})
    assert "reply" in MailChoice.objects.get(user=person).without
    assert "case" not in MailChoice.objects.get(user=person).without
    from xuncha.apps.reminders.mailing import mail_waiting

    assert mail_waiting() == (0, "")  # what is left out is not even tried
    MailChoice.objects.all().delete()
    assert "邮件服务器连接失败" in mail_waiting()[1]


def test_the_webhook_gets_news_beside_warnings(directory: Any, settings: Any) -> None:
    settings.WEBHOOK_URL, settings.PUBLIC_URL = "http://127.0.0.1:1/", "https://xuncha.example/"
    tell([Piece(Sort.NOTICE, "已签发", "/notices/of/1", (OFFICE,))])
    waiting = Delivery.objects.get()
    content = waiting.content
    assert content["cause"] == waiting.cause
    assert (content["news"], content["url"]) == ("notice", "https://xuncha.example/notices/of/1")
    assert json.loads(body_of([content, {"cause": "x"}])) == {"warnings": [{"cause": "x"}], "news": [content]}
    order_by_the_clock()  # whatever the hour, it runs
