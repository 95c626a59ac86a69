"""Everything handed in for one inspection: read whole, or refused whole with every fault named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from xuncha.apps.directory.keys import ACCOUNT_ID, SITE_CODE
from xuncha.apps.directory.problems import Problems
from xuncha.facts.account import ChannelCheck, Post
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.targets import ListedColumn, MediaAccount, Site
from xuncha.facts.website import ProbeSample
from xuncha.facts.words import WordEntry


@dataclass(frozen=True, slots=True)
class InputPaths:
    """Where the files are; None for a file that was not handed in."""

    sites: Path | None = None
    columns: Path | None = None
    accounts: Path | None = None
    posts: Path | None = None
    channels: Path | None = None
    probes: Path | None = None
    error_reports: Path | None = None
    words: Path | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the files say. None means that the file was not handed in, which is not the same as empty.

    ``columns`` and ``probes`` go by site code, ``posts`` and ``channels`` by account id; a target that a
    file does not mention has no entry. ``words`` is the office's own 正误词库.
    """

    sites: tuple[Site, ...] | None = None
    columns: dict[str, list[ListedColumn]] | None = None
    accounts: tuple[MediaAccount, ...] | None = None
    posts: dict[str, list[Post]] | None = None
    channels: dict[str, list[ChannelCheck]] | None = None
    probes: dict[str, list[ProbeSample]] | None = None
    error_reports: tuple[ErrorReport, ...] | None = None
    words: tuple[WordEntry, ...] = ()


def _nobody(remark: str) -> None:
    """Nobody listens."""


def read_inputs(paths: InputPaths, remark: Callable[[str], None] = _nobody) -> Inputs:
    """Read every file. Raises InputProblems that names everything wrong in all of them, and imports nothing.

    ``remark`` is told what is no fault, but may be a mistake: which columns of a file were not used.
    """
    problems = Problems()
    sites: list[Site] | None = _read("sites", paths.sites, problems)
    accounts: list[MediaAccount] | None = _read("accounts", paths.accounts, problems)

    # A list that holds nothing usable has its own faults named; to call every reference unknown as well
    # would bury them.
    columns = _read("columns", paths.columns, sites or None, problems)
    probes = _read("probes", paths.probes, sites or None, problems)
    posts = _read("posts", paths.posts, accounts or None, problems)
    channels = _read("channels", paths.channels, accounts or None, problems)
    reports = _read("error_reports", paths.error_reports, sites or None, problems)
    words = _read("words", paths.words, problems)

    for path in (paths.columns, paths.probes):
        _need(paths.sites, path, SITE_CODE, "网站名单（--sites）", problems)
    for path in (paths.posts, paths.channels):
        _need(paths.accounts, path, ACCOUNT_ID, "账号名单（--accounts）", problems)
    for one in problems.remarks:
        remark(one)
    problems.raise_if_any()
    return Inputs(
        sites=None if sites is None else tuple(sites),
        columns=None if columns is None else _by_site(columns),
        accounts=None if accounts is None else tuple(accounts),
        posts=posts,
        channels=channels,
        probes=probes,
        error_reports=None if reports is None else tuple(reports),
        words=() if words is None else words,
    )


def _read(role: str, path: Path | None, *known: Any) -> Any:
    """What a file says, None where it was not handed in. Its reader, in the module of its name, is loaded only then."""
    if path is None:
        return None
    return getattr(import_module(f"{__package__}.{role}"), f"read_{role}")(path, *known)


def _need(targets: Path | None, path: Path | None, column: str, missing: str, problems: Problems) -> None:
    if path is not None and targets is None:
        problems.add(str(path), 1, column, f"没有同时提供{missing}，无法核对，请一并提供")


def _by_site(columns: list[ListedColumn]) -> dict[str, list[ListedColumn]]:
    found: dict[str, list[ListedColumn]] = {}
    for column in columns:
        found.setdefault(column.site_code, []).append(column)
    return found
