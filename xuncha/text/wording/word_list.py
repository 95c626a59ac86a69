"""The office's own 正误词库: wrong forms, what they should read, and where they are no fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from xuncha.text.wording.mentions import only_mentioned

#: How many characters beside a form its exceptions may look at.
CONTEXT = 20


class WordListError(ValueError):
    """A list with entries that cannot be used; the message names every one of them with its line."""


@dataclass(frozen=True, slots=True)
class WordEntry:
    """One wrong form.

    ``not_after`` and ``not_before`` are patterns for the text just before and just after it, ``not_in`` longer
    words that contain it; where one fits, the form is no fault. ``valid_from`` and ``valid_until`` (both
    inclusive) bound the days on which it is one. ``must_find`` and ``must_pass`` are sentences that
    show what the entry means; an entry that does not do what they show is refused.
    """

    wrong: str
    right: str
    serious: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    must_find: tuple[str, ...] = ()
    must_pass: tuple[str, ...] = ()
    line: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether the form counts as wrong on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed form found at characters ``start`` to ``end``."""

    start: int
    end: int
    entry: WordEntry


def as_pattern(written: str) -> str:
    """The regular expression an exception stands for: between slashes one as it is, otherwise the very words."""
    if len(written) > 2 and written.startswith("/") and written.endswith("/"):
        return written[1:-1]
    return re.escape(written)


@dataclass(frozen=True, slots=True)
class _Exceptions:
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    around: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, entry: WordEntry) -> _Exceptions:
        # A correct form that holds the wrong one inside (决不 in 坚决不) is an exception by itself.
        longer = (entry.right, *entry.not_in)
        around = tuple(
            (word, match.start()) for word in longer for match in re.finditer(re.escape(entry.wrong), word)
        )
        return cls(_either(entry.not_after, r"(?:{})\Z"), _either(entry.not_before, r"(?:{})"), around)

    def fit(self, text: str, start: int, end: int) -> bool:
        if self.before and self.before.search(text, max(0, start - CONTEXT), start):
            return True
        if self.after and self.after.match(text, end, end + CONTEXT):
            return True
        return any(start >= offset and text.startswith(word, start - offset) for word, offset in self.around)


def _either(patterns: tuple[str, ...], form: str) -> re.Pattern[str] | None:
    return re.compile(form.format("|".join(map(as_pattern, patterns)))) if patterns else None


class WordList:
    """A checked list, ready to search. Raises WordListError when an entry contradicts its own examples."""

    def __init__(self, entries: tuple[WordEntry, ...], name: str = "正误词库") -> None:
        self.entries = entries
        self.name = name
        self._exceptions = [_Exceptions.of(entry) for entry in entries]
        self._search = AhoCorasick([entry.wrong for entry in entries])
        problems = [problem for entry in entries for problem in _contradictions(entry)]
        if problems:
            raise WordListError("\n".join(f"{name}{problem}" for problem in problems))

    def find(self, text: str, asof: date) -> tuple[Listed, ...]:
        """Listed forms of ``text`` that hold on ``asof``, in order; of overlapping ones the longest."""
        hits = [
            Listed(start, end, self.entries[number])
            for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True)
            if self._counts(text, start, end, number, asof)
        ]
        hits.sort(key=lambda hit: (hit.start - hit.end, hit.start))
        taken: set[int] = set()
        kept = []
        for hit in hits:
            if taken.isdisjoint(range(hit.start, hit.end)):
                taken.update(range(hit.start, hit.end))
                kept.append(hit)
        return tuple(sorted(kept, key=lambda hit: hit.start))

    def _counts(self, text: str, start: int, end: int, number: int, asof: date) -> bool:
        entry = self.entries[number]
        return (
            entry.holds_on(asof)
            and not self._exceptions[number].fit(text, start, end)
            and not only_mentioned(text, start, end, entry.right)
        )

    def plus(self, other: WordList) -> WordList:
        """Both lists; where both name a wrong form, the entry of ``self`` counts."""
        own = {entry.wrong for entry in self.entries}
        return WordList(
            (*self.entries, *(entry for entry in other.entries if entry.wrong not in own)), self.name
        )


def _contradictions(entry: WordEntry) -> Iterator[str]:
    """What the entry's own sentences say against it; dates are left aside."""
    exceptions = _Exceptions.of(entry)

    def found(sentence: str) -> bool:
        places = (match.start() for match in re.finditer(re.escape(entry.wrong), sentence))
        return any(
            not exceptions.fit(sentence, place, place + len(entry.wrong))
            and not only_mentioned(sentence, place, place + len(entry.wrong), entry.right)
            for place in places
        )

    where = f"第 {entry.line} 行（“{entry.wrong}”）" if entry.line else f"（“{entry.wrong}”）"
    for sentence in entry.must_find:
        if not found(sentence):
            yield f"{where}：应报例句没有报出：{sentence}"
    for sentence in entry.must_pass:
        if found(sentence):
            yield f"{where}：不报例句被误报：{sentence}"


@cache
def shipped_word_list() -> WordList:
    """The modest list that comes with the program: undisputed wrong forms of official writing."""
    from xuncha.text.wording.word_list_file import read_word_list

    text = (files("xuncha.text.wording") / "zhengwu.toml").read_text(encoding="utf-8")
    return read_word_list(text, "自带正误词库")
