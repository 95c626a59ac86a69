"""Killed, or out of room, after the visits: while judging, listing the evidence and making the notice."""

from __future__ import annotations

import gzip
import io
import json
import random
import shutil
import signal
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from command import ASOF, Ran, xuncha
from small_province import SCOPE, sites_served, without_evidence, write_inputs
from specimens.server import serve

#: What is written after the visits, scores.csv with it: the small sites are portals.
ENDING = ("verdicts.csv", "findings.jsonl", "scores.csv", "summary.json")
PRINTED = ("notice.docx", "annexes.xlsx", "notice.pdf")


@dataclass(frozen=True)
class Round:
    """A round of six sites and two accounts that ended undisturbed, and how it is gone on with."""

    result: Path
    inspect: Callable[..., Ran]

    def visited(self, folder: Path) -> Path:
        """A copy as it is when the last site was visited and nothing more was done."""
        shutil.copytree(self.result, folder)
        for name in (*ENDING, *PRINTED, "evidence/manifest.json"):
            (folder / name).unlink()
        return folder

    def is_the_same(self, result: Path) -> None:
        """Verdicts, findings and files are those of the round left alone, and every record cited is whole."""
        assert names(result) == names(self.result)
        for name in ("verdicts.csv", "scores.csv"):
            assert (result / name).read_bytes() == (self.result / name).read_bytes()
        found = without_evidence(result / "findings.jsonl")
        assert found == without_evidence(self.result / "findings.jsonl")
        verified = xuncha("evidence", "verify", str(result), out=result, home=result.parent)
        assert verified.code == 0, verified.told()


def names(result: Path) -> list[str]:
    return sorted(path.relative_to(result).as_posix() for path in result.rglob("*") if path.is_file())


def all_whole(result: Path) -> None:
    """Every file that bears its final name can be read to its end."""
    for path in result.rglob("*"):
        if path.is_file() and path.suffix != ".part":
            assert is_whole(path.suffix, path.read_bytes()), path.name


def is_whole(kind: str, content: bytes) -> bool:
    if kind == ".gz":
        return bool(gzip.decompress(content))
    if kind in (".docx", ".xlsx"):
        return zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    if kind == ".pdf":
        return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    if kind == ".json":
        return bool(json.loads(content))
    if kind == ".jsonl":
        return all(json.loads(line) for line in content.splitlines())
    return content.endswith(b"\n")


@pytest.fixture(scope="module")
def left_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    folder = tmp_path_factory.mktemp("round")
    paths = write_inputs(folder / "in")
    given = ["--sites", paths.sites, "--columns", paths.columns, "--accounts", paths.accounts]
    given += ["--posts", paths.posts, "--asof", ASOF, "--indicators", ",".join(SCOPE), "--rate", "1000"]
    with serve(sites_served()) as server:

        def inspect(out: Path, *options: str, **doom: object) -> Ran:
            args = [str(arg) for arg in ("inspect", *given, "--connect-to", server.address, "--out", out)]
            args += ["--browser", "off", "--min-free-mb", "0", *options]
            return xuncha(*args, out=out, home=folder, **doom)

        ran = inspect(folder / "out")
        assert ran.code == 3, ran.told()
        yield Round(folder / "out", inspect)


def test_killed_at_every_second_change_of_a_file(left_alone: Round, tmp_path: Path) -> None:
    out = left_alone.visited(tmp_path / "out")
    for number in count(random.randrange(1, 3), 2):
        ran = left_alone.inspect(out, "--resume", under=str(out), dies_at=number)
        all_whole(out)
        if ran.code != -signal.SIGKILL:  # it had fewer changes to make than that
            break
    assert number > 20
    assert ran.code == 3, ran.told()
    left_alone.is_the_same(out)


@pytest.mark.parametrize("dies_at", [2, 4, 6])
def test_killed_before_anything_was_kept(left_alone: Round, tmp_path: Path, dies_at: int) -> None:
    out = tmp_path / "out"
    ran = left_alone.inspect(out, under=str(out), dies_at=dies_at)
    assert ran.code == -signal.SIGKILL, ran.told()
    assert not (out / "facts" / "run.json").exists()
    ran = left_alone.inspect(out, "--resume")
    assert ran.code == 3, ran.told()
    left_alone.is_the_same(out)


@pytest.mark.parametrize("largest", [300, 1_000, 4_000, 12_000])
def test_no_room_for_what_is_made_at_the_end(left_alone: Round, tmp_path: Path, largest: int) -> None:
    out = left_alone.visited(tmp_path / "out")
    for name in ("run.json", "registry.json.gz", "accounts.jsonl.gz"):
        assert (out / "facts" / name).stat().st_size < 4_000
    ran = left_alone.inspect(out, "--resume", under=str(out), largest=largest)
    assert (ran.code, "Traceback" in ran.stderr) == (130, False), ran.told()
    assert "磁盘空间不足" in ran.stderr, ran.told()
    all_whole(out)
    assert not list(out.rglob("*.part")), "half a file helps nobody on a full disk"
    ran = left_alone.inspect(out, "--resume")
    assert ran.code == 3, ran.told()
    left_alone.is_the_same(out)
