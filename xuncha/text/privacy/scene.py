"""A text made plain without moving a character, and what stands around a place in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_SPACES = "\u3000\u00a0\u2002\u2003\u2009\u200a\u200b\u200c\u200d\u2060\ufeff\v\f"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_STARS = "\u00d7\u2217\u2715\u2716\u2731\u25cf\u25cb\u25a0\u25a1\u2588\u2022\u25c6\u25c7\u2605\u2606\u3007"
_TABLE: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _STARS), "*"),
}
#: Addresses of pages and files: the numbers in them are names, not personal details.
_LINK = re.compile(r"(?:https?://|www\.)[!-~]+", re.I)
_FILE_ENDING = re.compile(
    r"\.(?:html?|shtml|jspx?|aspx?|php|pdf|docx?|xlsx?|jpe?g|png|gif|rar|zip)\b", re.I | re.A
)
_OF_FILE_NAME = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-./")
_LONGEST_FILE_NAME = 200
_NUMBER_LABEL = re.compile(
    r"(?P<label>[\u4e00-\u9fffa-z/]{0,10}(?:(?<=[\u4e00-\u9fff])[号码]|编号|代码|编码|条码|序列|\bno\.?|\bid|imei|\bsn))"
    r"(?:\([^()]{0,10}\))?[为是]?[:\s]*$",
    re.I,
)
_PERSONS_NUMBER = re.compile(
    r"身份|证件|公民|手机|电话|联系|微信|qq|银行|卡号|账号|帐号|社保|医保|本人|移动|我|^号码$|的号码$", re.I
)
_EXAMPLE = re.compile(
    r"例如|比如|譬如|示例|样例|举例|范例|样张|假设|虚构|格式[为是:如]|[(,。;]如[:\s]*[\"“]?$"
)
_EXAMPLE_AFTER = re.compile(r"^[^。;\n]{0,2}[(\[](?:示例|样例|例|仅供参考|虚构)")
_CUT_OFF = re.compile(r"…|\.\.|\?\?|某|\(?略")
#: A table row is a line with this many cells or more.
_CELLS = 2
_LONG_NUMBER = re.compile(r"\d{7}")


def plain(text: str) -> str:
    """Full-width characters as half-width, all spaces, dashes and masking marks as one; same length."""
    return text.translate(_TABLE)


class Scene:
    """One text, made plain, to be asked what stands near an offset."""

    def __init__(self, text: str) -> None:
        self.text = plain(text)
        self._links = sorted(
            [*(match.span() for match in _LINK.finditer(self.text)), *_file_names(self.text)]
        )
        self._link_starts = [start for start, _ in self._links]
        self._rows = _Rows(text) if "\t" in text else None

    def left(self, at: int, width: int) -> str:
        """At most ``width`` characters before ``at``."""
        return self.text[max(0, at - width) : at]

    def right(self, at: int, width: int) -> str:
        """At most ``width`` characters from ``at`` on."""
        return self.text[at : at + width]

    def sentence_before(self, at: int, width: int) -> str:
        """What of the same sentence stands at most ``width`` characters before ``at``."""
        return re.split(r"[。;!]", self.left(at, width))[-1]

    def heading(self, at: int) -> str:
        """The heading of the table column ``at`` stands in; empty outside tables."""
        return self._rows.heading(at) if self._rows else ""

    def headings(self, at: int) -> str:
        """All headings of the table ``at`` stands in, joined by spaces; empty outside tables."""
        return self._rows.headings(at) if self._rows else ""

    def in_link(self, at: int) -> bool:
        """True inside an address of a page or the name of a file."""
        place = bisect_right(self._link_starts, at) - 1
        return place >= 0 and at < self._links[place][1]

    def other_label(self, at: int) -> bool:
        """True when the number at ``at`` is announced as that of a file, a case, a contract, a project …"""
        for words in (self.left(at, 24), self.heading(at)):
            found = _NUMBER_LABEL.search(words)
            if found is not None and not _PERSONS_NUMBER.search(found["label"]):
                return True
        return False

    def is_cut_off(self, end: int) -> bool:
        """True when what follows stands for digits left out: the number is longer and masked."""
        return bool(_CUT_OFF.match(self.right(end, 3)))

    def is_example(self, start: int, end: int) -> bool:
        """True when the text calls the value an example."""
        return bool(_EXAMPLE.search(self.left(start, 14)) or _EXAMPLE_AFTER.match(self.right(end, 10)))


def _file_names(text: str) -> Iterator[tuple[int, int]]:
    for match in _FILE_ENDING.finditer(text):
        start = match.start()
        lowest = max(0, start - _LONGEST_FILE_NAME)
        while start > lowest and text[start - 1] in _OF_FILE_NAME:
            start -= 1
        yield start, match.end()


class _Rows:
    """Column headings of the tables in a text whose cells are separated by tabs."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._lines: list[str] = []
        self._heads: list[tuple[str, ...]] = []
        head: tuple[str, ...] = ()
        at = 0
        for line in text.splitlines(keepends=True):
            cells = line.split("\t")
            if len(cells) < _CELLS:
                head = ()
            elif not head and not _LONG_NUMBER.search(line.translate(_TABLE)):
                head = tuple(plain(cell).strip() for cell in cells)
            self._starts.append(at)
            self._lines.append(line)
            self._heads.append(head)
            at += len(line)

    def heading(self, at: int) -> str:
        place = bisect_right(self._starts, at) - 1
        heads = self._heads[place]
        column = self._lines[place].count("\t", 0, at - self._starts[place])
        return heads[column] if column < len(heads) else ""

    def headings(self, at: int) -> str:
        return " ".join(self._heads[bisect_right(self._starts, at) - 1])
