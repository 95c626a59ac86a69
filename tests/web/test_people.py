"""用户: what was changed of whom stands in the record of acts, which names people by their login names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.web.users.models import User

pytestmark = pytest.mark.django_db


def form(person: User, **more: Any) -> dict[str, Any]:
    said = {
        "username": person.username,
        "role": person.role,
        "full_name": person.full_name,
        "is_active": "on",
    }
    return said | {"unit": person.unit_id or "", "email": person.email} | more


def test_what_was_before_and_after_is_recorded(directory: Any, as_role: Callable[..., Client]) -> None:
    person = a_person("inspector", full_name="张三")
    changed = form(person, username="lisi", role="owner", unit=directory.organs[0].pk)
    as_role("administrator").post(f"/users/{person.pk}", changed)
    entry = AuditEntry.objects.get(act="修改用户")
    assert entry.on == person.username
    assert f"登录名：{person.username}→lisi" in entry.detail["改动"]
    assert "角色：省级检查员→主办单位" in entry.detail["改动"]
    assert "单位：→教育局（石堰市）" in entry.detail["改动"]
    assert "张三" not in entry.detail["改动"]


def test_a_name_in_the_record_stays_with_its_person(as_role: Callable[..., Client]) -> None:
    person, client, administrator = a_person("inspector"), Client(), as_role("administrator")
    client.force_login(person)
    client.post("/logout")
    assert AuditEntry.objects.filter(actor_name=person.username).exists()
    page = administrator.post(f"/users/{person.pk}", form(person, username="wangwu")).content.decode()
    assert "登录名不能再改" in page
    User.objects.filter(pk=person.pk).update(username="before")  # as an earlier version allowed
    other = a_person("inspector")
    for address in ("/users/new", f"/users/{other.pk}"):
        page = administrator.post(address, form(other, username=person.username)).content.decode()
        assert "不能再给别人用" in page
    assert administrator.post(f"/users/{other.pk}", form(other, username="zhaoliu")).status_code == 302


def test_a_role_is_chosen_in_words(as_role: Any) -> None:
    client, person = as_role("administrator"), a_person("inspector")
    page = client.get("/users/new").content.decode()
    assert '<option value="" selected>请选择角色</option>' in page
    assert "---------" not in page
    assert "请选择角色" not in client.get(f"/users/{person.pk}").content.decode()
    refused = client.post("/users/new", {"username": "zhangsan", "role": ""}).content.decode()
    assert "请选择角色" in refused
    assert not type(person).objects.filter(username="zhangsan").exists()
