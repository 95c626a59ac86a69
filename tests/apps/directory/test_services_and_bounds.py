"""名录: whether a sponsor serves the public is kept and handed to rounds; what no table can hold is refused by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xuncha.apps.directory.models import ColumnEntry, Import, MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.drawing import inputs_folder
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.work.asking import site_of
from xuncha.apps.inspections.work.preparing import write_lists

pytestmark = pytest.mark.django_db
_SITES = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态,对外服务职能"
_ACCOUNTS = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态,关注数"
_COLUMNS = "网站标识码,栏目名称,栏目类别,网址,更新期限天数"


def site(number: int, serves: str = "", **cells: str) -> str:
    sound = {"name": f"第{number}局网站", "url": f"http://s{number}.gov.example/", "sponsor": f"第{number}局"}
    return ",".join(
        (f"990200000{number}", *(sound | cells).values(), "", "石堰市", "部门网站", "正常运行", serves)
    )


def handed_in(client: Client, kind: str, *lines: str) -> Import:
    file = SimpleUploadedFile("名单.csv", "\n".join(lines).encode())
    client.post("/imports", {"kind": kind, "file": file})
    return Import.objects.get(pk=Import.objects.latest("pk").pk)


def taken(client: Client, kind: str, *lines: str) -> Import:
    one = handed_in(client, kind, *lines)
    client.post(f"/imports/{one.pk}", {"act": "confirm"})
    one.refresh_from_db()
    assert one.state == "done"
    return one


def served() -> list[bool | None]:
    return [one.serves_public for one in SiteEntry.objects.order_by("site_code")]


@pytest.fixture
def client(as_role: Callable[..., Client]) -> Client:
    return as_role("inspector")


class TestServices:
    def test_what_the_list_says_is_kept_and_given_out_again(self, client: Client) -> None:
        one = handed_in(client, "sites", _SITES, site(1), site(2, "无"), site(3, "有"))
        page = client.get(f"/imports/{one.pk}").content.decode()
        assert "<th>对外服务职能</th>" in page
        assert "<td>正常运行</td><td></td>" in page
        assert "<td>正常运行</td><td>无</td>" in page
        client.post(f"/imports/{one.pk}", {"act": "confirm"})
        assert served() == [None, False, True]
        lines = b"".join(client.get("/directory/sites/export?as=csv")).decode("utf-8-sig")
        assert [row["对外服务职能"] for row in csv.DictReader(io.StringIO(lines))] == ["", "无", "有"]

    def test_a_round_is_told(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1), site(2, "无"))
        round_ = Round.objects.create(
            title="检查",
            kind="full",
            asof=datetime(2025, 6, 25, 2, tzinfo=UTC),
            standard="national-2019",
            folder="f",
        )
        write_lists(round_)
        with (inputs_folder(round_) / "sites.csv").open(encoding="utf-8", newline="") as file:
            assert [row["对外服务职能"] for row in csv.DictReader(file)] == ["", "无"]
        assert site_of(SiteEntry.objects.get(site_code="9902000002")).serves_public is False

    def test_a_list_without_a_word_forgets_nothing_and_undoing_brings_back(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1, "无"))
        assert handed_in(client, "sites", _SITES, site(1)).unchanged == 1
        taken(client, "sites", _SITES.removesuffix(",对外服务职能"), site(1, name="改名").removesuffix(","))
        assert served() == [False]
        one = taken(client, "sites", _SITES, site(1, "有", name="改名"))
        assert served() == [True]
        client.post(f"/imports/{one.pk}", {"act": "undo"})
        assert served() == [False]

    def test_by_hand(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1))
        for word, serves in (("无", False), ("有", True), ("", None)):
            form = SiteEntry.objects.get().record() | {"对外服务职能": word, "on": "2025-06-01"}
            assert client.post("/sites/9902000001/change", form).status_code == 302
            assert served() == [serves]
        assert "名录没有写明" in client.get("/sites/9902000001/change").content.decode()


class TestBounds:
    """PostgreSQL refuses what SQLite takes: the row is named instead."""

    def refused(self, client: Client, kind: str, *lines: str) -> str:
        one = handed_in(client, kind, *lines)
        page = client.get(f"/imports/{one.pk}").content.decode()
        assert "确认导入" not in page
        assert client.post(f"/imports/{one.pk}", {"act": "confirm"}).status_code == 302
        one.refresh_from_db()
        assert one.state == "previewed"
        return page

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"name": "名" * 201}, "有 201 字，最多 200 字"),
            ({"sponsor": "局" * 201}, "有 201 字，最多 200 字"),
            ({"url": f"http://s1.gov.example/{'a' * 490}"}, "最多 500 字"),
        ],
    )
    def test_sites(self, client: Client, cells: dict[str, str], told: str) -> None:
        assert told in self.refused(client, "sites", _SITES, site(1, **cells))
        assert not SiteEntry.objects.exists()

    def test_what_just_fits_is_taken(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1, name="名" * 200, sponsor="局" * 200))
        assert len(SiteEntry.objects.get().name) == 200

    def test_accounts_and_columns(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1))
        long = "号" * 201
        told = self.refused(client, "accounts", _ACCOUNTS, f"wx-1,{long},微信公众号,第1局,,石堰市,正常运行,")
        assert "账号名称" in told
        assert "最多 200 字" in told
        line = f"9902000001,{long},通知公告,http://s1.gov.example/tz/,"
        assert "最多 200 字" in self.refused(client, "columns", _COLUMNS, line)
        assert not MediaAccountEntry.objects.exists()
        assert not ColumnEntry.objects.exists()

    def test_by_hand(self, client: Client) -> None:
        taken(client, "sites", _SITES, site(1))
        form: dict[str, Any] = SiteEntry.objects.get().record() | {"网站名称": "名" * 300, "on": "2025-06-01"}
        answer = client.post("/sites/9902000001/change", form)
        assert "最多 200 字" in answer.content.decode()


def test_a_list_with_faults_does_not_wait_to_be_confirmed(client: Client) -> None:
    one = handed_in(client, "sites", _SITES, site(1), site(1))
    for address in ("/imports", f"/imports/{one.pk}"):
        page = client.get(address).content.decode()
        assert "有错误，未导入" in page
        assert "待确认" not in page


def test_accounts_whose_lists_say_more_or_less_stand_in_the_right_columns(client: Client) -> None:
    lines = (
        "wx-1,甲发布,微信公众号,第1局,,石堰市,正常运行,",
        "wx-2,乙发布,微信公众号,第1局,,石堰市,正常运行,88",
    )
    one = handed_in(client, "accounts", _ACCOUNTS, *lines)
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "<th>关注数</th>" in page
    assert "<td>正常运行</td><td></td>" in page
    assert "<td>正常运行</td><td>88</td>" in page


def test_a_workbook_that_is_none_is_told_in_words(client: Client) -> None:
    file = SimpleUploadedFile("名单.xlsx", b"PK\x03\x04" + bytes(300))
    client.post("/imports", {"kind": "sites", "file": file})
    page = client.get(f"/imports/{Import.objects.latest('pk').pk}").content.decode()
    assert "不是完好的 Excel 文件，请" in page
