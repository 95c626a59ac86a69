"""Waiting for what is wanted, never for the network: lists that come late, pages that poll, pages in motion."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from fault_server import answer
from shown_pages import HOME, page

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.trial import Allowance

ROWS = "<li><a href='/a.html'>关于开展年度检查工作的通知</a><span>2025-06-20</span></li>"
LATE = "fetch('/api').then(r => r.text()).then(t => {{ document.getElementById('l').innerHTML = t; }});"


def has_rows(html: str, _: str) -> bool:
    return "年度检查" in html


async def late(_: Any, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2)
    writer.write(answer(body=ROWS.encode(), content_type="text/html; charset=utf-8"))


async def silent(*_: Any) -> None:
    await asyncio.sleep(300)


async def test_a_list_that_comes_late_beside_a_socket_and_endless_polling(
    showing: Callable[..., Any],
) -> None:
    body = (
        "<div class=nav><a href='/'>首页</a></div><ul id=l></ul><div>主办单位</div><script>new WebSocket('ws://' + location.host + '/s');"
        "setInterval(() => fetch('/poll'), 300); fetch('/hang').catch(() => 0);"
        "fetch('/api').then(r => r.text()).then(t => { document.getElementById('l').innerHTML = t; });</script>"
    )
    async with showing({"/": body, "/api": late, "/hang": silent, "/poll": answer(body=b"{}")}) as (
        renderer,
        server,
    ):
        rendered = await renderer.render(HOME, wanted=has_rows, patience_s=60)
        assert has_rows(rendered.html, "")
        assert server.paths().count("/poll") >= 3


async def test_a_page_without_what_is_wanted_ends_when_patience_does(showing: Callable[..., Any]) -> None:
    polls = "<p>栏目</p><script>setInterval(() => fetch('/poll'), 100)</script>"
    async with showing({"/": polls, "/poll": answer(body=b"{}")}) as (renderer, _):
        began = time.monotonic()
        rendered = await renderer.render(HOME, wanted=has_rows, patience_s=2)
        assert "栏目" in rendered.html
        assert rendered.problem == ""
        assert time.monotonic() - began >= 2


async def test_a_page_in_motion_is_read_all_the_same(showing: Callable[..., Any]) -> None:
    clock = (
        f"<ul>{ROWS}</ul><b id=c></b><script>setInterval(() => {{ c.textContent = Date.now() }}, 40)</script>"
    )
    async with showing({"/": clock}) as (renderer, _):
        assert has_rows((await renderer.render(HOME, wanted=has_rows, patience_s=60)).html, "")


async def test_waiting_for_our_own_politeness_costs_no_patience(showing: Callable[..., Any]) -> None:
    scripts = "".join(f"<script src='/s{n}.js'></script>" for n in range(9))
    body = f"{scripts}<ul id=l></ul><script src='/list.js'></script>"
    files = {f"/s{n}.js": answer(body=b"var a;", content_type="text/javascript") for n in range(9)}
    fill = f"document.getElementById('l').innerHTML = \"{ROWS}\"".encode()
    files["/list.js"] = answer(body=fill, content_type="text/javascript; charset=utf-8")
    async with showing({"/": body, **files}, rate=1.0, connections=1) as (renderer, _):
        assert has_rows((await renderer.render(HOME, wanted=has_rows, patience_s=7)).html, "")


async def test_frames_and_shadow_trees_are_written_out(showing: Callable[..., Any]) -> None:
    body = (
        "<iframe src='http://other.gov.example/in/frame.html' width=400 height=300></iframe><x-list></x-list>"
        "<iframe src='/tiny' width=1 height=1></iframe><script>customElements.define('x-list', class extends HTMLElement {"
        "constructor() { super(); this.attachShadow({mode: 'closed'}).innerHTML = '<p>影子中的文字</p>'; } });"
        "setTimeout(() => document.body.append('完成'), 800)</script>"
    )
    frame = page("<ul><li><a href='item.html'>框架中关于年度检查的通知</a></li></ul>")
    async with showing({"/": body, "/in/frame.html": frame, "/tiny": "<p>看不见</p>"}) as (renderer, _):
        rendered = await renderer.render(HOME, wanted=lambda html, _: "完成" in html and has_rows(html, ""))
        assert 'href="http://other.gov.example/in/item.html"' in rendered.html
        assert "影子中的文字" in rendered.html
        assert "看不见" not in rendered.html
        assert "<script" not in rendered.html
        assert "<iframe" not in rendered.html


async def test_what_could_not_be_loaded_is_told(showing: Callable[..., Any]) -> None:
    body = (
        "<ul id=l></ul><script src='/gone.js'></script><script src='/shut.js'></script><script>"
        "fetch('/broken'); fetch('/hang').catch(() => 0); throw new Error('坏了')</script>"
    )
    shut, broken = answer("403 Forbidden"), answer("500 Error")
    async with showing(
        {"/": body, "/gone.js": answer("404 Not Found"), "/shut.js": shut, "/broken": broken, "/hang": silent}
    ) as (
        renderer,
        _,
    ):
        rendered = await renderer.render(HOME, wanted=lambda *_: False, patience_s=6)
        told = " ".join(gap.in_words for gap in rendered.gaps)
        for word in ("/shut.js（HTTP 403）", "/broken（HTTP 500）", "/hang（尚未答复）", "坏了"):
            assert word in told
        assert "/gone.js" not in told


async def test_a_healthy_page_has_no_gaps(showing: Callable[..., Any]) -> None:
    async with showing({"/": f"<ul>{ROWS}</ul><script>fetch('/ok')</script>", "/ok": answer(body=b"1")}) as (
        renderer,
        _,
    ):
        assert (await renderer.render(HOME, wanted=has_rows)).gaps == ()


async def test_a_site_pays_for_its_time_in_the_browser(showing: Any) -> None:
    """What our own politeness takes is not on it; once it is used up nothing is shown and nothing asked for."""
    allowance = Allowance(1.0)
    async with showing({"/": "<p>等待中</p>"}, patience_s=2.0) as (renderer, server):
        first = await renderer.render(HOME, wanted=lambda *_: False, allowance=allowance)
        asked, spent = server.requests[:], allowance.used_s
        second = await renderer.render(f"{HOME}b", allowance=allowance)
        assert server.requests == asked
    assert "等待中" in first.html
    assert spent >= 2.0
    assert (second.problem, second.html) == (FetchStatus.TIME_UP.label, "")
    assert allowance.used_s == spent
