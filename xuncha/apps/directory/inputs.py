"""Everything handed in for one inspection: read whole, or refused whole with every fault named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from xuncha.apps.directory.accounts import ACCOUNT_ID, read_accounts
from xuncha.apps.directory.channels import read_channels
from xuncha.apps.directory.columns import read_columns
from xuncha.apps.directory.error_reports import read_error_reports
from xuncha.apps.directory.posts import read_posts
from xuncha.apps.directory.probes import read_probes
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import SITE_CODE, read_sites
from xuncha.facts.account import ChannelCheck, Post
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.targets import ListedColumn, MediaAccount, Site
from xuncha.facts.website import ProbeSample
from xuncha.facts.words import WordEntry

Target = TypeVar("Target", Site, MediaAccount)
Content = TypeVar("Content")


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


def read_inputs(paths: InputPaths) -> Inputs:
    """Read every file. Raises InputProblems that names everything wrong in all of them, and imports nothing."""
    problems = Problems()
    sites = None if paths.sites is None else read_sites(paths.sites, problems)
    accounts = None if paths.accounts is None else read_accounts(paths.accounts, problems)

    columns = _of(sites, paths.columns, read_columns, problems)
    probes = _of(sites, paths.probes, read_probes, problems)
    posts = _of(accounts, paths.posts, read_posts, problems)
    channels = _of(accounts, paths.channels, read_channels, problems)
    reports = _of(sites, paths.error_reports, read_error_reports, problems)
    words = () if paths.words is None else _words(paths.words, problems)

    for path in (paths.columns, paths.probes):
        _need(paths.sites, path, SITE_CODE, "网站名单（--sites）", problems)
    for path in (paths.posts, paths.channels):
        _need(paths.accounts, path, ACCOUNT_ID, "账号名单（--accounts）", problems)
    problems.raise_if_any()
    return Inputs(
        sites=None if sites is None else tuple(sites),
        columns=None if columns is None else _by_site(columns),
        accounts=None if accounts is None else tuple(accounts),
        posts=posts,
        channels=channels,
        probes=probes,
        error_reports=None if reports is None else tuple(reports),
        words=words,
    )


def _of(
    targets: list[Target] | None,
    path: Path | None,
    read: Callable[[Path, Sequence[Target] | None, Problems], Content],
    problems: Problems,
) -> Content | None:
    # A list that holds nothing usable has its own faults named; to call every reference unknown as well
    # would bury them.
    return None if path is None else read(path, targets or None, problems)


def _need(targets: Path | None, path: Path | None, column: str, missing: str, problems: Problems) -> None:
    if path is not None and targets is None:
        problems.add(str(path), 1, column, f"没有同时提供{missing}，无法核对，请一并提供")


def _by_site(columns: list[ListedColumn]) -> dict[str, list[ListedColumn]]:
    found: dict[str, list[ListedColumn]] = {}
    for column in columns:
        found.setdefault(column.site_code, []).append(column)
    return found


def _words(path: Path, problems: Problems) -> tuple[WordEntry, ...]:
    # What reads texts with such a list costs more to load than all lists together.
    from xuncha.apps.directory.words import read_words

    return read_words(path, problems)
