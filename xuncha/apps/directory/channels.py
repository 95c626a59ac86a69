"""Reads the checks of interactive functions of accounts (JSONL)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xuncha.apps.directory.cells import Cells, free_text, identifier, trimmed_text
from xuncha.apps.directory.json_lines import read_json_lines
from xuncha.apps.directory.keys import ACCOUNT_ID, Known
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.synonyms import one_of
from xuncha.apps.directory.times import moment
from xuncha.facts.account import ChannelCheck, ChannelKind, ChannelResult
from xuncha.facts.targets import MediaAccount

_KEYS = ("account", "checked_at", "kind", "name", "url", "result", "detail")
#: The day of the newest content seen behind a menu, a mini program or a column.
_NEWEST = "newest"
_kind = one_of(ChannelKind)
_result = one_of(ChannelResult)


def read_channels(
    path: Path, accounts: Sequence[MediaAccount] | None, problems: Problems
) -> dict[str, list[ChannelCheck]]:
    """The checks of each account that has any, in the order of the file; the same line twice is one check.

    Whatever is wrong goes to ``problems``. ``accounts`` is None when there is no usable list to compare
    with. ``url`` is kept as written: a menu may lead to an address only the platform's program opens.
    """
    known = Known(
        ACCOUNT_ID,
        None if accounts is None else {account.account_id for account in accounts},
        "账号名单",
        problems,
    )
    checks: dict[str, dict[ChannelCheck, None]] = {}
    for row in read_json_lines(
        path, _KEYS, problems, ids=frozenset({"account"}), optional=frozenset({_NEWEST})
    ):
        account_id, check = _check(Cells(row, str(path), problems), known)
        if check is not None:
            checks.setdefault(account_id, {})[check] = None
    return {account_id: list(of_account) for account_id, of_account in checks.items()}


def _day(text: str) -> date | None:
    return moment(text).date()


def _check(cells: Cells, known: Known) -> tuple[str, ChannelCheck | None]:
    account_id = cells.read("account", identifier)
    if account_id:
        known.check(account_id, cells, written_in="account")
    check = ChannelCheck(
        checked_at=cells.read("checked_at", moment),
        kind=cells.read("kind", _kind),
        name=cells.read_or("name", free_text, ""),
        url=cells.read_or("url", trimmed_text, ""),
        result=cells.read("result", _result),
        detail=cells.read_or("detail", free_text, ""),
        newest=cells.read_or(_NEWEST, _day, None),
    )
    if not cells.refused and check.newest and check.newest > check.checked_at.date():
        cells.refuse(_NEWEST, f"最新内容的日期 {check.newest} 晚于检查时间，请核对")
    return account_id, None if cells.refused else check
