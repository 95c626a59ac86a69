"""名录: a list handed in, shown, imported whole or not at all, undone; exports that can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.directory.importing import ImportRefusedError, carry_out, stored, take_in
from xuncha.apps.directory.models import Change, ColumnEntry, Import, MediaAccountEntry, SiteEntry, Unit
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.received.models import ReceivedPost

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 25, 10, tzinfo=UTC)
HEADER = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"


def row(number: int, **cells: str) -> str:
    sound = {
        "code": f"99010000{number:02}",
        "name": f"第{number}县政府",
        "url": f"http://www.s{number}.gov.example/",
        "sponsor": f"第{number}县政府办公室",
        "supervisor": "石堰市政府办公室",
        "region": "石堰市",
        "kind": "门户网站",
        "state": "正常运行",
    }
    return ",".join((sound | cells).values())


def upload(client: Client, *lines: str, kind: str = "sites", name: str = "名单.csv") -> Import:
    file = SimpleUploadedFile(name, "\n".join((HEADER if kind == "sites" else "", *lines)).strip().encode())
    answer = client.post("/imports", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.first()


def act(client: Client, one: Import, what: str) -> None:
    client.post(f"/imports/{one.pk}", {"act": what})
    one.refresh_from_db()


@pytest.fixture
def client(as_role: Callable[..., Client]) -> Client:
    return as_role("inspector")


def test_it_works(client: Client) -> None:
    one = upload(client, row(1), row(2))
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "第1县政府" in page
    assert SiteEntry.objects.count() == 0
    act(client, one, "confirm")
    assert (one.state, one.added) == ("done", 2)
    site = SiteEntry.objects.get(site_code="9901000001")
    expected = dict(zip(HEADER.split(","), row(1).split(","), strict=True))
    assert site.record() == expected | {"对外服务职能": ""}
    assert site.sponsor.parent.name == "石堰市政府办公室"
    assert site.sponsor.path.startswith(site.region.path)
    assert Unit.objects.filter(kind="province").count() == 1


def test_the_preview_counts_new_changed_and_unchanged(client: Client) -> None:
    act(client, upload(client, row(1), row(2)), "confirm")
    one = upload(client, row(1), row(2, state="关停", url=""), row(3))
    assert (one.added, one.changed, one.unchanged) == (1, 1, 1)
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "运行状态：正常运行 → <b>关停</b>" in page
    act(client, one, "confirm")
    closed = SiteEntry.objects.get(site_code="9901000002")
    assert closed.closed_on is not None
    assert Change.objects.filter(key=closed.site_code).first().what == "关停"


def test_one_bad_row_and_nothing_is_imported(client: Client) -> None:
    one = upload(client, row(1), row(2, code="123"), row(3, kind="其他"))
    page = client.get(f"/imports/{one.pk}").content.decode()
    assert "文件有 2 处错误" in page
    assert "网站标识码" in page
    assert "确认导入" not in page
    act(client, one, "confirm")
    assert one.state == "previewed"
    assert SiteEntry.objects.count() == 0


def test_what_is_confirmed_is_what_was_shown(client: Client) -> None:
    act(client, upload(client, row(1)), "confirm")
    first, second = upload(client, row(1, name="甲")), upload(client, row(1, name="乙"))
    act(client, first, "confirm")
    assert "请重新上传" in client.get(f"/imports/{second.pk}").content.decode()
    act(client, second, "confirm")
    assert second.state == "previewed"
    assert SiteEntry.objects.get().name == "甲"


def test_twice_confirmed_is_done_once(client: Client) -> None:
    one = upload(client, row(1))
    person = a_person("inspector")
    stale = Import.objects.get(pk=one.pk)
    act(client, one, "confirm")
    with pytest.raises(ImportRefusedError, match="已经处理过"):
        carry_out(stale, person, one.made_at.date())
    assert Change.objects.count() == 1


class TestUndo:
    def test_everything_is_as_before(self, client: Client) -> None:
        act(client, upload(client, row(1), row(2)), "confirm")
        before = [site.record() for site in SiteEntry.objects.all()]
        one = upload(client, row(1, name="改名"), row(3), row(4))
        act(client, one, "confirm")
        act(client, one, "undo")
        assert one.state == "undone"
        assert [site.record() for site in SiteEntry.objects.all()] == before

    def test_not_over_a_later_change(self, client: Client) -> None:
        one = upload(client, row(1))
        act(client, one, "confirm")
        act(client, upload(client, row(1, name="改名")), "confirm")
        act(client, one, "undo")
        assert one.state == "done"
        assert SiteEntry.objects.get().name == "改名"

    def test_nothing_that_came_later_vanishes_with_it(self, client: Client) -> None:
        sites = upload(client, row(1))
        act(client, sites, "confirm")
        header = "网站标识码,栏目名称,栏目类别,网址,更新期限天数"
        line = "9901000001,通知公告,通知公告,http://www.s1.gov.example/tz/,"
        columns = upload(client, header, line, kind="columns")
        act(client, columns, "confirm")
        answer = client.post(f"/imports/{sites.pk}", {"act": "undo"}, follow=True)
        assert "9901000001 已有栏目" in answer.content.decode()
        assert (SiteEntry.objects.count(), ColumnEntry.objects.count()) == (1, 1)
        for one in (columns, sites):
            act(client, one, "undo")
            assert one.state == "undone"
        assert (SiteEntry.objects.count(), ColumnEntry.objects.count()) == (0, 0)

    @pytest.mark.parametrize("what", ["report", "posts"])
    def test_not_over_what_was_handed_in_about_it(self, client: Client, what: str) -> None:
        if what == "report":
            one = upload(client, row(1))
            act(client, one, "confirm")
            site = SiteEntry.objects.get()
            ReportCase.objects.create(site=site, url=site.url, number="1", description="错", received_at=NOW)
        else:
            header = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
            one = upload(client, header, "wx1,甲发布,微信公众号,教育局,,石堰市,正常运行", kind="accounts")
            act(client, one, "confirm")
            account = MediaAccountEntry.objects.get()
            ReceivedPost.objects.create(account=account, post_id="1", published_at=NOW)
        answer = client.post(f"/imports/{one.pk}", {"act": "undo"}, follow=True)
        assert "不能整批撤销" in answer.content.decode()
        assert ReportCase.objects.count() + ReceivedPost.objects.count() == 1

    def test_the_day_of_closing_comes_back(self, client: Client) -> None:
        act(client, upload(client, row(1)), "confirm")
        form = SiteEntry.objects.get().record() | {"运行状态": "关停", "on": "2024-03-01"}
        client.post("/sites/9901000001/change", form)
        one = upload(client, row(1))
        act(client, one, "confirm")
        assert SiteEntry.objects.get().closed_on is None
        act(client, one, "undo")
        assert str(SiteEntry.objects.get().closed_on) == "2024-03-01"


def test_one_page_drops_what_another_has_imported(client: Client) -> None:
    one = upload(client, row(1))
    act(client, one, "confirm")
    for what, told in (("drop", "不能放弃"), ("", "没有这种处理")):
        answer = client.post(f"/imports/{one.pk}", {"act": what}, follow=True)
        assert told in answer.content.decode()
        assert stored(one).exists()
    assert not AuditEntry.objects.filter(act="放弃导入").exists()


def test_a_list_does_not_say_since_when(client: Client) -> None:
    act(client, upload(client, row(1), row(2, state="关停", url="")), "confirm")
    assert set(SiteEntry.objects.values_list("opened_on", "closed_on")) == {(None, None)}


def test_columns_belong_to_sites_of_the_directory(client: Client) -> None:
    act(client, upload(client, row(1)), "confirm")
    header = "网站标识码,栏目名称,栏目类别,网址,更新期限天数"
    one = upload(client, header, "9901000001,通知公告,通知公告,/tzgg/,", kind="columns")
    act(client, one, "confirm")
    assert ColumnEntry.objects.get().url == "http://www.s1.gov.example/tzgg/"
    lost = upload(client, header, "9901000009,通知公告,通知公告,http://x.gov.example/,", kind="columns")
    assert "名单中没有" in client.get(f"/imports/{lost.pk}").content.decode()


def test_a_workbook_as_well(client: Client, as_role: Callable[..., Client]) -> None:
    act(client, upload(client, row(1), row(2)), "confirm")
    sheet = b"".join(client.get("/directory/sites/export").streaming_content)
    SiteEntry.objects.all().delete()
    answer = client.post("/imports", {"kind": "sites", "file": SimpleUploadedFile("导出.xlsx", sheet)})
    one = Import.objects.first()
    assert answer.status_code == 302
    assert (one.added, one.changed) == (2, 0)


@pytest.mark.parametrize("name", ["a.exe", "a.html", "list"])
def test_other_files_are_not_taken(client: Client, name: str) -> None:
    answer = client.post("/imports", {"kind": "sites", "file": SimpleUploadedFile(name, b"x")})
    assert "请上传 CSV 或 Excel" in answer.content.decode()
    assert not Import.objects.exists()


def test_an_export_has_no_formula_and_only_rows_one_may_see(
    directory: Any, as_role: Callable[..., Client]
) -> None:
    SiteEntry.objects.filter(site_code="9800000001").update(name='=HYPERLINK("http://x")')
    answer = as_role("owner", directory.organs[0]).get("/directory/sites/export?as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [line["网站标识码"] for line in rows] == ["9800000001"]
    assert rows[0]["网站名称"] == '\'=HYPERLINK("http://x")'


class TestByHand:
    FORM: ClassVar = {
        "网站名称": "石堰市教育局",
        "网址": "http://jyj1.gov.example/",
        "主办单位": "教育局",
        "主管单位": "石堰市政府办公室",
        "地区": "石堰市",
        "网站类型": "部门网站",
        "运行状态": "关停",
        "on": "2025-06-01",
        "document": "石教函〔2025〕3号",
    }

    def test_a_site_is_closed_with_its_document(self, client: Client, directory: Any) -> None:
        assert client.post("/sites/9800000001/change", self.FORM).status_code == 302
        site = SiteEntry.objects.get(site_code="9800000001")
        assert (site.state, str(site.closed_on)) == ("关停", "2025-06-01")
        page = client.get("/sites/9800000001").content.decode()
        assert "石教函〔2025〕3号" in page

    @pytest.mark.parametrize(
        ("on", "told"), [("2999-01-01", "今天之后"), ("0001-01-01", "1990"), ("2019-12-31", "2020-01-01")]
    )
    def test_nothing_happens_tomorrow_or_before_the_opening(
        self, client: Client, directory: Any, on: str, told: str
    ) -> None:
        SiteEntry.objects.update(opened_on="2020-01-01")
        answer = client.post("/sites/9800000001/change", self.FORM | {"on": on})
        assert told in answer.content.decode()
        assert SiteEntry.objects.get(site_code="9800000001").state == "正常运行"

    def test_what_a_list_would_refuse_is_refused(self, client: Client, directory: Any) -> None:
        answer = client.post(
            "/sites/9800000001/change", self.FORM | {"网址": "ftp://x", "运行状态": "正常运行"}
        )
        assert 'class="error"' in answer.content.decode()
        assert SiteEntry.objects.get(site_code="9800000001").state == "正常运行"


@pytest.mark.parametrize("rows", [0, 1, 120])
def test_lists_look_right_with_any_number_of_rows(as_role: Callable[..., Client], rows: int) -> None:
    client = as_role("inspector")
    if rows:
        person = a_person("inspector")
        lines = "\n".join((HEADER, *(row(n, code=f"{9901000000 + n}") for n in range(rows))))
        one, _ = take_in("sites", lines.encode(), "名单.csv", person)
        carry_out(one, person, one.made_at.date())
    page = client.get("/sites").content.decode()
    assert ("名录里还没有网站" in page) == (rows == 0)
    assert page.count('data-label="网站名称"') == min(rows, 50)
    assert ("第 1 / 3 页" in page) == (rows == 120)
    assert MediaAccountEntry.objects.count() == 0
    assert client.get("/sites?page=999").status_code == 200
    assert client.get("/sites?q=没有这个名字").status_code == 200


ACCOUNTS = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
ACCOUNT = "wx-77,石堰发布,微信公众号,石堰市政府办公室,,石堰市,正常运行"


def test_what_a_list_does_not_say_of_followers_is_not_forgotten(client: Client) -> None:
    def followers(*lines: str) -> int | None:
        act(client, upload(client, *lines, kind="accounts"), "confirm")
        return MediaAccountEntry.objects.get(account_id="wx-77").followers

    assert followers(ACCOUNTS, ACCOUNT) is None
    assert followers(f"{ACCOUNTS},关注数", f"{ACCOUNT},1234") == 1234
    one = upload(client, ACCOUNTS, ACCOUNT, kind="accounts")
    assert (one.changed, one.unchanged) == (0, 1)
    assert followers(f"{ACCOUNTS},关注数", f"{ACCOUNT},") == 1234
    assert followers(f"{ACCOUNTS},关注数", f"{ACCOUNT},900") == 900
    act(client, Import.objects.first(), "undo")
    entry = MediaAccountEntry.objects.get(account_id="wx-77")
    assert entry.followers == 1234
    sheet = b"".join(client.get("/directory/accounts/export?as=csv").streaming_content).decode()
    assert sheet.splitlines()[0].endswith("运行状态,关注数")
    assert "正常运行,1234" in sheet
    form = {"账号名称": "石堰发布", "平台": "微信公众号", "主办单位": "石堰市政府办公室", "地区": "石堰市", "运行状态": "正常运行", "关注数": "", "on": "2025-06-01"}  # fmt: skip
    client.post(f"/accounts/{entry.pk}/change", form)
    entry.refresh_from_db()
    assert entry.followers is None, "by hand it is emptied"
    bad = upload(client, f"{ACCOUNTS},关注数", f"{ACCOUNT},很多", kind="accounts")
    assert "关注数" in client.get(f"/imports/{bad.pk}").content.decode()
