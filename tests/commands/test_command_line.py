"""The command line: exit codes of the contract, Chinese sentences, and a run that can be interrupted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from small_province import CODES, EXPECTED, SCOPE, sites_served, without_evidence, write_inputs
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule
from waiting import until

from xuncha import __version__
from xuncha.cli import main

ROOT = Path(__file__).parents[2]
ASOF = "2025-06-25T10:00"


@pytest.fixture(scope="module")
def server() -> Iterator[SpecimenServer]:
    with serve(sites_served()) as running:
        yield running


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def inspect_args(folder: Path, server: SpecimenServer, *more: str | Path) -> list[str]:
    paths = write_inputs(folder / "in")
    args = ["inspect", "--sites", paths.sites, "--columns", paths.columns, "--accounts", paths.accounts]
    args += ["--posts", paths.posts, "--connect-to", server.address, "--rate", "1000", "--connections", "16"]
    args += ["--asof", ASOF, "--indicators", ",".join(SCOPE), "--out", folder / "out", *more]
    return [str(arg) for arg in args]


def verdicts_of(result: Path) -> dict[str, str]:
    rows = [
        line.split(",") for line in (result / "verdicts.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    return {row[1]: row[5] for row in rows}


@pytest.fixture(scope="module")
def inspected(server: SpecimenServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("inspected")
    return folder / "out", run(*inspect_args(folder, server))


@pytest.fixture
def result(inspected: tuple[Path, Result], tmp_path: Path) -> Path:
    return shutil.copytree(inspected[0], tmp_path / "result")


def test_a_command_loads_only_what_it_needs() -> None:
    asked = "import sys; from xuncha.cli import main; main.get_command(None, 'evidence'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, cwd=ROOT)
    assert {"aiohttp", "docx", "typst", "numpy", "django"} & set(done.stdout.split()) == set()


class TestInspect:
    def test_done_but_something_unknown_ends_with_3(self, inspected: tuple[Path, Result]) -> None:
        folder, ran = inspected
        assert ran.exit_code == 3, ran.output
        assert verdicts_of(folder) == EXPECTED
        assert "政府网站 5 个：合格 3，不合格 1，未能判定 1" in ran.output
        assert "未能判定（不算合格，也不算不合格）" in ran.output

    def test_everything_judged_ends_with_0(self, server: SpecimenServer, tmp_path: Path) -> None:
        paths = write_inputs(tmp_path / "in")
        ran = run(
            "inspect",
            "--accounts",
            paths.accounts,
            "--posts",
            paths.posts,
            "--indicators",
            "A201",
            "--asof",
            ASOF,
            "--out",
            tmp_path / "out",
        )
        assert ran.exit_code == 0, ran.output
        assert "合格 1，不合格 1" in ran.output

    def test_sites_are_left_alone_when_only_probes_are_judged(
        self, server: SpecimenServer, tmp_path: Path
    ) -> None:
        asked = len(server.requests)
        ran = run(*inspect_args(tmp_path, server, "--indicators", "W201"))
        assert (ran.exit_code, len(server.requests)) == (3, asked)

    def test_a_folder_in_use_is_refused(self, server: SpecimenServer, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "a.txt").write_text("")
        ran = run(*inspect_args(tmp_path, server))
        assert (ran.exit_code, "目录不为空" in ran.output) == (2, True)

    def test_nothing_to_inspect(self, tmp_path: Path) -> None:
        ran = run("inspect", "--out", tmp_path / "out")
        assert (ran.exit_code, "请至少提供" in ran.output) == (2, True)

    @pytest.mark.parametrize(
        ("option", "value", "said"),
        [
            ("--asof", "昨天", "不是时间"),
            ("--allow-net", "内网", "不是网段"),
            ("--connect-to", "somewhere", "IP:端口"),
            ("--indicators", "W9", "没有以“W9”开头的指标"),
            ("--indicators", "W3,X1", "没有以“X1”开头的指标"),
            ("--standard", "nosuch", "没有标准“nosuch”"),
            ("--standard", "nosuch.toml", "没有标准“nosuch.toml”"),
            ("--probes", "nosuch.csv", "文件“nosuch.csv”不存在"),
        ],
    )
    def test_bad_options_end_with_2_in_chinese(
        self, server: SpecimenServer, tmp_path: Path, option: str, value: str, said: str
    ) -> None:
        ran = run(*inspect_args(tmp_path, server, option, value))
        assert (ran.exit_code, said in ran.output) == (2, True), ran.output
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("option", ["--max-pages", "--rate", "--connections", "--jobs"])
    def test_figures_must_be_positive(self, server: SpecimenServer, tmp_path: Path, option: str) -> None:
        assert run(*inspect_args(tmp_path, server, option, "0")).exit_code == 2

    def test_bad_rows_are_named(self, server: SpecimenServer, tmp_path: Path) -> None:
        args = inspect_args(tmp_path, server)
        sites = tmp_path / "in" / "sites.csv"
        sites.write_text(
            sites.read_text(encoding="utf-8").replace("门户网站", "个人主页", 1), encoding="utf-8"
        )
        ran = run(*args)
        assert ran.exit_code == 2
        assert re.search(r"sites\.csv:2:网站类型", ran.output), ran.output
        assert "共 1 处错误，没有写入任何结果" in ran.output

    def test_a_run_without_a_timepoint_goes_on_from_its_own(self, tmp_path: Path) -> None:
        paths = write_inputs(tmp_path / "in")
        args = [
            "inspect",
            "--accounts",
            paths.accounts,
            "--posts",
            paths.posts,
            "--indicators",
            "A201",
            "--out",
            tmp_path / "out",
        ]
        assert run(*args).exit_code == 0
        time.sleep(1.1)
        again = run(*args, "--resume")
        assert again.exit_code == 0, again.output


class TestJudge:
    def test_again_gives_the_same_bytes(self, inspected: tuple[Path, Result], result: Path) -> None:
        names = ("verdicts.csv", "findings.jsonl", "summary.json")
        for name in names:
            (result / name).unlink()
        ran = run("judge", result)
        assert ran.exit_code == 3
        assert [(result / name).read_bytes() for name in names] == [
            (inspected[0] / name).read_bytes() for name in names
        ]

    def test_by_another_standard(self, result: Path, tmp_path: Path) -> None:
        own = tmp_path / "own.toml"
        own.write_text(
            'extends = "national-2019"\nname = "own"\n[[indicator]]\ncode = "W403"\nlimits = { max_blank = 6 }\n',
            encoding="utf-8",
        )
        run("judge", result, "--standard", own)
        assert verdicts_of(result)[CODES[1]] == "pass"

    def test_within_another_scope(self, result: Path) -> None:
        assert run("judge", result, "--indicators", "A201").exit_code == 0
        assert run("judge", result, "--indicators", "Z").exit_code == 2

    def test_within_a_wider_scope_than_was_read_for(self, server: SpecimenServer, tmp_path: Path) -> None:
        """Of columns read for their links alone nothing is known that they list: that is read from the evidence."""
        names, wide = ("verdicts.csv", "findings.jsonl"), ("--indicators", "W401,W403")
        run(*inspect_args(tmp_path / "wide", server, *wide, "--browser", "off"))
        run(*inspect_args(tmp_path, server, "--indicators", "N103,N109", "--browser", "off"))
        out, asked = tmp_path / "out", len(server.requests)
        narrow = [(out / name).read_bytes() for name in names]
        assert "范围较小" in run("judge", out, *wide).output
        assert len(server.requests) == asked
        fresh = tmp_path / "wide" / "out"
        assert (out / names[0]).read_bytes() == (fresh / names[0]).read_bytes()
        assert without_evidence(out / names[1]) == without_evidence(fresh / names[1])
        assert "范围较小" not in run("judge", out).output
        assert [(out / name).read_bytes() for name in names] == narrow
        assert "范围较小" not in run("judge", fresh, "--indicators", "W403").output

    def test_at_another_time(self, result: Path) -> None:
        run("judge", result, "--asof", "2025-07-25T10:00", "--indicators", "A201")
        assert verdicts_of(result)["wx-1"] == "fail"

    def test_a_folder_without_facts(self, tmp_path: Path) -> None:
        ran = run("judge", tmp_path)
        assert (ran.exit_code, "这里不是一次检查的结果" in ran.output) == (2, True)
        assert run("judge", tmp_path / "none").exit_code == 2

    @pytest.mark.parametrize(
        "name", ["run.json", "registry.json.gz", "accounts.jsonl.gz", f"sites/{CODES[0]}.json.gz"]
    )
    def test_damaged_facts(self, result: Path, name: str) -> None:
        path = result / "facts" / name
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        ran = run("judge", result)
        assert (ran.exit_code, "已损坏" in ran.output) == (2, True), ran.output


class TestOthers:
    def test_rules_in_three_forms(self) -> None:
        assert "W301" in run("rules").output
        assert {row["code"] for row in json.loads(run("rules", "--json").output)} >= {"W301", "A201", "N109"}
        assert run("rules", "--markdown").output == (ROOT / "docs" / "indicators.md").read_text(
            encoding="utf-8"
        )
        assert run("rules", "--standard", "nosuch").exit_code == 2

    def test_notice_again(self, result: Path) -> None:
        for name in ("notice.docx", "notice.pdf", "annexes.xlsx"):
            (result / name).unlink()
        ran = run("notice", result, "--issuer", "云岭省人民政府办公室")
        assert ran.exit_code == 0, ran.output
        assert {"notice.docx", "notice.pdf", "annexes.xlsx"} <= {path.name for path in result.iterdir()}
        assert run("notice", result / "facts").exit_code == 2

    @pytest.mark.parametrize("part", ["", "evidence"])
    def test_evidence_good_and_damaged(self, result: Path, part: str) -> None:
        good = run("evidence", "verify", result / part)
        assert (good.exit_code, "0 处问题" in good.output) == (0, True)
        warc = result / "evidence" / f"{CODES[0]}.warc.gz"
        data = bytearray(warc.read_bytes())
        data[len(data) // 3] ^= 1
        warc.write_bytes(data)
        bad = run("evidence", "verify", result / part)
        assert (bad.exit_code, warc.name in bad.output) == (1, True)

    def test_version(self) -> None:
        assert __version__ in run("--version").output

    def test_unknown_commands_and_options(self) -> None:
        assert run("nosuch").exit_code == 2
        assert run("rules", "--nosuch").exit_code == 2


def commands(group: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(group, click.Group):
        for name in group.list_commands(click.Context(group)):
            command = group.get_command(click.Context(group), name)
            assert command is not None
            yield from commands(command, (*path, name))
    else:
        yield path


@pytest.mark.parametrize("command", list(commands(main)), ids=" ".join)
def test_every_commands_help_has_an_example(command: tuple[str, ...]) -> None:
    ran = run(*command, "--help")
    assert ran.exit_code == 0
    assert "示例" in ran.output
    assert f"xuncha {' '.join(command)}" in ran.output.partition("示例")[2]


def started(args: list[str], folder: Path) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XUNCHA_HOME": str(folder)}
    command = [sys.executable, "-m", "xuncha", *args]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=env,
        cwd=folder,
        start_new_session=True,
        # Tests that run in the background ignore Ctrl-C, and so would what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_and_resumed(inspected: tuple[Path, Result], tmp_path: Path, jobs: str) -> None:
    """Ctrl-C as a terminal sends it: to every process of the run."""
    sites = sites_served(delay_s=0.3)
    # One site keeps the run from its end until it is interrupted.
    sites[3].rules |= {path: PageRule(path, delay_s=20.0) for path in sites[3].pages}
    with serve(sites) as slow:
        args = inspect_args(tmp_path, slow, "--jobs", jobs)
        process = started(args, tmp_path)
        until(lambda: len(slow.requests) >= 10)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=600)
        assert process.returncode == 130, errors
        assert "--resume" in errors
        assert "Traceback" not in errors
        assert not (tmp_path / "out" / "verdicts.csv").exists()
        sites[3].rules.clear()
        done = started([*args, "--resume"], tmp_path)
        told = done.communicate(timeout=600)
        assert done.returncode == 3, told
    assert (tmp_path / "out" / "verdicts.csv").read_bytes() == (inspected[0] / "verdicts.csv").read_bytes()
    assert without_evidence(tmp_path / "out" / "findings.jsonl") == without_evidence(
        inspected[0] / "findings.jsonl"
    )
    assert run("evidence", "verify", tmp_path / "out").exit_code == 0


class TestEvidenceShown:
    def test_a_record_on_the_terminal_and_in_a_file(self, result: Path) -> None:
        line = (result / "findings.jsonl").read_text(encoding="utf-8").splitlines()[0]
        cited = json.loads(line)["evidence"][0]
        shown = run("evidence", "show", cited["record_id"], "--in", result)
        assert shown.exit_code == 0, shown.output
        assert cited["sha256"] in shown.output
        assert cited["url"] in shown.output
        saved = result / "body.html"
        assert (
            run("evidence", "show", cited["record_id"][9:30], "--in", result, "--body", saved).exit_code == 0
        )
        assert saved.stat().st_size > 0
        again = run("evidence", "show", cited["record_id"], "--in", result, "--body", saved)
        assert (again.exit_code, "没有覆盖" in again.output) == (2, True)
        assert run("evidence", "show", "00000000-0", "--in", result).exit_code == 1

    def test_a_port_in_use(self, server: SpecimenServer, result: Path) -> None:
        taken = run("evidence", "replay", result, "--port", server.port)
        assert (taken.exit_code, "不能使用" in taken.output) == (2, True)
