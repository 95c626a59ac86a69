"""动态口令: asked for after the password, good once, locked out together with passwords, taken off by an administrator."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from click.testing import CliRunner
from django.test import Client
from people import a_person

from xuncha.apps.casework.access import Role
from xuncha.apps.casework.models import AuditEntry
from xuncha.cli import main
from xuncha.web.environment import SettingError, several_of
from xuncha.web.users import second_step
from xuncha.web.users.models import SecondStep, User

GOOD = "Yunling-2025-ok"


def codes_shown(client: Client, answer: Any) -> list[str]:
    """The recovery codes on the page that was led to."""
    assert (answer.status_code, answer["Location"]) == (302, "/second-step/recovery-codes")
    codes: list[str] = client.get(answer["Location"]).context["codes"]
    return codes


class Phone:
    """Somebody with a second step, and what the phone shows."""

    def __init__(self, role: str = "inspector") -> None:
        self.person = a_person(role)
        self.person.set_password(GOOD)
        self.person.save()
        client = Client()
        client.force_login(self.person)
        page = client.get("/second-step")
        self.secret = "".join(page.context["secret"].split())
        self.page = page.content.decode()
        self.codes = codes_shown(client, client.post("/second-step", {"code": self.code()}))
        SecondStep.objects.filter(user=self.person).update(last_step=1)  # some time has gone by
        self.own = client

    def code(self, steps: int = 0) -> str:
        """What is shown now, or so many steps of 30 seconds later."""
        return pyotp.TOTP(self.secret).at(int(second_step.time.time()) + 30 * steps)

    def after_password(self) -> Client:
        client = Client()
        answer = client.post("/login", {"username": self.person.username, "password": GOOD})
        assert answer["Location"] == "/login/code"
        return client


@pytest.fixture
def phone(db: None, monkeypatch: pytest.MonkeyPatch) -> Phone:
    """Its clock and that of the program stand still: no code becomes another one while a test goes on."""
    moment = time.time()
    monkeypatch.setattr(second_step, "time", SimpleNamespace(time=lambda: moment))
    return Phone()


def is_in(client: Client) -> bool:
    return client.get("/sites").status_code == 200


def test_it_works(phone: Phone) -> None:
    assert re.search(r"<svg [^>]*>.*</svg>", phone.page, re.DOTALL)
    assert " style=" not in phone.page
    client = phone.after_password()
    assert not is_in(client)
    assert client.post("/login/code", {"code": phone.code()})["Location"] == "/"
    assert is_in(client)
    assert [e.act for e in AuditEntry.objects.order_by("number")] == ["启用动态口令", "登录"]


def test_a_code_is_good_once_and_none_before_it(phone: Phone) -> None:
    shown = phone.code(1)
    assert phone.after_password().post("/login/code", {"code": shown}).status_code == 302
    for code in (shown, phone.code(0), phone.code(-1)):
        again = phone.after_password()
        assert again.post("/login/code", {"code": code}).status_code == 200
        assert not is_in(again)


def test_a_code_of_another_time_or_another_phone_is_refused(phone: Phone) -> None:
    client = phone.after_password()
    for code in (phone.code(-3), phone.code(3), "", "000000 " * 5):
        assert client.post("/login/code", {"code": code}).status_code == 200
    assert not is_in(client)


def test_wrong_codes_and_wrong_passwords_lock_together(phone: Phone) -> None:
    wrong = {"username": phone.person.username, "password": "wrong"}
    for _ in range(2):
        Client().post("/login", wrong)
    client = phone.after_password()
    assert [client.post("/login/code", {"code": "1"}).status_code for _ in range(3)] == [200, 200, 429]
    assert client.post("/login/code", {"code": phone.code()}).status_code == 429
    assert Client().post("/login", {**wrong, "password": GOOD}).status_code == 429
    assert not is_in(client)
    assert AuditEntry.objects.filter(act="登录被锁定", on=phone.person.username).exists()


def test_a_recovery_code_is_good_once(phone: Phone) -> None:
    used = phone.codes[3]
    client = phone.after_password()
    assert "还剩 9 个" in client.post("/login/code", {"code": used.upper()}, follow=True).content.decode()
    again = phone.after_password()
    assert again.post("/login/code", {"code": used}).status_code == 200
    assert AuditEntry.objects.filter(act="登录", detail={"第二步": "恢复码"}).exists()


def test_the_code_must_follow_the_password_soon_and_only_for_that_password(phone: Phone) -> None:
    assert Client().get("/login/code")["Location"] == "/login"
    late, changed, stopped = (phone.after_password() for _ in range(3))
    session = late.session
    session["password_was_right"] = {**session["password_was_right"], "at": time.time() - 301}
    session.save()
    assert late.post("/login/code", {"code": phone.code()})["Location"] == "/login"
    phone.person.set_password(GOOD + "2")
    phone.person.save()
    assert changed.post("/login/code", {"code": phone.code()})["Location"] == "/login"
    phone.person.set_password(GOOD)
    phone.person.is_active = False
    phone.person.save()
    assert stopped.post("/login/code", {"code": phone.code()})["Location"] == "/login"


def test_it_goes_on_to_the_page_asked_for_and_to_no_other_site(phone: Phone) -> None:
    for then, goes in (("/audit?page=2", "/audit?page=2"), ("https://elsewhere.example/", "/")):
        SecondStep.objects.update(last_step=1)
        client = Client()
        client.post("/login", {"username": phone.person.username, "password": GOOD, "next": then})
        assert client.post("/login/code", {"code": phone.code()})["Location"] == goes


def test_neither_secret_nor_recovery_codes_are_kept_in_clear(phone: Phone) -> None:
    row = SecondStep.objects.get()
    kept = [bytes(row.sealed).decode(), *phone.person.recovery_codes.values_list("digest", flat=True)]
    assert not any(words in one for one in kept for words in [phone.secret, *phone.codes])


def test_with_another_key_of_the_installation_no_code_counts(phone: Phone, settings: Any) -> None:
    settings.SECRET_KEY = "another"
    client = Client()
    client.post("/login", {"username": phone.person.username, "password": GOOD})
    assert client.post("/login/code", {"code": phone.code()}).status_code == 200


class TestOnesOwn:
    def test_it_is_turned_off_with_a_code_alone(self, phone: Phone) -> None:
        phone.own.post("/second-step/change", {"do": "off", "code": "123"})
        assert SecondStep.objects.exists()
        phone.own.post("/second-step/change", {"do": "off", "code": phone.code()})
        assert not SecondStep.objects.exists()
        assert not phone.person.recovery_codes.exists()

    def test_new_recovery_codes_replace_the_old(self, phone: Phone) -> None:
        answer = phone.own.post("/second-step/change", {"do": "codes", "code": phone.code()})
        new = codes_shown(phone.own, answer)
        assert len(new) == 10
        again = phone.own.get(answer["Location"]).content.decode()
        assert "已经显示过" in again
        assert not any(one in again for one in new), "a reload shows none"
        assert phone.after_password().post("/login/code", {"code": phone.codes[0]}).status_code == 200
        assert phone.after_password().post("/login/code", {"code": new[0]}).status_code == 302

    def test_a_wrong_first_code_turns_nothing_on(self, db: None) -> None:
        client = Client()
        client.force_login(a_person("owner"))
        client.get("/second-step")
        assert "数字不对" in client.post("/second-step", {"code": "1"}).content.decode()
        assert not SecondStep.objects.exists()


class TestOfTheOffice:
    def test_a_role_that_must_opens_nothing_before(self, db: None, settings: Any) -> None:
        settings.SECOND_STEP_ROLES = frozenset({"inspector"})
        client = Client()
        client.force_login(a_person("inspector"))
        assert client.get("/sites")["Location"] == "/second-step"
        assert "你的角色须使用动态口令" in client.get("/second-step").content.decode()
        client.force_login(a_person("reviewer"))
        assert is_in(client)
        phone = Phone()
        assert is_in(phone.own)
        phone.own.post("/second-step/change", {"do": "off", "code": phone.code()})
        assert SecondStep.objects.exists()

    def test_an_administrator_takes_it_off_and_that_is_recorded(self, phone: Phone) -> None:
        client = Client()
        client.force_login(a_person("administrator"))
        assert "重置动态口令" in client.get(f"/users/{phone.person.pk}").content.decode()
        client.get(f"/users/{phone.person.pk}/second-step")
        assert SecondStep.objects.exists()
        client.post(f"/users/{phone.person.pk}/second-step")
        assert not SecondStep.objects.exists()
        entry = AuditEntry.objects.order_by("-number").first()
        assert entry is not None
        assert (entry.act, entry.on) == ("重置动态口令", phone.person.username)

    def test_an_administrator_does_not_take_off_his_own_without_a_code(self, db: None) -> None:
        phone = Phone("administrator")
        phone.own.post(f"/users/{phone.person.pk}/second-step")
        assert SecondStep.objects.exists()

    def test_a_role_that_is_none_is_refused_at_the_start(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XUNCHA_T", "administrator, boss")
        with pytest.raises(SettingError, match="boss"):
            several_of("XUNCHA_T", tuple(Role.values))
        assert several_of("XUNCHA_T_NONE", ("a",)) == frozenset()

    def test_the_command_lets_the_only_administrator_back_in(self, phone: Phone) -> None:
        for _ in range(6):
            Client().post("/login", {"username": phone.person.username, "password": "wrong"})
        done = CliRunner().invoke(main, ["reset-login", phone.person.username])
        password = re.search(r"一次性密码：(\S+?)（", done.output)
        assert password, done.output
        client = Client()
        client.post("/login", {"username": phone.person.username, "password": password[1]})
        assert client.get("/sites")["Location"] == "/password"
        unknown = CliRunner().invoke(main, ["reset-login", "nobody"])
        assert "没有登录名为“nobody”" in unknown.output
        assert User.objects.filter(username="nobody").count() == 0


class TestAnotherPhone:
    """Whoever lost the phone goes over to another by a recovery code, without an administrator."""

    @pytest.mark.parametrize("required", [False, True])
    def test_the_old_one_counts_until_the_new_one_is_proved(
        self, phone: Phone, settings: Any, required: bool
    ) -> None:
        settings.SECOND_STEP_ROLES = (phone.person.role,) if required else ()
        client, old = phone.after_password(), phone.secret
        told = client.post("/login/code", {"code": phone.codes[0]}, follow=True).content.decode()
        assert "换一部手机" in told
        page = client.get("/second-step").content.decode()
        assert 'value="move"' in page
        assert 'inputmode="numeric"' not in page, "a recovery code has letters"
        client.post("/second-step/change", {"do": "move", "code": phone.codes[1]})
        offered = client.get("/second-step")
        phone.secret = "".join(offered.context["secret"].split())
        assert phone.secret != old
        assert "旧手机和以前的恢复码作废" in offered.content.decode()
        assert client.post("/second-step", {"code": "000000"}).context["wrong"]
        new, phone.secret = phone.secret, old
        assert phone.after_password().post("/login/code", {"code": phone.code()}).status_code == 302
        phone.secret = new
        codes = codes_shown(client, client.post("/second-step", {"code": phone.code()}))
        assert len(codes) == 10
        assert not set(codes) & set(phone.codes)
        assert "已启用" in client.get("/second-step").content.decode()
        assert AuditEntry.objects.filter(act="更换动态口令的手机").count() == 1
        again = phone.after_password()
        assert again.post("/login/code", {"code": phone.codes[2]}).status_code == 200, "of the old phone"
        assert again.post("/login/code", {"code": phone.code(1)}).status_code == 302

    def test_nobody_goes_over_without_a_code(self, phone: Phone) -> None:
        phone.own.post("/second-step/change", {"do": "move", "code": "000000"})
        assert phone.own.get("/second-step").context["on"]
        phone.own.post("/second-step/change", {"do": "sell", "code": phone.code()})
        assert phone.own.get("/second-step").context["on"]

    def test_one_may_stay_with_the_old_and_the_offer_ends(
        self, phone: Phone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        phone.own.post("/second-step/change", {"do": "move", "code": phone.codes[0]})
        assert phone.own.get("/second-step").context["moves"]
        phone.own.post("/second-step/change", {"do": "stay"})
        assert phone.own.get("/second-step").context["on"]
        phone.own.post("/second-step/change", {"do": "move", "code": phone.codes[1]})
        monkeypatch.setattr("xuncha.web.users.views.second_step._MOVING_S", -1)
        assert phone.own.get("/second-step").context["on"]


def test_who_took_too_long_is_told_and_comes_to_the_same_page(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.post("/login?next=/cases", {"username": phone.person.username, "password": GOOD, "next": "/cases"})
    monkeypatch.setattr("xuncha.web.users.views.second_step._PATIENCE_S", -1)
    answer = client.post("/login/code", {"code": phone.code()}, follow=True)
    assert answer.redirect_chain == [("/login?next=/cases", 302)]
    assert "已超过 5 分钟" in answer.content.decode()
    assert client.get("/login/code").headers["Location"] == "/login"


@pytest.mark.parametrize(
    ("page", "after"),
    [
        ("http://testserver/tasks/7?a=1", "/tasks/7?a=1"),
        ("http://elsewhere.example/tasks/7", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_a_page_that_refreshes_itself_leads_back_to_itself(db: None, page: str, after: str) -> None:
    asked = {"HX-Request": "true"} | ({"HX-Current-URL": page} if page else {})
    answer = Client().get("/tasks/7/progress", headers=asked)
    assert answer.status_code == 401
    assert parse_qs(urlsplit(answer["HX-Redirect"]).query)["next"] == [after]
