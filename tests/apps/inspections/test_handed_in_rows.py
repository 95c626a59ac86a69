"""Beside a finding stand the records of its own target: a file that was handed in holds those of a whole province."""

from __future__ import annotations

import json
from typing import Any

import pytest
from deciding import as_

from xuncha.apps.inspections.handed_in_rows import in_words, of_target, role_of
from xuncha.apps.inspections.models import FindingCase, VerdictEntry
from xuncha.apps.inspections.templatetags.evidence_words import captured


def lines(*found: dict[str, Any]) -> str:
    return "\n".join(json.dumps(one) for one in found) + "\n不是 JSON\n[]\n"


def test_posts_newest_first_and_of_nobody_else() -> None:
    own = [
        {"account": "wx-1", "published_at": f"2025-06-0{day}T09:00:00+08:00", "title": f"第{day}条", "text": "正文", "url": "http://w.example/1"}
        for day in (1, 3, 2)
    ]  # fmt: skip
    other = {"account": "wx-10", "published_at": "2025-06-09T09:00", "title": "别家的", "text": "", "url": ""}
    words, intro = of_target("posts", lines(other, *own), "wx-1")
    assert intro == "账号发布记录中这个对象的记录，共 3 条："
    assert [line for line in words.split("\n") if line.startswith("2025")] == [
        f"2025-06-0{day} 09:00　第{day}条" for day in (3, 2, 1)
    ]
    assert "别家的" not in words


def test_posts_stand_in_beijing_time_whatever_clock_wrote_them() -> None:
    own = [
        {"account": "wx-1", "published_at": at, "title": title, "text": "", "url": ""}
        for at, title in (("2025-06-01T20:00:00Z", "后一条"), ("2025-06-02T03:00:00+08:00", "前一条"))
    ]
    words, _ = of_target("posts", lines(*own), "wx-1")
    shown = [line for line in words.split("\n") if line.startswith("2025")]
    assert shown == ["2025-06-02 04:00　后一条", "2025-06-02 03:00　前一条"]


def test_channels_in_words() -> None:
    seen = {
        "account": "ｗｘ-1",
        "checked_at": "2025-06-24T14:00",
        "kind": "mini_program",
        "name": "办事",
        "url": "",
    }
    seen |= {"result": "failed", "detail": "打不开"}
    words, _ = of_target("channels", lines(seen, seen | {"account": "wx-2", "detail": "别家"}), "wx-1")
    assert words == "2025-06-24 14:00　小程序“办事”　失效　打不开"


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_samples_of_one_site(separator: str) -> None:
    table = [
        "标题",
        "网站标识码,时间,状态",
        "bm12345678,2025-06-24T14:00,200",
        "bm12345678,2025-06-24T23:30:05.2Z,200",
        "9800000002,2025-06-24T14:00,500",
    ]
    words, intro = of_target("probes", "\n".join(table).replace(",", separator), "BM12345678")
    assert words == "时间 2025-06-24 14:00　状态 200\n时间 2025-06-25 07:30:05　状态 200"
    assert "共 2 条" in intro


def test_nothing_and_files_that_are_not_shown() -> None:
    assert of_target("posts", lines(), "wx-1") == ("", "账号发布记录中没有这个对象的记录。")
    assert of_target("sites", "网站标识码\n9800000002\n", "9800000001")[0] == ""


def test_addresses_and_times_are_words() -> None:
    assert in_words("urn:xuncha:input:channels") == "随检查上传的文件：互动功能检查记录"
    assert in_words("http://a.gov.example/") == "http://a.gov.example/"
    assert role_of("http://a.gov.example/") == ""
    assert captured("2025-06-25T02:00:05+00:00") == "2025-06-25 10:00:05"
    assert captured("不明") == "不明"


@pytest.mark.django_db
def test_an_owner_reads_nothing_of_other_accounts(round_: Any, directory: Any) -> None:
    case = round_.findings.get(target="wx-2", code="A201")
    FindingCase.objects.filter(pk=case.pk).update(state="confirmed")
    VerdictEntry.objects.filter(pk=case.verdict_id).update(sponsor=directory.organs[0], is_settled=True)
    owner, _ = as_("owner", directory.organs[0])
    page = owner.get(f"/findings/{case.pk}/evidence/0").content.decode()
    assert "账号发布记录中这个对象的记录，共 1 条" in page
    assert "2025-05-16 10:00" in page
    assert "2025-06-23" not in page  # the post of wx-1
    assert "wx-1" not in page
    assert "urn:xuncha" not in owner.get(f"/findings/{case.pk}").content.decode()
