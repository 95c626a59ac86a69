"""Cases 27, 28, 31 and 32: runs that are repeated, shared by processes, slow on purpose, or poisoned."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from raw_server import RawServer, Talk, answer
from towns import Town, healthy_pages, inspect_towns, served, with_extra

FIGURES = "27 figures that change"


def counting(town: Town) -> Town:
    """Every answer shows another count and time."""
    clock = count(1)

    def talks(talk: Talk) -> None:
        n = next(clock)
        link = f"<a href='/gone.html'>待办事项（{n}）10:{n % 60:02}</a><p>访问量 {n}</p>"
        talk.send(answer(body=with_extra(link).replace("<title>", f"<title>({n}) ").encode()))

    town.pages["/"] = talks
    return town


def test_27_the_same_fault_keeps_its_fingerprint_and_nothing_comes_twice(tmp_path: Path) -> None:
    """27 and 6: two runs, the second in two processes, tell the same faults once each."""
    towns = [counting(Town(f"990400000{n}", f"r{n}.gov.example", healthy_pages())) for n in (1, 2, 3)]
    with RawServer() as server:
        served(server, towns)
        options = ("--connect-to", server.at)
        first = inspect_towns(tmp_path, towns, *options)
        second = inspect_towns(tmp_path, towns, *options, "--jobs", "2", out="again")
    prints = [[one["fingerprint"] for one in ran.findings()] for ran in (first, second)]
    assert len(prints[0]) == 3
    assert sorted(prints[0]) == sorted(prints[1])
    assert len(set(prints[0])) == 3
    quotes = {one["quote"] for ran in (first, second) for one in ran.findings()}
    assert len(quotes) > 1, "the words did change"


def test_28_two_processes_finish_all_sites_without_a_lock(tmp_path: Path) -> None:
    towns = [Town(f"99050000{n:02}", f"l{n}.gov.example", healthy_pages()) for n in range(6)]
    with RawServer() as server:
        served(server, towns)
        ran = inspect_towns(tmp_path, towns, "--connect-to", server.at, "--jobs", "2")
    assert ran.code == 0, ran.told()
    assert [row["outcome"] for row in ran.verdicts().values()] == ["pass"] * 6


def test_31_no_faster_and_no_more_at_once_than_asked(tmp_path: Path) -> None:
    """Two names at one address count as one host."""
    with RawServer() as server:
        towns = [
            Town("9906000001", "127.0.0.1", healthy_pages(), {}, url=f"http://{server.at}/"),
            Town("9906000002", "localhost", healthy_pages(), {}, url=f"http://localhost:{server.port}/"),
        ]
        served(server, towns)
        options = ("--allow-net", "127.0.0.0/8", "--allow-net", "::1/128", "--connections", "1")
        ran = inspect_towns(tmp_path, towns, *options, "--rate", "10", "--max-pages", "8")
        times = [asked.at for asked in server.asked]
    assert {row["outcome"] for row in ran.verdicts().values()} <= {"pass", "unknown"}
    assert server.most_active == 1
    assert len(times) > 20
    # One by one a busy machine may note them late; all together they take their time.
    assert times[-1] - times[0] >= 0.07 * (len(times) - 1), "a tenth of a second each"


@pytest.mark.parametrize("reply", [answer(body=b"\xff\xfe\x00"), answer("200 OK", b"", content_length="x")])
def test_32_a_poisoned_site_is_looked_at_once_and_does_not_spin(tmp_path: Path, reply: bytes) -> None:
    poisoned = Town("9907000001", "poison.gov.example", {"*": reply})
    sound = Town("9907000002", "sound.gov.example", healthy_pages())
    with RawServer() as server:
        served(server, [poisoned, sound])
        ran = inspect_towns(tmp_path, [poisoned, sound], "--connect-to", server.at)
        before = len(server.asked)
        again = inspect_towns(tmp_path, [poisoned, sound], "--connect-to", server.at, "--resume")
        assert len(server.asked) == before, "a finished run asks for nothing more"
    for one in (ran, again):
        assert {code: row["outcome"] for code, row in one.verdicts().items()} == {
            poisoned.code: "unknown",
            sound.code: "pass",
        }
    assert before < 200
