"""Every request of a page passes our own gate, whatever way the page takes; nothing reaches a closed address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from fault_server import answer
from shown_pages import FORBIDDEN, HOME, page

from xuncha.gather.evidence.verify import verify

#: Ways in which a page asks for something without being told to, {to} being where it should not get.
WAYS = """
<img src='http://{to}/img.png'><iframe src='http://{to}/frame.html' width=300 height=300></iframe>
<link rel=stylesheet href='http://{to}/a.css'><link rel=preconnect href='http://{to}'><link rel=prefetch href='http://{to}/p'>
<script src='http://{to}/a.js'></script><script src='/moved.js'></script><iframe src='/moved.html'></iframe>
<iframe src='/refresh.html' width=300 height=300></iframe>
<object data='http://{to}/o' width=200 height=200></object><embed src='http://{to}/e'>
<form id=f method=post action='http://{to}/post' target=t><input name=a value=b></form><iframe name=t></iframe>
<script>
const quiet = (run) => {{ try {{ const p = run(); if (p && p.catch) p.catch(() => 0); }} catch (e) {{}} }};
quiet(() => fetch('http://{to}/fetch', {{mode: 'no-cors'}}));
quiet(() => fetch('/moved.json'));
quiet(() => navigator.sendBeacon('http://{to}/beacon', 'x'));
quiet(() => new WebSocket('ws://{to}/socket'));
quiet(() => new EventSource('http://{to}/events'));
quiet(() => document.getElementById('f').submit());
quiet(() => new Worker(URL.createObjectURL(new Blob(["importScripts('http://{to}/w.js')"]))));
quiet(() => new Worker(URL.createObjectURL(new Blob(["fetch('http://{to}/wf').catch(() => 0)"]))));
quiet(() => new RTCPeerConnection({{iceServers: [{{urls: 'turn:{to}?transport=tcp', username: 'a', credential: 'b'}}]}}).createDataChannel('x'));
quiet(() => navigator.serviceWorker.register('/sw.js'));
quiet(() => window.open('http://{to}/popup'));
setTimeout(() => {{ document.body.insertAdjacentHTML('beforeend', '<p>所有请求都已发出</p>'); }}, 2000);
</script>
"""


@asynccontextmanager
async def counted() -> AsyncIterator[tuple[str, list[int]]]:
    """A server at the forbidden address; the list grows by one with every connection."""
    arrived: list[int] = []

    async def accept(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(1)
        writer.close()

    server = await asyncio.start_server(accept, FORBIDDEN, 0)
    async with server:
        yield f"{FORBIDDEN}:{server.sockets[0].getsockname()[1]}", arrived


def routes(to: str) -> dict[str, Any]:
    moved = answer("302 Found", location=f"http://{to}/moved")
    refresh = page("", f"<meta http-equiv=refresh content='0;url=http://{to}/refresh'>")
    return {
        "/": WAYS.format(to=to),
        "/moved.js": moved,
        "/moved.html": moved,
        "/moved.json": moved,
        "/refresh.html": refresh,
    }


def all_asked(html: str, _: str) -> bool:
    return "所有请求都已发出" in html


async def test_no_way_leads_to_a_closed_address(showing: Callable[..., Any]) -> None:
    async with counted() as (to, arrived), showing(routes(to)) as (renderer, server):
        rendered = await renderer.render(HOME, wanted=all_asked)
        assert rendered.problem == ""
        assert all_asked(rendered.html, "")
        assert {"/moved.js", "/moved.html", "/moved.json", "/refresh.html"} <= set(server.paths())
        assert any("不在允许访问的范围" in gap.why for gap in rendered.gaps)
        assert arrived == []


async def test_a_name_that_leads_to_a_closed_address(resolving: Callable[..., Any]) -> None:
    names = {"www.shiyan.gov.example": "127.0.0.1", "neibu.example": FORBIDDEN}
    async with counted() as (to, arrived), resolving(names) as (renderer, server):
        port = to.rpartition(":")[2]
        server.routes.update(
            {
                path: page(made) if isinstance(made, str) else made
                for path, made in routes(f"neibu.example:{port}").items()
            }
        )
        rendered = await renderer.render(f"http://www.shiyan.gov.example:{server.port}/", wanted=all_asked)
        assert all_asked(rendered.html, "")
        assert "/" in server.paths()
        assert any("neibu.example" in gap.why for gap in rendered.gaps), rendered.gaps
        assert arrived == []


async def test_a_page_that_goes_there_itself(showing: Callable[..., Any]) -> None:
    async with counted() as (to, arrived), showing({}) as (renderer, server):
        server.routes.update(
            {
                "/302": answer("302 Found", location=f"http://{to}/"),
                "/refresh": page("", f"<meta http-equiv=refresh content='0;url=http://{to}/'>"),
                "/script": page(f"<script>location.href='http://{to}/'</script>"),
                "/localhost": page(
                    f"<script>location.href='http://localhost:{to.rpartition(':')[2]}/'</script>"
                ),
                "/decimal": page(
                    f"<script>location.href='http://2130706435:{to.rpartition(':')[2]}/'</script>"
                ),
            }
        )
        first = await renderer.render(HOME + "302", wanted=lambda *_: False, patience_s=1)
        assert "不在允许访问的范围" in first.problem
        for path in ("refresh", "script", "decimal"):
            await renderer.render(HOME + path, wanted=lambda *_: False, patience_s=1)
        assert server.paths().count("/script") == 1
        assert arrived == []


async def test_the_gate_is_shut_to_addresses_given_to_the_renderer(showing: Callable[..., Any]) -> None:
    async with counted() as (to, arrived), showing({}) as (renderer, _):
        for url in (f"http://{to}/", "file:///etc/passwd", "chrome://version", "http://[::1]/"):
            assert (await renderer.render(url, patience_s=1)).html == "", url
        assert arrived == []


async def test_politeness_holds_for_what_a_page_asks_for(showing: Callable[..., Any]) -> None:
    scripts = "".join(f"<script src='/s{n}.js'></script>" for n in range(6))
    files = {f"/s{n}.js": answer(body=b"var a;", content_type="text/javascript") for n in range(6)}
    async with showing({"/": scripts, **files}, rate=4.0, connections=1) as (renderer, server):
        await renderer.render(HOME, wanted=lambda *_: False, patience_s=3)
        times = sorted(request.at for request in server.requests)
        assert server.most_active <= 1
        assert len(times) >= 8  # robots.txt, the page, six scripts
        # One by one a busy machine may note them late; all together they take their time.
        assert times[-1] - times[0] > 0.15 * (len(times) - 1)


async def test_shared_files_are_asked_for_once(showing: Callable[..., Any]) -> None:
    js = answer(body=b"document.title='x'", content_type="application/javascript")
    pages = {f"/{n}": "<p>通知</p><script src='/js/a.js'></script>" for n in range(3)}
    async with showing({**pages, "/js/a.js": js}) as (renderer, server):
        for path in pages:
            await renderer.render(HOME.rstrip("/") + path, patience_s=1)
        assert server.paths().count("/js/a.js") == 1


async def test_requests_of_a_page_are_evidence(showing: Callable[..., Any], keep: Any) -> None:
    body = "<ul id=l></ul><script>fetch('/api',{method:'POST',body:'page=1'}).then(r=>r.text()).then(t=>{l.innerHTML=t})</script>"
    rows = answer(body="<li>关于开展检查的通知</li>".encode(), content_type="text/plain; charset=utf-8")
    async with showing({"/": body, "/api": rows}) as (renderer, server):
        rendered = await renderer.render(HOME, keep, wanted=lambda html, _: "检查" in html)
        assert rendered.picture is not None
        assert "POST" in {request.method for request in server.requests}
    keep.recorder.close()
    folder = keep.recorder._file.final.parent
    assert verify(folder).problems == ()
    assert b"page=1" in b"".join(_blocks(folder))


def _blocks(folder: Any) -> list[bytes]:
    from xuncha.gather.evidence.members import walk

    return [member.data or b"" for path in folder.iterdir() for member in walk(path)]
