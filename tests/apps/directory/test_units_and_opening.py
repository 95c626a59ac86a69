"""单位: contacts, the search that fills a select, and entries opened by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.directory.account_names import name_key
from xuncha.apps.directory.models import Change, SiteEntry, Unit
from xuncha.apps.directory.unit_choice import MOST
from xuncha.web.users.models import User

pytestmark = pytest.mark.django_db


def offered(client: Client, words: str) -> str:
    return client.get("/units/choices", {"q": words}).content.decode()


def test_a_select_offers_units_in_reach_alone(directory: Any, as_role: Callable[..., Client]) -> None:
    both = offered(as_role("administrator"), "教育局")
    assert "教育局（石堰市）" in both
    assert "教育局（蓝沚市）" in both
    assert "蓝沚市" not in offered(as_role("administrator"), "石堰 教育")
    own = offered(as_role("supervisor", directory.offices[0]), "教育局")
    assert "教育局（石堰市）" in own
    assert "蓝沚市" not in own
    assert 'option value="1' not in offered(as_role("owner"), "教育局")


def test_a_unit_without_its_place_in_the_tree_reaches_itself_alone(
    directory: Any, as_role: Callable[..., Client]
) -> None:
    lost = Unit.objects.create(name="新设的局", kind="organ", region=directory.offices[0].region, path="")
    assert list(lost.subtree) == [lost]
    assert list(Unit.objects.filter(pk__in=lost.below)) == [lost]
    own = offered(as_role("supervisor", lost), "局")
    assert "新设的局" in own
    assert "教育局" not in own


def test_thousands_of_units_do_not_fill_the_page(directory: Any, as_role: Callable[..., Client]) -> None:
    region, office = directory.regions[0], directory.offices[0]
    many = [
        Unit(name=f"第{n}小学", kind="organ", parent=office, region=region, path=f"{office.path}x{n}/")
        for n in range(5000)
    ]
    Unit.objects.bulk_create(many)
    client = as_role("administrator")
    for address in ("/users/new", "/api-tokens/new"):
        page = client.get(address).content.decode()
        assert "输入单位或地区名称查找" in page, address
        assert page.count("<option") < 60, address
    new = {"username": "zhao", "full_name": "赵", "role": "owner", "unit": directory.organs[0].pk}
    client.post("/users/new", new | {"is_active": "on"})
    person = User.objects.get(username="zhao")
    assert person.unit == directory.organs[0]
    assert f'value="{person.unit.pk}" selected' in client.get(f"/users/{person.pk}").content.decode()
    found = offered(client, "小学")
    assert found.count("<option") == MOST + 2
    assert "还有更多" in found


def test_the_contact_of_a_unit(directory: Any, as_role: Callable[..., Client]) -> None:
    unit = directory.organs[0]
    address = f"/units/{unit.pk}"
    as_role("inspector").post(address, {"contact": "王主任", "phone": "0712-1234567"})
    unit.refresh_from_db()
    assert (unit.contact, unit.phone) == ("王主任", "0712-1234567")
    assert AuditEntry.objects.filter(act="修改单位联系人").count() == 1
    assert "王主任" in as_role("leader").get(address).content.decode()
    assert as_role("leader").post(address, {"contact": "x"}).status_code == 405
    assert as_role("owner", unit).get(address).status_code == 403


SITE = {
    "网站标识码": "9800000003",
    "网站名称": "石堰市气象局网站",
    "网址": "http://qxj.gov.example/",
    "主办单位": "气象局",
    "主管单位": "",
    "地区": "石堰市",
    "网站类型": "部门网站",
    "运行状态": "正常运行",
    "on": "2026-03-01",
    "document": "〔2026〕1 号",
}


def test_a_site_is_opened_by_hand(directory: Any, as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    assert client.get("/directory/sites/open").status_code == 200
    assert client.post("/directory/sites/open", SITE)["Location"] == "/sites/9800000003"
    site = SiteEntry.objects.get(site_code="9800000003")
    assert str(site.opened_on) == "2026-03-01"
    change = Change.objects.get()
    assert (change.what, change.document) == ("开设", "〔2026〕1 号")
    again = client.post("/directory/sites/open", SITE).content.decode()
    assert "名录中已有这个标识" in again
    wrong = client.post("/directory/sites/open", SITE | {"网站标识码": "12"}).content.decode()
    assert 'class="error"' in wrong
    assert as_role("leader").get("/directory/sites/open").status_code == 403


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("石堰市教育局", "石堰教育发布", True),
        ("石堰教育", "石堰 教育（官方）", True),
        ("石堰教育", "石堰交通", False),
        ("发布", "在线", False),
    ],
)
def test_names_that_are_as_good_as_the_same(one: str, other: str, alike: bool) -> None:
    assert (name_key(one) == name_key(other)) is alike
