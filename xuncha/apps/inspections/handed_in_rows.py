"""Files that were handed in, as evidence: what they say of one target, in words.

One file holds the records of a whole province. Beside a finding stand those of its target alone: nobody reads
through the rest, and the owner of one account is not shown those of others.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from xuncha.apps.directory.cells import identifier
from xuncha.apps.directory.delimited import SEPARATORS
from xuncha.apps.directory.keys import SITE_CODE
from xuncha.apps.directory.problems import BadCell
from xuncha.facts.seen import BEIJING
from xuncha.gather.browser.rendered import DOM_URI, PICTURE_URI
from xuncha.indicators.channels import KIND_LABELS, RESULT_LABELS

_PREFIX = "urn:xuncha:input:"
LABELS = {
    "posts": "账号发布记录",
    "channels": "互动功能检查记录",
    "probes": "可用性监测记录",
    "error_reports": "“找错”记录",
}
_SHOWN = {DOM_URI: "浏览器中显示的网页", PICTURE_URI: "网页截图"}
_LABELS: dict[str, str] = {**KIND_LABELS, **RESULT_LABELS}


def role_of(url: str) -> str:
    """The role of the file that an address of evidence names, empty for a page that was fetched."""
    return url.removeprefix(_PREFIX) if url.startswith(_PREFIX) else ""


def in_words(url: str) -> str:
    """The address of evidence as people read it."""
    role = role_of(url)
    if role:
        return f"随检查上传的文件：{LABELS.get(role, '名单')}"
    for start, words in _SHOWN.items():
        if url.startswith(start):
            return f"{words}：{url.removeprefix(start)}"
    return url


def of_target(role: str, words: str, key: str) -> tuple[str, str]:
    """What a file of this role says of the target with this key, in words, and how much that is, in Chinese."""
    told = _WAYS.get(role)
    if told is None:
        return "", "这是随检查上传的文件，内容不在这里显示。"
    rows = list(told(words, key))
    label = LABELS[role]
    if not rows:
        return "", f"{label}中没有这个对象的记录。"
    return "\n".join(rows), f"{label}中这个对象的记录，共 {len(rows)} 条："


def _objects(words: str, key: str) -> Iterator[dict[str, Any]]:
    for line in words.split("\n"):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and _is(str(found.get("account", "")), key):
            yield found


def _posts(words: str, key: str) -> Iterator[str]:
    found = sorted(_objects(words, key), key=lambda one: _moment(one.get("published_at")), reverse=True)
    for one in found:
        head = f"{_time(one.get('published_at'))}　{one.get('title', '')}"
        yield "\n".join(filter(None, (head, str(one.get("text", "")), str(one.get("url", "")), "　")))


def _channels(words: str, key: str) -> Iterator[str]:
    for one in _objects(words, key):
        kind, result = str(one.get("kind", "")), str(one.get("result", ""))
        more = [f"最新内容 {one['newest']}" if one.get("newest") else "", one.get("detail"), one.get("url")]
        what = f"{_LABELS.get(kind, kind)}“{one.get('name', '')}”"
        said = [
            _time(one.get("checked_at")),
            what,
            _LABELS.get(result, result),
            *map(str, filter(None, more)),
        ]
        yield "　".join(said)


def _table(words: str, key: str) -> Iterator[str]:
    head = next((line for line in words.split("\n") if SITE_CODE in line), "")
    separator = max(SEPARATORS, key=head.count)
    header: list[str] = []
    for row in csv.reader(io.StringIO(words, newline=""), delimiter=separator):
        if not header:
            header = [cell.strip() for cell in row] if SITE_CODE in map(str.strip, row) else []
            continue
        cells = dict(zip(header, row, strict=False))
        if _is(cells.pop(SITE_CODE, "").lower(), key.lower()):
            yield "　".join(f"{name} {_moment(cell)}" for name, cell in cells.items())


def _is(written: str, key: str) -> bool:
    try:
        return identifier(written) == identifier(key)
    except BadCell:
        return False


def _moment(written: Any) -> str:
    """A moment of ISO 8601 in Beijing time, to the second; whatever else is written as it stands."""
    words = str(written or "")
    if ":" not in words:
        return words
    try:
        at = datetime.fromisoformat(words)
        at = at.astimezone(BEIJING) if at.tzinfo else at
    except (ValueError, OverflowError):
        return words
    return f"{at:%Y-%m-%d %H:%M:%S}" if at.second else f"{at:%Y-%m-%d %H:%M}"


def _time(written: Any) -> str:
    return _moment(written)[:16]


_WAYS: dict[str, Callable[[str, str], Iterator[str]]] = {
    "posts": _posts,
    "channels": _channels,
    "probes": _table,
    "error_reports": _table,
}
