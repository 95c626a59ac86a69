"""Case 3: our own line goes, and nobody is accused; it comes back, and the run goes on."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest
from raw_server import RawServer, Talk, answer
from towns import Town, healthy_pages, inspect_towns, served

from xuncha.facts.seen import FetchStatus
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy

FINE = answer(body=b"<p>reference</p>")


def settings(port: int, *references: RawServer, wait_s: float = 0.3) -> FetchSettings:
    return FetchSettings(
        rate=1000,
        retries=0,
        deadline_s=120,
        robots=RobotsPolicy.IGNORE,
        connect_to=("127.0.0.1", port),
        references=tuple(f"http://{server.at}/" for server in references),
        outage_wait_s=wait_s,
    )


def reference() -> RawServer:
    return RawServer({"*": {"*": FINE}})


async def test_a_site_that_is_down_is_down_while_a_reference_answers(closed_port: int) -> None:
    with reference() as near, reference() as far:
        near.cut()
        async with Fetcher(settings(closed_port, near, far)) as fetcher:
            seen = await fetcher.fetch("http://down.gov.example/")
    assert seen.status is FetchStatus.CONNECT


async def test_where_no_reference_answers_it_is_us(closed_port: int) -> None:
    with reference() as near, reference() as far:
        near.cut()
        far.cut()
        async with Fetcher(settings(closed_port, near, far)) as fetcher:
            seen = await fetcher.fetch("http://down.gov.example/")
            again = await fetcher.fetch("http://also.gov.example/")
    assert seen.status is again.status is FetchStatus.OWN_NETWORK
    assert "参照网址" in seen.error


async def test_without_references_our_line_is_never_blamed(closed_port: int) -> None:
    async with Fetcher(settings(closed_port)) as fetcher:
        assert (await fetcher.fetch("http://down.gov.example/")).status is FetchStatus.CONNECT


async def test_an_answer_is_an_answer_whatever_the_references_say() -> None:
    gone = answer("404 Not Found", b"none")
    with RawServer({"*": {"*": gone}}) as server, reference() as near:
        near.cut()
        async with Fetcher(settings(server.port, near)) as fetcher:
            assert (await fetcher.fetch("http://a.gov.example/")).status is FetchStatus.NOT_FOUND


def held(port: int) -> socket.socket:
    """The port, where nobody listens until a server of ours does again; nobody else is given it meanwhile."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


async def test_a_line_that_comes_back_is_waited_for_and_the_page_asked_for_again() -> None:
    with RawServer() as gone, reference() as near:
        port, near_port = gone.port, near.port
        gone.cut()
        near.cut()
        back = RawServer({"*": {"*": FINE}}, port=port)
        near_back = RawServer({"*": {"*": FINE}}, port=near_port)
        told: list[str] = []
        timer = threading.Timer(1.0, lambda: (back.__enter__(), near_back.__enter__()))
        held_ports = held(port), held(near_port)
        timer.start()
        try:
            async with Fetcher(settings(port, near, wait_s=120), say=told.append) as fetcher:
                seen = await fetcher.fetch("http://a.gov.example/")
        finally:
            timer.join()
            back.cut()
            near_back.cut()
            for port_held in held_ports:
                port_held.close()
    assert (seen.status, seen.body) == (FetchStatus.OK, b"<p>reference</p>")
    assert len(told) == 2
    assert "已恢复" in told[1]


@pytest.fixture
def pulled(tmp_path: Path) -> tuple[Path, list[Town]]:
    return tmp_path, [
        Town(f"990100000{number}", f"p{number}.gov.example", healthy_pages()) for number in (1, 2, 3)
    ]


def test_the_cable_is_pulled_in_the_middle_of_a_run(pulled: tuple[Path, list[Town]]) -> None:
    """Columns not yet read are neither blank nor gone, links not dead, and --resume looks at them again."""
    folder, towns = pulled
    with RawServer() as server, reference() as near:
        served(server, towns)
        port, near_port = server.port, near.port
        asked = threading.Semaphore(4)  # not enough for any column

        def cut_after_some(talk: Talk, page: object) -> None:
            if not asked.acquire(blocking=False):
                near.cut()
                server.cut()
                return
            data = answer(body=page.encode()) if isinstance(page, str) else page
            assert isinstance(data, bytes)
            talk.send(data)

        for town in towns:
            pages = town.pages
            server.hosts[town.host] = {
                path: (lambda talk, page=page: cut_after_some(talk, page)) for path, page in pages.items()
            }
        options = ("--connect-to", server.at, "--reference", f"http://{near.at}/", "--outage-wait", "1")
        ran = inspect_towns(folder, towns, *options)
        assert ran.code == 3, ran.told()
        rows = ran.verdicts()
        assert {row["outcome"] for row in rows.values()} == {"unknown"}
        assert not [one for one in ran.findings() if one["outcome"] == "hit"]
        assert all("本单位网络中断" in row["note"] and "恢复后复查" in row["note"] for row in rows.values())
        causes = ran.summary()["coverage"]["causes"]
        assert "own_network" in causes
        assert set(causes) <= {"own_network"}, "our own fault was laid at the sites' door"
    with RawServer(port=port) as server, RawServer({"*": {"*": FINE}}, port=near_port):
        served(server, towns)
        again = inspect_towns(folder, towns, *options, "--resume")
        assert again.code == 0, again.told()
        assert {row["outcome"] for row in again.verdicts().values()} == {"pass"}


def test_a_run_does_not_begin_without_our_line(pulled: tuple[Path, list[Town]]) -> None:
    folder, towns = pulled
    with RawServer() as server, reference() as near:
        near.cut()
        served(server, towns)
        ran = inspect_towns(folder, towns, "--connect-to", server.at, "--reference", f"http://{near.at}/")
        assert ran.code == 2, ran.told()
        assert "参照网址都打不开" in ran.stderr
        assert not (folder / "result").exists()
        assert server.accepted == 0
    assert "网址" in inspect_towns(folder, towns, "--reference", "not a url").stderr
