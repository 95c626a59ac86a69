"""Pages that hang, never stop, open dialogs, windows and downloads: one lost page, and the browser goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fault_server import answer
from shown_pages import HOME, page
from waiting import until_then

from xuncha.gather.browser.process_tree import tree

QUIET = "<h1>通知公告</h1><p>正常页面</p>"
LIMITS = {"answer_s": 10.0, "page_deadline_s": 90.0}


@pytest.mark.parametrize(
    "script",
    ["while (true) alert('请注意')", "setInterval(() => { while (true) {} }, 200)"],
    ids=["alerts", "endless"],
)
async def test_a_script_that_never_stops_is_killed_with_its_browser(
    showing: Callable[..., Any], script: str
) -> None:
    pages = {"/": f"{QUIET}<script>{script}</script>", "/quiet": QUIET}
    async with showing(pages, **LIMITS) as (renderer, _):
        await renderer.render(HOME + "quiet", patience_s=1)
        processes = tree(renderer.browser.pid)
        assert len(processes) > 2
        hung, beside = await asyncio.gather(
            renderer.render(HOME, wanted=lambda *_: False, patience_s=60),
            renderer.render(HOME + "quiet", patience_s=1),
        )
        assert hung.html == ""
        assert "没有响应" in hung.problem
        assert "正常页面" in beside.html
        await gone(processes)
        assert "正常页面" in (await renderer.render(HOME + "quiet", patience_s=1)).html


async def gone(processes: frozenset[int]) -> None:
    """Wait until none of the processes is alive any more."""
    await until_then(lambda: not any(tree(pid) & {pid} for pid in processes), every_s=0.1)


async def test_a_page_whose_server_never_answers(showing: Callable[..., Any]) -> None:
    async def silent(*_: Any) -> None:
        await asyncio.sleep(300)

    async with showing({"/": silent}, request_deadline_s=2.0) as (renderer, _):
        rendered = await renderer.render(HOME, patience_s=1)
        assert (rendered.html, "总时限" in rendered.problem) == ("", True)


async def test_dialogs_windows_and_downloads_change_nothing(showing: Callable[..., Any], keep: Any) -> None:
    body = (
        QUIET
        + "<a id=d href='/file.bin' download>下载</a><iframe src='/file.bin' width=200 height=200></iframe>"
        "<script>alert(1); confirm(2); prompt(3); print(); window.open('/popup'); window.open('/popup','_blank');"
        "document.getElementById('d').click(); window.onbeforeunload = () => 'stay';"
        "navigator.geolocation.getCurrentPosition(() => document.body.append('位置已取得'), () => 0);"
        "Notification.requestPermission().then((said) => document.body.append('通知权限' + said));</script>"
    )
    attachment = answer(body=b"x" * 9, content_disposition="attachment; filename=a.bin")
    async with showing({"/": body, "/file.bin": attachment, "/popup": "<p>窗口</p>"}) as (renderer, server):
        rendered = await renderer.render(HOME, keep, wanted=lambda html, _: "通知权限" in html)
        assert rendered.problem == ""
        assert "正常页面" in rendered.html
        assert "通知权限denied" in rendered.html
        assert "位置已取得" not in rendered.html
        assert rendered.picture is not None
        assert "/popup" not in server.paths()


async def test_a_window_that_a_form_opens_is_no_part_of_the_page(
    showing: Callable[..., Any], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    body = QUIET + "<form id=f action='/popup' target=_blank></form><script>f.submit()</script>"
    async with showing({"/": body}) as (renderer, server):
        rendered = await renderer.render(HOME, wanted=lambda *_: "/popup?" in server.paths(), patience_s=10)
    assert "正常页面" in rendered.html
    assert [gap.url for gap in rendered.gaps if "popup" in gap.url] == []
    assert "/popup?" in server.paths()
    assert "Error occurred" not in capfd.readouterr().err + caplog.text


async def test_a_download_in_place_of_a_page(showing: Callable[..., Any]) -> None:
    attachment = answer(
        body=b"x" * 9, content_disposition="attachment; filename=a.bin", content_type="application/x-bin"
    )
    async with showing({"/": attachment}) as (renderer, _):
        rendered = await renderer.render(HOME, patience_s=1)
        assert (rendered.html, rendered.problem != "") == ("", True)


async def test_a_page_that_sends_itself_on_without_end(showing: Callable[..., Any]) -> None:
    body = "<p>去下一页</p><script>location.href = '/?' + Math.random()</script>"
    async with showing({}, longest_wait_s=20.0) as (renderer, server):
        server.routes.update({"/": page(body)})
        rendered = await renderer.render(HOME, wanted=lambda *_: False, patience_s=2)
        assert rendered.problem or "去下一页" in rendered.html


async def test_a_browser_that_dies_is_replaced(showing: Callable[..., Any]) -> None:
    async with showing({"/": QUIET}) as (renderer, _):
        await renderer.render(HOME, patience_s=1)
        first = renderer.browser
        first.kill()
        assert "正常页面" in (await renderer.render(HOME, patience_s=1)).html
        assert renderer.browser.pid != first.pid


async def test_a_browser_is_replaced_after_its_number_of_pages(showing: Callable[..., Any]) -> None:
    async with showing({"/": QUIET}, pages_per_browser=2) as (renderer, _):
        pids = []
        for _ in range(3):
            assert "正常页面" in (await renderer.render(HOME, patience_s=1)).html
            pids.append(renderer.browser.pid)
        assert pids[0] == pids[1] != pids[2]
        await gone(frozenset({pids[0]}))


async def test_nothing_is_left_when_the_renderer_closes(showing: Callable[..., Any]) -> None:
    async with showing({"/": QUIET}) as (renderer, _):
        await renderer.render(HOME, patience_s=1)
        processes = tree(renderer.browser.pid)
    await gone(processes)
