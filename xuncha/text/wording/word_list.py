"""The office's own 正误词库: wrong forms, what they should read, and where they are no fault."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from xuncha.facts.words import WordEntry
from xuncha.text.remembered import until_let_go
from xuncha.text.wording.mentions import only_mentioned

#: How many characters beside a form its exceptions may look at.
CONTEXT = 20


@dataclass(frozen=True, slots=True)
class ListProblem:
    """One fault of a list: the line of its entry, the column or key at fault, and what is wrong, in Chinese."""

    line: int
    column: str
    message: str


class WordListError(ValueError):
    """A list with entries that cannot be used. ``problems`` names every one of them, in the order of the file."""

    def __init__(self, name: str, problems: Iterable[ListProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(f"{name}:{p.line}:{p.column}: {p.message}" for p in self.problems))


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
            raise WordListError(name, problems)

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


def _contradictions(entry: WordEntry) -> Iterator[ListProblem]:
    """What the entry's own sentences say against it; dates are left aside."""
    exceptions = _Exceptions.of(entry)

    def found(sentence: str) -> bool:
        places = (match.start() for match in re.finditer(re.escape(entry.wrong), sentence))
        return any(
            not exceptions.fit(sentence, place, place + len(entry.wrong))
            and not only_mentioned(sentence, place, place + len(entry.wrong), entry.right)
            for place in places
        )

    for sentence in entry.must_find:
        if not found(sentence):
            yield ListProblem(entry.line, "must_find", f"“{entry.wrong}”的应报例句没有报出：{sentence}")
    for sentence in entry.must_pass:
        if found(sentence):
            yield ListProblem(entry.line, "must_pass", f"“{entry.wrong}”的不报例句被误报：{sentence}")


@until_let_go
@cache
def shipped_word_list() -> WordList:
    """The modest list that comes with the program: undisputed wrong forms of official writing."""
    from xuncha.text.wording.word_list_file import read_word_list

    text = (files("xuncha.text.wording") / "zhengwu.toml").read_text(encoding="utf-8")
    return read_word_list(text, "自带正误词库")


@until_let_go
@lru_cache(maxsize=8)
def joined_list(office_words: tuple[WordEntry, ...]) -> WordList:
    """The office's entries and the shipped ones; where both name a wrong form the office's counts.

    Raises WordListError when an entry contradicts its own examples.
    """
    return (
        WordList(office_words, "本单位正误词库").plus(shipped_word_list())
        if office_words
        else shipped_word_list()
    )
