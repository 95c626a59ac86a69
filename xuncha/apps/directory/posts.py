"""Reads the export of posts (JSONL)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xuncha.apps.directory.cells import (
    Cells,
    Row,
    free_text,
    identifier,
    one_line,
    trimmed_text,
    whole_number,
)
from xuncha.apps.directory.json_lines import read_json_lines
from xuncha.apps.directory.keys import ACCOUNT_ID, Known
from xuncha.apps.directory.problems import Problems, shown
from xuncha.apps.directory.times import moment
from xuncha.facts.account import Post
from xuncha.facts.targets import MediaAccount

_KEYS = ("account", "post_id", "published_at", "title", "text", "url")
_IDS = frozenset({"account", "post_id", "reads"})
#: The 合集 or 栏目 a post was put into: one name or a list; "" for none; absent where the export does not say.
_COLLECTION = "collection"
#: How often the post was read or played, as the platform says; absent where the export does not say.
_READS = "reads"


def read_posts(
    path: Path, accounts: Sequence[MediaAccount] | None, problems: Problems
) -> dict[str, list[Post]]:
    """The posts of each account that has any, in the order of the file.

    Whatever is wrong goes to ``problems``. The same line twice is one post; two different lines with one
    ``post_id`` are a fault. ``accounts`` is None when there is no usable list to compare with.
    """
    known = Known(
        ACCOUNT_ID,
        None if accounts is None else {account.account_id for account in accounts},
        "账号名单",
        problems,
    )
    posts: dict[str, dict[str, Post]] = {}
    lines: dict[tuple[str, str], int] = {}
    for row in read_json_lines(path, _KEYS, problems, ids=_IDS, optional=frozenset({_COLLECTION, _READS})):
        cells = Cells(row, str(path), problems)
        account_id, post = _post(cells, known, row)
        if post is None:
            continue
        of_account = posts.setdefault(account_id, {})
        first = of_account.setdefault(post.post_id, post)
        line = lines.setdefault((account_id, post.post_id), row.number)
        if first != post:
            cells.refuse("post_id", f"{shown(post.post_id)}与第 {line} 行重复而内容不同，请核对后只保留一行")
    return {account_id: list(of_account.values()) for account_id, of_account in posts.items()}


def _post(cells: Cells, known: Known, row: Row) -> tuple[str, Post | None]:
    account_id = cells.read("account", identifier)
    if account_id:
        known.check(account_id, cells, written_in="account")
    post = Post(
        post_id=cells.read("post_id", identifier),
        published_at=cells.read("published_at", moment),
        title=cells.read_or("title", free_text, ""),
        text=cells.read_or("text", free_text, ""),
        url=cells.read_or("url", trimmed_text, ""),
        collections=cells.read_or(_COLLECTION, _names, ()) if _COLLECTION in row.values else None,
        reads=cells.read_or(_READS, whole_number, None),
    )
    return account_id, None if cells.refused else post


def _names(text: str) -> tuple[str, ...]:
    """Names one a line, each once."""
    return tuple(dict.fromkeys(name for name in map(one_line, text.splitlines()) if name))
