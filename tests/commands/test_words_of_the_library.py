"""What the command line's library says is Chinese, on any machine."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from xuncha.cli import main

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "xuncha" / "commands" / "locale" / "zh_CN" / "LC_MESSAGES"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("inspect",), "缺少选项 '--out'"),
        (("inspekt",), "没有命令 inspekt"),
        (("judge",), "缺少参数 '结果目录'"),
        (("judge", "--asof"), "选项 --asof 后面缺少取值"),
        (("inspect", "--jobs", "0"), "'--jobs' 取值无效：0 超出范围"),
        (("inspect", "--robots", "maybe"), "“maybe”不在可选范围内"),
        (("rules", "--out", "x"), "没有选项 --out"),
    ],
)
def test_errors_are_chinese(args: tuple[str, ...], words: str) -> None:
    ran = CliRunner().invoke(main, args)
    assert ran.exit_code == 2
    assert words in ran.output
    assert "Error" not in ran.output


def every_command(group: click.Group = main, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield before
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("command", list(every_command()), ids=" ".join)
def test_help_names_no_kind_in_english_and_cuts_nothing_short(command: tuple[str, ...]) -> None:
    said = CliRunner().invoke(main, [*command, "--help"]).output
    assert not re.search(r"TEXT|RANGE|INTEGER|OPTIONS|ARGS|COMMAND|DIRECTORY|\bFILE\b", said)
    assert not re.search(r"^  \S+ .*\.\.\.$", said, re.MULTILINE)


def test_a_bare_server_without_a_locale_is_no_exception() -> None:
    env = {key: value for key, value in os.environ.items() if key != "LANGUAGE"} | {"LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "xuncha", "inspekt"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "用法：" in done.stderr
    assert "没有命令 inspekt" in done.stderr


def test_a_command_that_is_loaded_before_the_list_of_all_names_kinds_of_files_in_chinese() -> None:
    env = {key: value for key, value in os.environ.items() if key != "LANGUAGE"} | {"LC_ALL": "C.UTF-8"}
    script = (
        "from xuncha.commands.judge import judge_command; from click.testing import CliRunner; "
        "print(CliRunner().invoke(judge_command, ['--help']).output)"
    )
    said = subprocess.run([sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, check=True)
    assert "文件" in said.stdout.decode()
    assert b"FILE" not in said.stdout


def words_of(catalog: Catalog) -> dict[str, str]:
    """Message and translation; a plural by its first form, which in Chinese is the only one."""
    first = [(m.id if isinstance(m.id, str) else m.id[0], m.string) for m in catalog if m.id]
    return {id_: words if isinstance(words, str) else words[0] for id_, words in first}


def test_the_compiled_words_are_those_of_the_source() -> None:
    source = read_po(io.BytesIO((WORDS / "messages.po").read_bytes()), locale="zh_CN")
    compiled = read_mo(io.BytesIO((WORDS / "messages.mo").read_bytes()))
    assert words_of(compiled) == words_of(source)
