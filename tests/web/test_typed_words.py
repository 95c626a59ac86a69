"""In a real Chromium: no words are lost to a session that ended, a refusal or a limit, and a double click acts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from people import a_person, an_assigned_case
from served_here import shown_here

from xuncha.apps.rectification.models import Rectification

PASSWORD = "Yunling-2025-ok"
WORDS = "栏目已合并，10 月 8 日完成👍"


@pytest.fixture
def case(directory: Any) -> Rectification:
    organ = directory.organs[0]
    owners, administrators = ("zhuban", "lingwai"), ("guanli", "guanli2")
    for name in (*owners, *administrators):
        person = a_person("owner", organ) if name in owners else a_person("administrator")
        person.username = name
        person.set_password(PASSWORD)
        person.save()
    return an_assigned_case(directory)


@pytest.fixture
def page(case: Rectification) -> Iterator[Any]:
    """A page of nobody yet; what is dialogued is agreed to."""
    with shown_here(viewport={"width": 360, "height": 740}) as made:
        made.on("dialog", lambda dialog: dialog.accept())
        yield made


def log_in(page: Any, name: str = "zhuban") -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_selector(".who")


def told(page: Any) -> str:
    return "".join(page.locator("main > .note").all_inner_texts())


def kept(page: Any) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('typed:'))")


def session_ends(page: Any) -> None:
    page.context.clear_cookies(name="sessionid")


def test_the_words_of_a_session_that_ended_are_there_again_for_the_same_person(
    page: Any, case: Rectification
) -> None:
    address = f"/cases/{case.pk}"
    page.goto(address)
    log_in(page, "lingwai")
    page.fill("#words", "别人写的")
    session_ends(page)
    page.goto(address)
    log_in(page)
    assert page.input_value("#words") == ""
    page.fill("#words", WORDS)
    session_ends(page)
    page.click("text=提交并申请复查")
    page.wait_for_selector("#id_username")
    log_in(page)
    assert page.url.endswith(address)
    assert page.input_value("#words") == WORDS
    assert "已恢复上次没有提交成功的内容" in page.inner_text("main")
    page.context.clear_cookies(name="csrftoken")  # as where one has logged in again in another tab
    page.click("text=提交并申请复查")
    page.wait_for_selector("text=页面已失效")
    page.click("text=返回上一页")
    page.wait_for_selector("#words")
    assert page.input_value("#words") == WORDS
    page.click("text=提交并申请复查")
    assert "已反馈 1 件" in told(page)
    assert kept(page) == []  # taken: nothing stays behind


def test_every_field_of_a_form_is_there_again_after_logging_in_anew(page: Any) -> None:
    page.goto("/users/new")
    log_in(page, "guanli")

    def fill() -> None:
        page.fill("#id_username", "zhangsan")
        page.fill("#id_full_name", "张三")
        page.select_option("#id_role", "inspector")
        page.uncheck("#id_is_active")
        session_ends(page)
        page.click("button:text-is('保存')")
        page.wait_for_selector("#id_password")

    def filled() -> list[Any]:
        texts = [page.input_value(f"#id_{name}") for name in ("username", "full_name", "role")]
        return [*texts, page.is_checked("#id_is_active")]

    fill()
    log_in(page, "guanli")
    assert page.url.endswith("/users/new")
    page.wait_for_selector("text=登录失效前填写的内容已恢复")
    assert filled() == ["zhangsan", "张三", "inspector", False]
    page.reload()
    assert filled() == ["", "", "", True], "what was restored once and left is not forced on anybody"
    fill()
    log_in(page, "guanli2")
    assert filled() == ["", "", "", True], "of another person"
    fill()
    log_in(page, "guanli2")
    page.click("button:text-is('保存')")
    page.wait_for_selector("text=一次性密码")
    page.goto("/users/new")
    assert filled() == ["", "", "", True], "taken: nothing stays behind"
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('field:'))") == []


def test_refused_words_stay_a_limit_is_told_and_a_double_click_acts_once(
    page: Any, case: Rectification
) -> None:
    page.goto(f"/cases/{case.pk}")
    log_in(page)
    page.focus("#words")
    page.keyboard.insert_text("长" * 10_000)
    assert len(page.input_value("#words")) == 4000
    assert "已到 4000 字的上限" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.click("summary:has-text('申请延期')")
    page.fill("#until", "2020-01-01")
    page.fill("#reason", WORDS)
    page.click("text=提交申请")
    assert "延期日期须晚于现期限" in told(page)
    assert page.input_value("#reason") == WORDS
    assert page.is_visible("#reason")
    page.fill("#until", (case.due_on + timedelta(days=9)).isoformat())
    page.dblclick("text=提交申请")
    page.wait_for_selector(".note.success")
    assert "已为 1 件整改申请延期" in told(page)
    assert page.locator(".note.error").count() == 0
    assert len(kept(page)) == 1  # the reply that was begun
    page.click("text=退出")
    page.wait_for_selector("#id_username")
    assert kept(page) == []
