"""Warnings on their pages, scoped and exported; told once by inbox, mail and webhook."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.test import Client
from django.utils import timezone
from foreseen import account_facts, column, site_facts, week
from people import a_person
from ports import free_port

from xuncha.apps.reminders.foreseeing import foresee
from xuncha.apps.reminders.models import Delivery, Message, OutlookEntry
from xuncha.apps.reminders.telling import tell
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind

pytestmark = pytest.mark.django_db
NEWS = ColumnKind.NEWS


def days_before(asof: Any, days: int) -> date:
    return (asof - timedelta(days=days)).date()


@pytest.fixture
def round_(directory: Any, tmp_path: Path) -> Any:
    """An inspection of this morning: a column with 4 days left, one with 11, two overdue, 5 of 7 failures."""
    from foreseen import a_round

    asof = timezone.now().astimezone(BEIJING).replace(hour=0, minute=1, second=0, microsecond=0)
    columns = [
        column("要闻", NEWS, days_before(asof, 11)),
        column("动态", NEWS, days_before(asof, 4)),
        *(column(f"旧闻{n}", NEWS, days_before(asof, 60)) for n in range(3)),
    ]
    site = site_facts(columns, home=days_before(asof, 1))
    account = account_facts(asof - timedelta(days=13, hours=20))
    made = a_round(tmp_path / "result", site, account, asof=asof)
    foresee(made)
    return made


def shown(client: Client, query: str = "") -> list[tuple[str, int | None]]:
    page = client.get(f"/warnings?{query}").context["page"]
    return [(row.subject, row.left) for row in page]


def test_the_soonest_come_first_and_days_filter(round_: Any, as_role: Callable[..., Client]) -> None:
    client = as_role("leader")
    assert shown(client) == [("发布内容", 0), ("要闻", 4)]
    assert [subject for subject, _ in shown(client, "days=14")] == ["发布内容", "要闻", "动态", "首页"]
    assert shown(client, "kind=account") == [("发布内容", 0)]
    assert shown(client, "q=要闻") == [("要闻", 4)]
    assert "还差 2 个" in client.get("/warnings/near").content.decode()


@pytest.mark.parametrize("day", ["2025-02-30", "2025-13-01", "x"])
def test_a_day_that_is_none_filters_nothing(round_: Any, as_role: Callable[..., Client], day: str) -> None:
    assert shown(as_role("inspector"), f"on={day}") == shown(as_role("inspector"))


def test_a_unit_sees_its_own_alone(round_: Any, directory: Any, as_role: Callable[..., Client]) -> None:
    assert shown(as_role("owner", directory.organs[0]))
    assert shown(as_role("supervisor", directory.offices[0]))
    for role, unit in (
        ("owner", directory.organs[1]),
        ("supervisor", directory.regions[1]),
        ("owner", None),
    ):
        client = as_role(role, unit)
        assert shown(client) == []
        body = b"".join(client.get("/warnings/export/columns?as=csv").streaming_content).decode("utf-8-sig")
        assert "要闻" not in body


def test_columns_with_days_left_and_the_same_in_the_export(
    round_: Any, as_role: Callable[..., Client]
) -> None:
    client = as_role("inspector")
    page = client.get("/warnings/columns").context["page"]
    assert [(row.subject, row.left) for row in page][:4] == [
        ("旧闻0", -45), ("旧闻1", -45), ("旧闻2", -45), ("要闻", 4)
    ]  # fmt: skip
    body = b"".join(client.get("/warnings/export/columns?as=csv&q=要闻").streaming_content)
    (header, row) = [line.split(",") for line in body.decode("utf-8-sig").splitlines()]
    assert row[header.index("剩余天数")] == "4"
    assert client.get("/warnings/export/warnings").status_code == 200
    assert client.get("/warnings/export/other").status_code == 404


def test_old_facts_warn_nobody_and_say_so(
    round_: Any, directory: Any, as_role: Callable[..., Client]
) -> None:
    a_person("owner", directory.organs[0])
    round_.asof -= timedelta(days=31)
    round_.save()
    answer = as_role("leader").get("/warnings")
    assert answer.context["reference"] == round_.asof.astimezone(BEIJING).date()
    assert "距今已超过 30 天" in answer.content.decode()
    told = tell(round_, 7)
    assert (told.messages, Message.objects.count()) == (0, 0)
    assert "距今太久" in told.troubles[0]


class TestInbox:
    def test_those_concerned_are_told_once(self, round_: Any, directory: Any) -> None:
        owner = a_person("owner", directory.organs[0])
        above = a_person("supervisor", directory.offices[0])
        for unit in (directory.organs[1], directory.offices[1]):
            a_person("owner" if unit.region else "supervisor", unit)
        a_person("owner", directory.organs[0], is_active=False)
        told = tell(round_, 7)
        assert (told.causes, told.messages) == (3, 6)
        assert set(Message.objects.values_list("to", flat=True)) == {owner.pk, above.pk}
        foresee(round_)
        assert tell(round_, 7).messages == 0

    def test_a_new_day_of_breach_is_a_new_cause(self, round_: Any, directory: Any) -> None:
        before = set(OutlookEntry.objects.filter(subject="要闻").values_list("cause", flat=True))
        assert before == set(OutlookEntry.objects.filter(subject="要闻").values_list("cause", flat=True))
        row = OutlookEntry.objects.get(subject="要闻")
        from xuncha.apps.reminders.foreseeing import cause_of

        row.breach_on += timedelta(days=1)
        assert cause_of(row, round_) not in before

    def test_one_reads_ones_own_messages(self, round_: Any, directory: Any) -> None:
        owner, other = (a_person("owner", organ) for organ in directory.organs)
        tell(round_, 7)
        client, stranger = Client(), Client()
        client.force_login(owner), stranger.force_login(other)
        assert "要闻" in client.get("/messages").content.decode()
        assert "要闻" not in stranger.get("/messages").content.decode()
        message = Message.objects.filter(to=owner).first()
        stranger.post("/messages", {"message": message.pk})
        assert Message.objects.filter(to=owner, read_at=None).count() == 3
        client.post("/messages", {"message": message.pk})
        assert Message.objects.filter(to=owner, read_at=None).count() == 2

    def test_only_who_runs_rounds_tells(self, round_: Any, directory: Any, as_role: Any) -> None:
        a_person("owner", directory.organs[0])
        for role in ("leader", "reviewer"):
            assert as_role(role).post("/warnings/tell").status_code == 403
        assert as_role("inspector").post("/warnings/tell", follow=True).status_code == 200
        assert Message.objects.exists()


class _Letters(MessageHandler):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.letters.append(message)


@pytest.fixture
def post_office(settings: Any) -> Iterator[list[Any]]:
    """A real SMTP server on loopback; the letters it took."""
    handler = _Letters()
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, ready_timeout=120)
    controller.start()
    settings.SMTP = {"host": "127.0.0.1", "port": port} | {
        "security": "none",
        "sender": "xuncha@office.example",
        "user": "",
        "password": "",
    }
    yield handler.letters
    controller.stop()


class TestMail:
    def test_one_letter_a_person_and_never_twice(
        self, round_: Any, directory: Any, post_office: list[Any]
    ) -> None:
        a_person("owner", directory.organs[0], email="jyj@example.com", full_name="张三")
        a_person("supervisor", directory.offices[0])  # without an address
        assert tell(round_, 7).mailed == 1
        (letter,) = post_office
        body = letter.get_payload(decode=True).decode()
        assert letter["To"] == "jyj@example.com"
        assert "要闻" in body
        assert "4 天后" in body
        assert tell(round_, 7).mailed == 0
        assert len(post_office) == 1

    def test_a_server_that_is_away_is_tried_next_time(
        self, round_: Any, directory: Any, post_office: list[Any], settings: Any
    ) -> None:
        a_person("owner", directory.organs[0], email="jyj@example.com")
        port, settings.SMTP["port"] = settings.SMTP["port"], 1
        told = tell(round_, 7)
        assert told.mailed == 0
        assert "邮件服务器连接失败" in told.troubles[0]
        settings.SMTP["port"] = port
        assert tell(round_, 7).mailed == 1

    def test_off_until_configured(self, round_: Any, directory: Any) -> None:
        a_person("owner", directory.organs[0], email="jyj@example.com")
        told = tell(round_, 7)
        assert (told.mailed, told.troubles) == (0, ())


class TestWebhook:
    def test_signed_over_time_and_body_and_once(self, round_: Any, receiver: Any) -> None:
        assert tell(round_, 7).posted == 3
        ((headers, body),) = receiver.taken
        signed = headers["X-Xuncha-Timestamp"].encode() + b"." + body
        expected = hmac.new(b"a secret of this test", signed, hashlib.sha256).hexdigest()
        assert headers["X-Xuncha-Signature"] == f"sha256={expected}"
        sent = json.loads(body)["warnings"]
        assert [one["subject"] for one in sent] == ["发布内容", "要闻", "逾期未更新的栏目"]
        assert len({one["cause"] for one in sent}) == 3
        assert tell(round_, 7).posted == 0
        assert len(receiver.taken) == 1

    def test_a_server_error_is_tried_again_a_few_times(self, round_: Any, receiver: Any) -> None:
        receiver.statuses = [503, 503]
        assert tell(round_, 7).posted == 3
        assert len(receiver.taken) == 3
        assert len({body for _, body in receiver.taken}) == 1

    @pytest.mark.parametrize(("status", "requests"), [(500, 3), (401, 1), (302, 1)])
    def test_what_cannot_be_delivered_is_given_up_in_the_end(
        self, round_: Any, receiver: Any, status: int, requests: int
    ) -> None:
        receiver.statuses = [status] * 100
        assert f"HTTP {status}" in tell(round_, 7).troubles[0]
        assert len(receiver.taken) == requests
        for _ in range(7):
            tell(round_, 7)
        assert set(Delivery.objects.values_list("state", "tries")) == {("given_up", 8)}
        before = len(receiver.taken)
        assert tell(round_, 7).troubles == ()
        assert len(receiver.taken) == before

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]"])
    def test_a_private_address_is_refused(self, round_: Any, receiver: Any, settings: Any, host: str) -> None:
        settings.WEBHOOK_ALLOW_NET = ()
        settings.WEBHOOK_URL = f"http://{host}:{receiver.server_port}/hook"
        assert "不在允许访问的范围" in tell(round_, 7).troubles[0]
        assert receiver.taken == []
        assert Delivery.objects.filter(state="waiting").count() == 3

    @pytest.mark.parametrize("host", ["127.1", "2130706433", "0", "0x7f000001"])
    def test_an_address_in_disguise_is_no_address(
        self, round_: Any, receiver: Any, settings: Any, host: str
    ) -> None:
        settings.WEBHOOK_ALLOW_NET = ()
        settings.WEBHOOK_URL = f"http://{host}:{receiver.server_port}/hook"
        assert "推送未成" in tell(round_, 7).troubles[0]
        assert receiver.taken == []


def test_availability_is_shown(directory: Any, tmp_path: Path, as_role: Callable[..., Client]) -> None:
    from foreseen import ASOF, a_round

    foresee(a_round(tmp_path / "result", site_facts(probes=week(6)), asof=ASOF))
    assert "还差 1 次" in as_role("leader").get("/warnings/near").content.decode()
