"""A manuscript as it comes from a browser or a program, within bounds, and what the detectors say of it."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from xuncha.apps.inspections.manuscript import ManuscriptError, check_manuscript, read_manuscript

#: Bytes of a file and characters of a text that are taken.
MOST_BYTES, MOST_CHARACTERS = 8 << 20, 20_000
#: Kinds of files, as the endings of their names say.
ENDINGS = (".txt", ".html", ".htm", ".docx")

#: Texts read at a time in one process, and how long another waits for its turn, in seconds: the detectors
#: take a core each, and the pages of everybody else must still be served.
_AT_A_TIME = threading.BoundedSemaphore(2)
_PATIENCE_S = 30.0


class BusyError(ManuscriptError):
    """Too many texts are being checked at this moment."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The words of a manuscript and every remark on them, in order."""

    text: str
    remarks: tuple[Any, ...]


def check_text(text: str, today: date, *, html: bool = False) -> Checked:
    """What the detectors say of words that were pasted or sent.

    Raises:
        ManuscriptError: there are none, or too many.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if not text.strip():
        raise ManuscriptError("没有文字，请粘贴稿件正文")
    _require_length(text)
    return _checked(text.encode("utf-8", "replace"), "稿件.html" if html else "稿件.txt", "稿件", today)


def check_file(name: str, data: bytes, today: date) -> Checked:
    """What the detectors say of an uploaded file; what it holds decides, not its name alone.

    Raises:
        ManuscriptError: it is of no kind that is read, too large, or damaged.
    """
    shown = PurePath(name.replace("\\", "/")).name[:60] or "文件"
    ending = PurePath(shown).suffix.lower()
    if ending not in ENDINGS:
        raise ManuscriptError(f"{shown}：只接受 {'、'.join(ENDINGS)} 文件；其他格式请复制正文粘贴")
    if len(data) > MOST_BYTES:
        raise ManuscriptError(f"{shown}：超过 {MOST_BYTES >> 20} MB，请只上传稿件本身")
    if not data.strip():
        raise ManuscriptError(f"{shown}：文件是空的")
    return _checked(data, f"稿件{ending}", shown, today)


def _checked(data: bytes, stored: str, shown: str, today: date) -> Checked:
    with tempfile.TemporaryDirectory(prefix="xuncha-") as folder:
        path = Path(folder) / stored
        path.write_bytes(data)
        try:
            manuscript = read_manuscript(str(path))
        except ManuscriptError as error:
            raise ManuscriptError(str(error).replace(str(path), shown)) from None
    text = getattr(manuscript, "text", manuscript)
    _require_length(text)
    if not _AT_A_TIME.acquire(timeout=_PATIENCE_S):
        raise BusyError("正在检查的稿件较多，请稍后再试")
    try:
        return Checked(text, tuple(check_manuscript(manuscript, today)))
    finally:
        _AT_A_TIME.release()


def _require_length(text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise ManuscriptError(f"稿件有 {len(text)} 字，一次最多检查 {MOST_CHARACTERS} 字，请分开检查")
