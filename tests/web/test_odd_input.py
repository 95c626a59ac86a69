"""Too much, too many, twice: each is told in words, and nothing is half done or cut off in silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from people import an_assigned_case

from xuncha.apps.casework.exporting import file_name
from xuncha.apps.casework.typed import typed
from xuncha.apps.rectification.models import Extension, Rectification, RectificationFile

LONG = "长" * 10_000


@pytest.fixture
def case(directory: Any) -> Rectification:
    return an_assigned_case(directory)


@pytest.fixture
def owner(directory: Any, as_role: Callable[..., Client]) -> Client:
    return as_role("owner", directory.organs[0])


def page_of(client: Client, address: str, given: dict[str, Any]) -> tuple[int, str]:
    answer = client.post(address, given, follow=True)
    return answer.status_code, answer.content.decode()


def test_words_beyond_the_limit_are_refused_whole_and_shown_again(owner: Client, case: Rectification) -> None:
    status, page = page_of(owner, f"/cases/{case.pk}/reply", {"words": LONG})
    assert (status, "写了 10000 字，最多 4000 字" in page, LONG in page) == (200, True, True)
    wanted = {"reason": LONG, "until": (case.due_on + timedelta(days=3)).isoformat()}
    assert "最多 2000 字" in page_of(owner, f"/cases/{case.pk}/extension", wanted)[1]
    case.refresh_from_db()
    assert (case.state, Extension.objects.count()) == ("assigned", 0)


def test_ends_of_lines_count_once_as_in_the_browser(owner: Client, case: Rectification) -> None:
    words = "\r\n".join(["一二三"] * 1000)  # 3,999 characters in the browser, 4,998 on the way
    page_of(owner, f"/cases/{case.pk}/reply", {"words": words})
    assert case.steps.get().note == words.replace("\r\n", "\n")
    with pytest.raises(ValueError, match="最多 3 字"):
        typed("一\r\n二三", 3, ValueError)


def test_what_is_sent_twice_is_told_so(owner: Client, case: Rectification) -> None:
    page_of(owner, f"/cases/{case.pk}/reply", {"words": "已改"})
    assert "已经是“待复查”，不用重复提交" in page_of(owner, f"/cases/{case.pk}/reply", {"words": "已改"})[1]
    assert case.steps.count() == 1


def test_fifty_files_at_once_are_too_many_and_told_so(owner: Client, case: Rectification) -> None:
    files = [SimpleUploadedFile(f"{n}.png", b"x") for n in range(50)]
    status, page = page_of(owner, f"/cases/{case.pk}/reply", {"words": "已改", "files": files})
    assert (status, "文件太多" in page, "分几次上传" in page) == (400, True, True)
    files = [SimpleUploadedFile(f"{n}.png", b"x") for n in range(50)]
    given, address = {"words": "已改", "files": files}, f"/cases/{case.pk}"
    for came_from, offered in (("http://testserver" + address, True), ("http://elsewhere.example/", False)):
        answer = owner.post(f"{address}/reply", given, headers={"Referer": came_from})
        assert (came_from in answer.content.decode()) is offered
    files = [SimpleUploadedFile(f"{n}.png", b"x") for n in range(6)]
    assert (
        "一次最多 5 个文件" in page_of(owner, f"/cases/{case.pk}/reply", {"words": "已改", "files": files})[1]
    )
    assert (case.steps.count(), RectificationFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("云办函〔2026〕9号", "云办函〔2026〕9号"),
        ("=cmd|' /C calc'!A0", "_cmd____C_calc__A0"),
        ("../../etc/passwd", "______etc_passwd"),
        ("长" * 300, "长" * 80),
    ],
)
def test_a_title_is_a_file_name_on_any_system(title: str, name: str) -> None:
    assert file_name(title) == name
