"""What the documents and the help say of commands, settings, input files and each other is so."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from xuncha.apps.directory import accounts, columns, error_reports, probes, sites
from xuncha.cli import COMMANDS, main
from xuncha.text.wording.word_list_file import COLUMNS as WORD_COLUMNS
from xuncha.text.wording.word_list_file import TITLES as WORD_TITLES

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
#: A command in a block or in a span; it may follow settings, and ends where it is piped or redirected.
_COMMAND = re.compile(r"(?:^|`)\s*(?:[A-Z_]+=\S+ )*(xuncha [^`|>\n]+)", re.MULTILINE)


def words_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\\\n", " ")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = _LINK.findall(words_of(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


def every_help() -> Iterator[str]:
    """The help of every command, examples and all."""
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        below = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else [""]
        for sub in below:
            yield CliRunner().invoke(main, [name, *([sub] if sub else []), "--help"]).output


def unknown(line: str) -> list[str]:
    """The command of a line, or those of its options, that do not exist."""
    words = shlex.split(line.replace("\\", " "))[1:]
    command: click.Command = main
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return [words[0]]
        command, words = found, words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in words if word.startswith("-") and word not in known | {"-", "-h", "--help"}]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_documents_exist(page: Path) -> None:
    lines = _COMMAND.findall(words_of(page))
    assert {line: wrong for line in lines if (wrong := unknown(line))} == {}
    assert lines or page.name not in ("README.md", "README.en.md")


def test_commands_in_examples_exist() -> None:
    lines = [line for said in every_help() for line in _COMMAND.findall(said.replace("\\\n", " "))]
    assert len(lines) >= len(COMMANDS)
    assert {line: wrong for line in lines if (wrong := unknown(line))} == {}


@pytest.mark.parametrize("page", ["README.md", "README.en.md"])
def test_every_command_is_in_the_first_page(page: str) -> None:
    said = words_of(ROOT / page)
    assert [name for name in COMMANDS if f"`xuncha {name}" not in said] == []


def test_every_setting_is_documented() -> None:
    """By name; a name that is put together at run time would escape, and there is none."""
    read = {
        node.value
        for path in (ROOT / "xuncha").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_setting(node.value)
    }
    said = set(re.findall(r"`(XUNCHA_[A-Z_]+)`", words_of(ROOT / "docs" / "settings.md")))
    assert read == said


def _is_setting(word: str) -> bool:
    return re.fullmatch(r"XUNCHA_[A-Z_]+", word) is not None


@pytest.mark.parametrize("table", [sites, columns, accounts, probes, error_reports], ids=lambda m: m.__name__)
def test_every_column_of_the_lists_is_documented(table: object) -> None:
    layout = table.LAYOUT  # type: ignore[attr-defined]
    said = words_of(ROOT / "docs" / "inputs.md")
    assert [title for title in layout.names if title not in said] == []


def test_every_column_of_the_word_list_is_documented() -> None:
    said = words_of(ROOT / "docs" / "inputs.md")
    assert [title for title in (*WORD_COLUMNS, *WORD_TITLES) if title not in said] == []
