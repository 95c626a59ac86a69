"""Anybody reports an error without logging in; the unit answers in time; who reported reads it by a number."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.directory.error_reports import read_error_reports
from xuncha.apps.directory.problems import Problems
from xuncha.apps.error_reports.models import ReportCase, ReportFile
from xuncha.apps.error_reports.views.public import MOST_IN_AN_HOUR

pytestmark = pytest.mark.django_db
SAID = {
    "url": "http://jyj1.gov.example/tzgg/1.html",
    "kind": "错别字",
    "description": "第二段“扫黑险恶”有误",
    "contact": "13800138000",
}


def as_(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def report(client: Client | None = None, **more: Any) -> ReportCase:
    answer = (client or Client()).post("/report", SAID | more)
    assert answer.status_code == 200
    return ReportCase.objects.latest("pk")


def act(client: Client, one: ReportCase, what: str, **more: Any) -> str:
    path = "answer" if what == "answer" else "handle"
    page = client.post(f"/reports/{one.pk}/{path}", {"act": what, **more}, follow=True).content.decode()
    one.refresh_from_db()
    return page


def state_page(one: ReportCase) -> str:
    return Client().get("/report/state", {"number": one.number}).content.decode()


def test_from_report_to_published_answer(directory: Any) -> None:
    answer = Client().post("/report", SAID)
    one = ReportCase.objects.get()
    assert one.number in answer.content.decode()
    assert one.site == directory.sites[0]
    assert "已收到" in state_page(one)
    inspector, owner = as_("inspector"), as_("owner", directory.organs[0])
    assert owner.get(f"/reports/{one.pk}").status_code == 404
    act(inspector, one, "hand_on", site=directory.sites[0].site_code)
    assert (one.state, one.due_on) == ("assigned", add_working_days(timezone.localdate(), 3).on)
    page = owner.get(f"/reports/{one.pk}").content.decode()
    assert "扫黑险恶" in page
    assert "13800138000" not in page
    act(owner, one, "answer", result="属实", words="已更正为扫黑除恶")
    assert "已更正为" not in state_page(one)
    act(inspector, one, "send_back", why="请写明更正时间")
    assert (one.state, one.times_back) == ("assigned", 1)
    act(owner, one, "answer", result="属实", words="已于当日更正")
    act(inspector, one, "publish", openly="1")
    assert one.state == "published"
    assert "已于当日更正" in state_page(one)
    shown = Client().get("/report/answers").content.decode()
    assert "已于当日更正" in shown
    assert "扫黑险恶" not in shown
    acts = list(AuditEntry.objects.order_by("number").values_list("act", flat=True))
    assert acts[0] == "收到找错留言"
    assert acts[-1] == "办结找错"


class TestPrivacy:
    def test_no_address_is_kept(self, directory: Any) -> None:
        Client(REMOTE_ADDR="203.0.113.77").post("/report", SAID)
        assert AuditEntry.objects.get().address == ""
        assert not any("203.0.113.77" in str(vars(one)) for one in ReportCase.objects.all())

    def test_the_state_tells_neither_the_words_nor_how_to_reach_anybody(self, directory: Any) -> None:
        page = state_page(report())
        assert "扫黑险恶" not in page
        assert "13800138000" not in page

    def test_looking_at_how_to_reach_somebody_is_recorded(self, directory: Any) -> None:
        one = report()
        page = as_("reviewer").post(f"/reports/{one.pk}/contact", follow=True).content.decode()
        assert "13800138000" in page
        assert AuditEntry.objects.first().act == "查看找错联系方式"
        for role in ("owner", "supervisor", "leader", "administrator"):
            assert as_(role, directory.offices[0]).post(f"/reports/{one.pk}/contact").status_code == 403

    def test_it_is_forgotten_after_a_month(self, directory: Any) -> None:
        old = report()
        ReportCase.objects.filter(pk=old.pk).update(closed_at=timezone.now() - timezone.timedelta(days=31))
        report()
        old.refresh_from_db()
        assert old.contact == ""

    @pytest.mark.usefixtures("one_minute")
    def test_a_number_cannot_be_guessed_or_tried(self, directory: Any) -> None:
        one, client = report(), Client()
        assert "没有这个编号" in client.get("/report/state?number=20260101-AAAAAAAA").content.decode()
        answers = [client.get("/report/state?number=x").status_code for _ in range(25)]
        assert answers[-1] == 429
        assert len(one.number) == 17


class TestSentTwice:
    """A second click, or the page before sent once more, is no second report: the notice counts them."""

    def test_the_same_words_are_one_report(self, directory: Any) -> None:
        first = report()
        again = Client().post("/report", SAID)
        assert first.number in again.content.decode()
        assert ReportCase.objects.count() == 1

    def test_other_words_another_hour_or_more_pictures_are_another(
        self, directory: Any, a_picture: Callable[..., bytes]
    ) -> None:
        report()
        report(description="第三段也有误")
        report(contact="")
        report(pictures=SimpleUploadedFile("a.jpg", a_picture()))
        assert ReportCase.objects.count() == 4
        ReportCase.objects.update(received_at=timezone.now() - timezone.timedelta(hours=2))
        report()
        assert ReportCase.objects.count() == 5

    def test_what_is_already_handed_on_is_not_sent_again(self, directory: Any) -> None:
        one = report()
        act(as_("reviewer"), one, "hand_on", site="9800000001")
        assert report().pk != one.pk


class TestRefused:
    @pytest.mark.usefixtures("one_minute")
    def test_more_than_a_few_from_one_address(self, directory: Any) -> None:
        for number in range(MOST_IN_AN_HOUR):
            report(description=f"第 {number} 段有误")
        answer = Client().post("/report", SAID)
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        page = answer.content.decode()
        assert "提交过于频繁" in page
        assert SAID["description"] in page  # nobody has to type it again
        assert ReportCase.objects.count() == MOST_IN_AN_HOUR
        report(Client(REMOTE_ADDR="198.51.100.9"))

    @pytest.mark.parametrize(
        "more",
        [
            {"url": ""},
            {"kind": "编造的"},
            {"description": "短"},
            {"description": "长" * 1001},
            {"homepage": "x"},
            {"url": "a\x07b"},
        ],
        ids=["no url", "no kind", "short", "long", "robot", "control"],
    )
    def test_what_says_nothing(self, directory: Any, more: dict[str, str]) -> None:
        answer = Client().post("/report", SAID | more)
        assert 'role="alert"' in answer.content.decode()
        assert not ReportCase.objects.exists()

    def test_files_that_are_no_pictures_too_large_or_too_many(
        self, directory: Any, a_picture: Callable[..., bytes]
    ) -> None:
        big = a_picture() + b"\0" * (5 << 20)
        for content, n in ((b"%PDF-1.7", 1), (b"<svg/>", 1), (big, 1), (a_picture(), 4)):
            files = [SimpleUploadedFile("a.jpg", content) for _ in range(n)]
            answer = Client().post("/report", SAID | {"pictures": files})
            assert 'role="alert"' in answer.content.decode()
        assert not ReportCase.objects.exists()
        report(pictures=SimpleUploadedFile("截图.png", a_picture("PNG")))
        kept = ReportFile.objects.get()
        assert as_("owner", directory.organs[0]).get(f"/reports/files/{kept.pk}").status_code == 404
        assert as_("leader").get(f"/reports/files/{kept.pk}").status_code == 200

    def test_a_form_of_another_site(self, directory: Any) -> None:
        assert Client(enforce_csrf_checks=True).post("/report", SAID).status_code == 403

    def test_not_accepted_with_a_reason_that_is_read(self, directory: Any) -> None:
        one = report(url="http://other.example/")
        assert one.site is None
        reviewer = as_("reviewer")
        act(reviewer, one, "hand_on", site="nothing")
        assert one.state == "received"
        act(reviewer, one, "refuse", why="不是政府网站")
        assert (one.state, one.as_fact().result) == ("refused", "不属实")
        assert "不是政府网站" in state_page(one)


class TestTime:
    def test_a_wrong_unit_gives_nobody_more_time(self, directory: Any) -> None:
        one, reviewer = report(), as_("reviewer")
        act(reviewer, one, "hand_on", site=directory.sites[1].site_code)
        long_ago = timezone.now() - timezone.timedelta(days=20)
        ReportCase.objects.update(forwarded_at=long_ago)
        act(reviewer, one, "take_back", why="转错")
        act(reviewer, one, "hand_on", site=directory.sites[0].site_code)
        assert one.forwarded_at == long_ago
        assert one.is_overdue
        assert list(reviewer.get("/reports?state=overdue").context["page"]) == [one]
        assert as_("owner", directory.organs[1]).get(f"/reports/{one.pk}").status_code == 404

    def test_the_export_is_the_list_of_the_contract(self, directory: Any, tmp_path: Path) -> None:
        one, reviewer = report(description="=1+1 这是公式吗"), as_("reviewer")
        act(reviewer, one, "hand_on", site=directory.sites[0].site_code)
        act(as_("owner", directory.organs[0]), one, "answer", result="不属实", words="经核无误")
        act(reviewer, one, "publish")
        answer = reviewer.get("/reports/export?as=csv&state=all")
        body = b"".join(answer.streaming_content)
        assert "13800138000" not in body.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
        assert rows[0]["描述"].startswith("'=")
        path, problems = tmp_path / "reports.csv", Problems()
        path.write_bytes(body)
        read = read_error_reports(path, None, problems)
        assert not problems.rows
        assert [(r.report_id, r.result, r.answer) for r in read] == [(one.number, "不属实", "经核无误")]


def test_those_outside_see_their_own(directory: Any) -> None:
    one = report()
    act(as_("inspector"), one, "hand_on", site=directory.sites[0].site_code)
    for role, units in (("owner", directory.organs), ("supervisor", directory.offices)):
        assert list(as_(role, units[0]).get("/reports").context["page"]) == [one]
        assert list(as_(role, units[1]).get("/reports").context["page"]) == []
    for role in ("leader", "administrator", "owner"):
        assert (
            as_(role, directory.organs[0]).post(f"/reports/{one.pk}/handle", {"act": "take_back"}).status_code
            == 403
        )
    assert as_("inspector").post(f"/reports/{one.pk}/answer").status_code == 403
