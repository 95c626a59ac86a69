"""The interface: nobody without a token, nothing beyond its scope and unit, every bad row named, nothing half done."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.api.models import Scope
from xuncha.apps.api.service import addresses, api
from xuncha.apps.casework.access import is_by_token
from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.notices.models import Amendment, Notice
from xuncha.apps.objections.models import Objection
from xuncha.apps.received.models import ReceivedPost, ReceivedProbe
from xuncha.apps.rectification.models import Extension, Rectification

HEADER = "网站标识码,时间,耗时毫秒,状态,有效\n"
CSV, JSONL = "text/csv", "application/x-ndjson"


def post(**more: Any) -> str:
    told = {"account": "wx-1", "post_id": "1", "published_at": "2025-06-25 10:00", "title": "通报"}
    return json.dumps(told | {"text": "", "url": ""} | more)


def send(client: Client, address: str, body: str, media_type: str) -> Any:
    return client.post(address, body.encode(), content_type=media_type)


def operations() -> list[tuple[str, str]]:
    schema = api.get_openapi_schema(path_prefix="/api/")
    return [(path, method) for path, ways in schema["paths"].items() for method in ways]


class TestNobodyWithoutAToken:
    @pytest.mark.parametrize("header", [None, "Bearer wrong", "Bearer ", "Basic YTpi", "Bearer \udcff"])
    def test_every_operation_refuses(self, db: None, header: str | None) -> None:
        assert len(operations()) >= 8
        client = Client(headers={"Authorization": header} if header else {})
        for path, method in operations():
            answer = getattr(client, method)(
                path.replace("{site_code}", "9800000001").replace("{case_id}", "1")
            )
            assert answer.status_code in (401, 429), path
            assert answer.json()["detail"]

    def test_a_session_is_no_token(self, as_role: Callable[..., Client]) -> None:
        assert as_role("administrator").get("/api/sites").status_code == 401

    def test_every_address_but_the_description_asks_for_one(self) -> None:
        assert [p.name for p in addresses() if not is_by_token(p.callback)] == ["openapi"]

    @pytest.mark.parametrize("scope", [scope.value for scope in Scope])
    def test_a_scope_opens_only_its_own(self, calling: Callable[..., Client], scope: str) -> None:
        client = calling(scopes=[scope])
        own = {
            "probes": "probes",
            "posts": "posts",
            "check": "check",
            "cases": "cases",
            "objections": "cases",
            "extensions": "cases",
            "notices": "cases",
            "amendments": "cases",
        }
        for path, method in operations():
            refused = (
                getattr(client, method)(
                    path.replace("{site_code}", "1").replace("{case_id}", "1")
                ).status_code
                == 403
            )
            kind = path.split("/")[2]
            needed = own.get(kind, "read") if kind != "reports" else "cases" if method == "get" else "reports"
            assert refused == (needed != scope), path

    def test_wrong_address_and_method_are_told_in_json(self, calling: Callable[..., Client]) -> None:
        client = calling()
        assert client.get("/api/nothing/here").json()["detail"].startswith("没有这个地址")
        answer = client.delete("/api/sites")
        assert (answer.status_code, answer["Allow"]) == (405, "GET")
        assert "不支持" in answer.json()["detail"]


class TestRows:
    def test_a_unit_sees_its_own(self, directory: Any, calling: Callable[..., Client]) -> None:
        for role, units in (("owner", directory.organs), ("supervisor", directory.offices)):
            client = calling(role, units[0])
            said = client.get("/api/sites").json()
            assert [one["site_code"] for one in said["items"]] == ["9800000001"]
            assert [a["account_id"] for a in client.get("/api/accounts").json()["items"]] == ["wx-1"]
            assert client.get("/api/sites/9800000002").status_code == 404
            assert client.get("/api/sites/9800000001").json()["name"] == "石堰市教育局网站"
        assert calling("leader").get("/api/sites?size=1").json()["count"] == 2

    def test_a_wrong_parameter_is_named(self, calling: Callable[..., Client]) -> None:
        client = calling()
        for query, name in (("size=9999", "size"), ("rund=1", "rund"), ("state=gone", "state")):
            answer = client.get(f"/api/findings?{query}")
            assert answer.status_code == 422
            assert [one["column"] for one in answer.json()["errors"]] == [name]

    def test_findings_read_to_the_end_by_page_and_by_key(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        round_ = Round.objects.create(title="二季度检查", asof=timezone.now(), standard="national-2019")
        verdict = VerdictEntry.objects.create(round=round_, kind="site", key="9800000001", outcome="fail", place=0)  # fmt: skip
        keys = [
            FindingCase.objects.create(round=round_, verdict=verdict, kind="site", code="N109", place=n).pk
            for n in range(23)
        ]
        client = calling()
        pages = [client.get(f"/api/findings?size=5&page={page}").json() for page in range(1, 8)]
        assert [[one["id"] for one in page["items"]] for page in pages] == [
            keys[:5], keys[5:10], keys[10:15], keys[15:20], keys[20:], [], [],
        ]  # fmt: skip
        assert {page["count"] for page in pages} == {23}
        read, after = [], 0
        while items := client.get(f"/api/findings?size=5&after={after}&code=N109").json()["items"]:
            read += [one["id"] for one in items]
            after = read[-1]
        assert read == keys
        assert client.get(f"/api/findings?after={after}").json()["count"] is None
        assert client.get("/api/findings?after=-1").status_code == 422


class TestCases:
    @pytest.fixture
    def case(self, directory: Any) -> Rectification:
        """A case and an objection of the first organ, over one finding."""
        round_ = Round.objects.create(title="二季度检查", asof=timezone.now(), standard="national-2019")
        verdict = VerdictEntry.objects.create(
            round=round_, kind="site", key="9800000001", name="石堰市教育局网站", outcome="fail",
            sponsor=directory.organs[0], supervisor=directory.offices[0], place=0,
        )  # fmt: skip
        finding = FindingCase.objects.create(
            round=round_, verdict=verdict, kind="site", target="9800000001", code="W403", tier="veto",
            state="confirmed", title="空白栏目", fingerprint="f", place=0,
        )  # fmt: skip
        Objection.objects.create(
            finding=finding, reason="已并入他栏", made_by=a_person("owner", directory.organs[0]), state="first",
            answer="拟采纳",
        )  # fmt: skip
        yesterday = timezone.localdate() - timedelta(days=1)
        return Rectification.objects.create(finding=finding, due_on=yesterday)

    def test_a_unit_reads_its_own_and_no_other(
        self, directory: Any, case: Rectification, calling: Callable[..., Client]
    ) -> None:
        for role, units, other in (
            ("owner", directory.organs, 404),
            ("supervisor", directory.offices, 404),
        ):
            own = calling(role, units[0])
            (item,) = own.get("/api/cases?state=overdue&target=9800000001").json()["items"]
            assert (item["id"], item["code"], item["overdue"]) == (case.pk, "W403", True)
            assert own.get(f"/api/cases/{case.pk}").json()["steps"] == []
            (said,) = own.get("/api/objections").json()["items"]
            assert (said["state"], said["reason"], said["answer"]) == ("first", "已并入他栏", "")
            stranger = calling(role, units[1])
            assert stranger.get("/api/cases").json()["count"] == 0
            assert stranger.get("/api/objections").json()["count"] == 0
            assert stranger.get(f"/api/cases/{case.pk}").status_code == other
        assert calling("leader").get("/api/cases?state=closed").json()["count"] == 0

    def test_extensions_are_read_by_those_who_see_the_case(
        self, directory: Any, case: Rectification, calling: Callable[..., Client]
    ) -> None:
        owner = a_person("owner", directory.organs[0], full_name="钱明")
        made = Extension.objects.create(
            case=case, batch="b", reason="须改版", was_due=case.due_on, made_by=owner,
            wanted_on=case.due_on + timedelta(days=9),
        )  # fmt: skip
        for role, units in (("owner", directory.organs), ("supervisor", directory.offices)):
            own = calling(role, units[0])
            (item,) = own.get(f"/api/extensions?state=asked&case={case.pk}&target=9800000001").json()["items"]
            assert (item["id"], item["case"], item["code"]) == (made.pk, case.pk, "W403")
            assert (item["by"], item["granted_on"], item["answer"]) == ("钱明（教育局）", None, "")
            assert own.get("/api/extensions?state=granted").json()["count"] == 0
            assert calling(role, units[1]).get("/api/extensions").json()["count"] == 0
        assert calling("leader").get("/api/extensions").json()["count"] == 1

    def test_outside_the_office_only_what_is_out_is_read(
        self, directory: Any, case: Rectification, calling: Callable[..., Client]
    ) -> None:
        person, second = a_person("inspector", full_name="张三"), a_person("reviewer")
        today, common = timezone.localdate(), {"round": case.finding.round, "drafted_by": person}
        days = {"issued_on": today, "due_on": today}
        old = Notice.objects.create(
            state="revoked", title="通报", folder="a", document_number="1号", **common, **days
        )
        Notice.objects.create(
            state="draft", title="通报", folder="b", document_number="2号", **common, **days
        )
        Amendment.objects.create(
            notice=old,
            kind="revoke",
            state="agreed",
            reason="有误",
            made_by=person,
            answered_by=second,
            answer="同意",
        )
        Amendment.objects.create(notice=old, kind="correct", state="refused", reason="改", made_by=person)
        for role, unit in (("owner", directory.organs[1]), ("supervisor", directory.offices[1])):
            client = calling(role, unit)
            (item,) = client.get("/api/notices").json()["items"]
            assert (item["document_number"], item["state"]) == ("1号", "revoked")
            (said,) = client.get("/api/amendments").json()["items"]
            assert (said["reason"], said["by"], said["answer"], said["answered_by"]) == ("有误", "", "", "")
        office = calling("leader")
        assert office.get("/api/notices").json()["count"] == 2
        assert office.get("/api/notices?state=draft").json()["count"] == 1
        assert [one["by"] for one in office.get("/api/amendments").json()["items"]] == ["张三", "张三"]
        assert office.get(f"/api/amendments?notice={old.pk}&kind=correct").json()["count"] == 1
        assert office.get("/api/amendments?notices=1").status_code == 422

    def test_reports_come_in_and_are_read_without_the_contact(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        given = {"url": "http://jyj1.gov.example/1.html", "kind": "错别字", "description": "有错别字"}
        client, owner = calling(), calling("owner", directory.organs[0])
        bad = client.post("/api/reports", given, content_type="application/json")
        assert [one["column"] for one in bad.json()["errors"]] == ["description"]
        given |= {"description": "第二段有错别字", "contact": "13800138000"}
        number = client.post("/api/reports", given, content_type="application/json").json()["number"]
        answer = client.get("/api/reports?site_code=9800000001")
        assert [one["number"] for one in answer.json()["items"]] == [number]
        assert "13800138000" not in answer.content.decode()
        assert AuditEntry.objects.get(act="报送找错留言").on == number
        assert owner.get("/api/reports").json()["count"] == 0
        ReportCase.objects.update(state="assigned")
        assert owner.get("/api/reports").json()["count"] == 1
        assert calling("owner", directory.organs[1]).get("/api/reports").json()["count"] == 0


class TestHandingIn:
    def test_samples_count_once(self, directory: Any, calling: Callable[..., Client]) -> None:
        body = (
            HEADER + "9800000001,2025-06-25 10:00:00,312,200,1\n9800000002,2025-06-25 10:00:00,,timeout,1\n"
        )
        client = calling()
        assert send(client, "/api/probes", body, CSV).json()["added"] == 2
        again = send(client, "/api/probes", body, CSV).json()
        assert again == {"received": 2, "added": 0, "changed": 0, "unchanged": 2}
        assert ReceivedProbe.objects.count() == 2
        assert AuditEntry.objects.filter(act="报送拨测记录", actor_name__startswith="令牌").count() == 2

    def test_one_bad_row_keeps_all_out_and_all_are_named(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        body = (
            HEADER + "9800000001,2025-06-25 10:00,312,200,1\n9800000001,昨天,1,200,1\n1,2025-06-25,1,999,2\n"
        )
        answer = send(calling(), "/api/probes", body, CSV)
        assert answer.status_code == 422
        assert {one["row"] for one in answer.json()["errors"]} == {3, 4}
        assert "没有写入" in answer.json()["detail"]
        assert not ReceivedProbe.objects.exists()

    def test_the_site_of_another_unit_does_not_exist(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        body = HEADER + "9800000002,2025-06-25 10:00:00,312,200,1\n"
        answer = send(calling("owner", directory.organs[0]), "/api/probes", body, CSV)
        assert answer.status_code == 422
        assert "9800000002" in answer.json()["errors"][0]["message"]

    def test_posts_change_their_words_but_not_their_date(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        client = calling()
        assert send(client, "/api/posts", post(), JSONL).json()["added"] == 1
        assert send(client, "/api/posts", post(title="更正"), JSONL).json()["changed"] == 1
        moved = send(
            client,
            "/api/posts",
            post(published_at="2025-06-01", title="再改") + "\n" + post(post_id="2"),
            JSONL,
        )
        assert moved.status_code == 422
        assert "2025-06-25T10:00" in moved.json()["errors"][0]["message"]
        assert list(ReceivedPost.objects.values_list("title", flat=True)) == ["更正"]

    def test_reads_are_brought_up_to_date_and_not_forgotten(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        client = calling()
        for reads, changed in ((312, 0), (400, 1), (None, 0)):
            more = {} if reads is None else {"reads": reads}
            assert send(client, "/api/posts", post(**more), JSONL).json()["changed"] == changed
        assert ReceivedPost.objects.get().reads == 400
        assert send(client, "/api/posts", post(reads="很多"), JSONL).status_code == 422

    @pytest.mark.parametrize(
        "body", ["\n", "[]", "{", '{"account": 1}', "\x00", post(title="\ud800"), post(post_id="长" * 301)]
    )
    def test_what_is_no_list_of_posts_is_refused(
        self, directory: Any, calling: Callable[..., Client], body: str
    ) -> None:
        answer = send(calling(), "/api/posts", body, JSONL)
        assert answer.status_code == 422
        assert answer.json()["errors"]

    def test_another_type_or_too_much_is_refused(
        self, directory: Any, calling: Callable[..., Client], settings: Any
    ) -> None:
        assert send(calling(), "/api/probes", "{}", "application/json").status_code == 415
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
        assert send(calling(), "/api/probes", HEADER * 9, CSV).status_code == 413


@pytest.mark.usefixtures("one_minute")
def test_too_many_requests_are_told_when_to_come_back(calling: Callable[..., Client], settings: Any) -> None:
    settings.API_PER_MINUTE = 2
    client, other = calling(), calling()
    assert [client.get("/api/rounds").status_code for _ in range(2)] == [200, 200]
    refused = client.get("/api/rounds")
    assert (refused.status_code, refused["Retry-After"]) == (429, "30")
    assert other.get("/api/rounds").status_code == 200


class TestTheCheck:
    def test_it_answers_like_the_page_and_keeps_no_detail(
        self, directory: Any, calling: Callable[..., Client]
    ) -> None:
        text = "关于开展检查的通知\n联系人王某某，身份证号11010519491231002X。"
        client = calling("owner", directory.organs[0])
        answer = client.post("/api/check", {"text": text}, content_type="application/json")
        said = answer.json()
        assert answer.status_code == 200, said
        remark = next(one for one in said["remarks"] if one["code"] == "N105")
        assert text[remark["start"] : remark["end"]] == "11010519491231002X"
        assert "11010519491231002X" not in answer.content.decode()
        assert AuditEntry.objects.get(act="检查稿件").actor_name.startswith("令牌")

    @pytest.mark.parametrize(
        "body",
        [
            "{",
            '{"text": ""}',
            '{"txt": "a"}',
            "null",
            '{"text": "a", "asof": "x"}',
            '{"text": "a", "asof": "9999-12-31"}',
        ],
    )
    def test_what_is_no_manuscript_is_refused(self, calling: Callable[..., Client], body: str) -> None:
        answer = calling().post("/api/check", body, content_type="application/json")
        assert answer.status_code in (400, 422)
        assert answer.json()["detail"]
