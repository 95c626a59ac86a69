"""Logging in: lock-out, one-time passwords, sessions that end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.web.startup import first_administrator
from xuncha.web.users.models import User

GOOD = "Yunling-2025-ok"


@pytest.fixture
def person(db: None) -> User:
    made = a_person("inspector")
    made.set_password(GOOD)
    made.save()
    return made


def log_in(client: Client, name: str, password: str) -> Any:
    return client.post("/login", {"username": name, "password": password})


def test_it_works(person: User) -> None:
    client = Client()
    assert log_in(client, person.username, GOOD)["Location"] == "/"
    assert client.get("/sites").status_code == 200
    assert client.post("/logout").status_code == 302
    assert client.get("/sites").status_code == 302
    assert [e.act for e in AuditEntry.objects.order_by("number")] == ["登录", "退出"]


def test_five_wrong_passwords_lock_even_the_right_one_out(person: User) -> None:
    client = Client()
    answers = [log_in(client, person.username, "wrong").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert log_in(client, person.username, GOOD).status_code == 429
    assert client.get("/sites").status_code == 302
    assert AuditEntry.objects.filter(act="登录被锁定").exists()


def test_a_wrong_password_of_one_does_not_lock_another(person: User) -> None:
    client = Client()
    for _ in range(6):
        log_in(client, "somebody-else", "wrong")
    assert log_in(client, person.username, GOOD).status_code == 302


@pytest.mark.usefixtures("one_minute")
def test_one_password_is_not_tried_on_everybody(person: User) -> None:
    client = Client()
    answers = (client.post("/login", {"username": f"name{n}", "password": "Nobody-2025"}) for n in range(61))
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "30"


def test_another_address_is_not_believed(person: User) -> None:
    for n in range(5):
        client = Client(headers={"X-Forwarded-For": f"10.0.0.{n}", "Forwarded": f"for=10.0.0.{n}"})
        client.post("/login", {"username": person.username, "password": "wrong"})
    client = Client(headers={"X-Forwarded-For": "10.0.0.99"})
    assert client.post("/login", {"username": person.username, "password": "wrong"}).status_code == 429


def test_the_first_administrator_sets_a_password_before_anything_else(db: None) -> None:
    first = first_administrator()
    assert first is not None
    assert first_administrator() is None
    client = Client()
    log_in(client, first.username, first.password)
    assert client.get("/sites")["Location"] == "/password"
    fields = {"old_password": first.password, "new_password1": GOOD, "new_password2": GOOD}
    assert client.post("/password", fields).status_code == 302
    assert client.get("/sites").status_code == 200
    assert client.get("/users").status_code == 200


@pytest.mark.parametrize("weak", ["short1A", "alllowercase1", "1234567890", "Password12", "inspector"])
def test_a_weak_password_is_refused(person: User, weak: str) -> None:
    client = Client()
    client.force_login(person)
    fields = {"old_password": GOOD, "new_password1": weak, "new_password2": weak}
    response = client.post("/password", fields)
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()


def test_an_idle_session_has_ended(person: User, settings: Any) -> None:
    client = Client()
    client.force_login(person)
    assert client.get("/sites").status_code == 200
    session = client.session
    session["seen_at"] -= settings.IDLE_SECONDS + 1
    session.save()
    assert client.get("/sites").status_code == 302


def test_a_busy_session_ends_with_the_day(person: User, settings: Any) -> None:
    client = Client()
    client.force_login(person)
    assert client.get("/sites").status_code == 200
    session = client.session
    session["since"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert client.get("/sites").status_code == 302
    assert client.get("/sites").status_code == 302


@pytest.mark.parametrize("change", ["password", "stopped"])
def test_a_session_ends_with_the_password_or_the_person(person: User, change: str) -> None:
    client = Client()
    client.force_login(person)
    assert client.get("/sites").status_code == 200
    if change == "password":
        person.set_password(GOOD + "2")
    else:
        person.is_active = False
    person.save()
    assert client.get("/sites").status_code == 302


def test_the_present_password_is_no_new_one(person: User) -> None:
    client = Client()
    client.force_login(person)
    fields = {"old_password": GOOD, "new_password1": GOOD, "new_password2": GOOD}
    assert "新密码不能与现在的密码相同" in client.post("/password", fields).content.decode()


def test_a_page_that_refreshes_itself_keeps_no_session_alive(person: User) -> None:
    client = Client()
    client.force_login(person)
    client.get("/sites")
    session = client.session
    session["seen_at"] = long_ago = session["seen_at"] - 100
    session.save()
    client.get("/sites", headers={"X-Xuncha-Poll": "1"})
    assert client.session["seen_at"] == long_ago
    client.get("/sites")
    assert client.session["seen_at"] > long_ago


def test_a_form_of_another_site_is_refused(person: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    response = client.post("/password", {})
    assert response.status_code == 403
    assert "页面已失效" in response.content.decode()


def test_the_answer_to_a_logged_in_person_is_kept_nowhere(person: User) -> None:
    client = Client()
    client.force_login(person)
    assert client.get("/sites")["Cache-Control"] == "no-store"


class TestPeople:
    def test_a_new_person_gets_a_password_that_works_once(self, as_role: Callable[..., Client]) -> None:
        client = as_role("administrator")
        form = {"username": "zhang", "role": "reviewer", "is_active": "on"}
        answer = client.post("/users/new", form, follow=True)
        password = answer.context["made"]["password"]
        assert password in answer.content.decode()
        other = Client()
        log_in(other, "zhang", password)
        assert other.get("/sites")["Location"] == "/password"

    def test_a_reload_of_the_page_makes_no_other_password(self, as_role: Callable[..., Client]) -> None:
        client, person = as_role("administrator"), a_person("inspector")
        made = client.post(f"/users/{person.pk}/password")
        assert (made.status_code, made["Location"]) == (302, "/users/one-time")
        stolen = Client()
        stolen.force_login(a_person("administrator"))
        stolen.cookies["xuncha-once"] = client.cookies["xuncha-once"].value
        assert stolen.get("/users/one-time").context["made"] is None, "nobody else's browser shows it"
        page = client.get("/users/one-time")
        password = page.context["made"]["password"]
        assert page["Cache-Control"] == "no-store"
        for _ in range(2):
            again = client.get("/users/one-time").content.decode()
            assert "已经显示过" in again
            assert password not in again
        person.refresh_from_db()
        assert person.check_password(password)
        assert AuditEntry.objects.filter(act="重置密码").count() == 1

    def test_an_owner_needs_a_unit(self, as_role: Callable[..., Client]) -> None:
        answer = as_role("administrator").post("/users/new", {"username": "li", "role": "owner"})
        assert "这个角色须指定单位" in answer.content.decode()
        assert not User.objects.filter(username="li").exists()

    def test_nobody_demotes_himself(self, db: None) -> None:
        person = a_person("administrator")
        client = Client()
        client.force_login(person)
        answer = client.post(f"/users/{person.pk}", {"username": person.username, "role": "leader"})
        assert "不能改变自己的角色" in answer.content.decode()
        person.refresh_from_db()
        assert person.role == "administrator"


@pytest.mark.parametrize("what", ["password", "second-step"])
def test_whom_an_administrator_resets_waits_no_longer(person: User, what: str) -> None:
    """Who is locked out is sent to the administrator: what they then do opens the login at once, and that one alone."""
    other, locked = a_person("inspector"), Client()
    for name in (person.username, other.username):
        for _ in range(5):
            log_in(locked, name, "wrong")
    administrator = Client()
    administrator.force_login(a_person("administrator"))
    page = administrator.post(f"/users/{person.pk}/{what}", follow=True).content.decode()
    shown = re.findall(r"[A-Z]\d-\w{4}-\w{4}-\w{4}", page) or [GOOD]
    assert log_in(locked, person.username, shown[0]).status_code == 302
    assert log_in(Client(), other.username, GOOD).status_code == 429
