"""Whether two like texts are one article, or two articles of the same form about different things.

Weekly bulletins, notices of appointment, results of tests: each new issue repeats the words of the last
and differs in figures, dates and names. An article that was posted again differs in nothing, or in a
word here and there, or lacks a part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from xuncha.text.articles.info_lines import letters

_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_FIGURE = re.compile(
    rf"\d+(?:[.,:/\-]\d+)*%?|第[{_NUMERALS}]+(?=[期批次届周号轮季])|[{_NUMERALS}]+(?=[年月日号期批次届])"
)
_SERIES = re.compile(
    rf"[(（<〈]([{_NUMERALS}]{{1,3}}|[上中下])[)）>〉]|第[{_NUMERALS}]+[期批次届周号轮季集讲]|\d+|[{_NUMERALS}]+(?=[月季])"
)
_SENTENCES = re.compile(r"[。；;！!？?\n]+")
#: Marks of an issue that corrects or replaces an earlier one.
_REISSUE = re.compile(
    r"更正|勘误|订正|修正|重新(?:发布|公布|公告|印发|公示)|(?:修订|更新|变更|修改)(?:版|后|稿|公告)|作废|撤回|延期|补充(?:公告|通知|说明)|终止公告|变更公告"
)
_REISSUE_OPENING = re.compile(r"更正|勘误|订正|重新(?:发布|公布|公告|公示)")
_OPENING = 80

#: Words before or after a changed piece that say it is a name.
_AFTER_NAME = re.compile(
    r"^[\u4e00-\u9fff]{0,4}?(?:同志|先生|女士|有限公司|公司|集团|学校|小学|中学|医院|社区|街道|合作社|小区|片区)|^(?:村|镇|乡|县|区|市|省|局|路|河|桥|厂|店|站|所|等)"
)
_BEFORE_NAME = re.compile(
    r"(?:姓名|名称|单位|申请人|当事人|被处罚人|法定代表人|代表人|地址|地点|项目|业主|联系人|负责人|任命|免去|聘任|授予|表彰|[:：、])\s*[\u4e00-\u9fff]{0,2}$"
)
_ENDS_AS_NAME = re.compile(
    r"(?:同志|公司|集团|学校|小学|中学|医院|社区|街道|村|镇|乡|县|区|市|局|路|项目|工程|站)$"
)
#: Pieces longer than this are no name.
_LONGEST_NAME = 30
#: From this share of changed figures on, the figures are what the article is about.
_MANY_CHANGED = 0.3
_FEWEST_CHANGED = 3
#: Text replaced on both sides beyond this share of the shorter text: another content in the same frame.
_MOST_REPLACED = 0.15
#: From this share of replaced pieces on, figures and names are what differs.
_MOSTLY = 0.5
#: In a text this short (letters) any exchanged word may be what it is about.
_BRIEF = 200
#: Longer pieces that only one text has are parts left out or added.
_WORD = 6
#: Sentences compared one by one; the rest of a longer text counts as one more.
_MOST_SENTENCES = 600
#: Blocks longer than this (characters) are compared only as far.
_BLOCK = 1200


@dataclass(frozen=True)
class Wording:
    """A title and a text as this module compares them."""

    title: str
    text: str

    @cached_property
    def title_letters(self) -> str:
        """The title without marks."""
        return letters(self.title)

    @cached_property
    def letters(self) -> str:
        """The text without marks."""
        return letters(self.text)

    @cached_property
    def sentences(self) -> list[str]:
        """The text's sentences, of a very long text the first ones."""
        return [part.strip() for part in _SENTENCES.split(self.text, _MOST_SENTENCES) if part.strip()]

    @cached_property
    def figures(self) -> Counter[str]:
        """Numbers and dates of the text."""
        return Counter(_FIGURE.findall(self.text))

    @cached_property
    def title_figures(self) -> Counter[str]:
        """Numbers, dates and series marks of the title."""
        return Counter(match[0] for match in _SERIES.finditer(self.title))

    @cached_property
    def is_reissue(self) -> bool:
        """True where the article says that it corrects or replaces another."""
        opening = self.text[:_OPENING]
        return _REISSUE.search(self.title) is not None or _REISSUE_OPENING.search(opening) is not None


def is_reissue(first: Wording, second: Wording) -> bool:
    """True when one of the two says that it corrects or replaces another, and the other does not."""
    return first.is_reissue != second.is_reissue


def titles_number_apart(first: Wording, second: Wording) -> bool:
    """True when the titles bear different numbers, dates or places in a series."""
    return _changed(first.title_figures, second.title_figures) > 0


def titles_agree(first: Wording, second: Wording) -> bool:
    """True when one title contains the other, or one is missing."""
    one, other = first.title_letters, second.title_letters
    return one in other or other in one


def differ_in_particulars(first: Wording, second: Wording) -> bool:
    """True when two like texts are about different things: what differs is figures, dates and names."""
    if titles_number_apart(first, second):
        return True
    changed = _changed(first.figures, second.figures)
    common = (first.figures & second.figures).total()
    if changed >= _FEWEST_CHANGED and changed >= _MANY_CHANGED * (changed + common):
        return True
    return _titles_name_apart(first, second) or _pieces_are_particulars(first, second)


def _changed(first: Counter[str], second: Counter[str]) -> int:
    """How many figures stand on each side without counterpart on the other."""
    return min((first - second).total(), (second - first).total())


def _titles_name_apart(first: Wording, second: Wording) -> bool:
    """True when the titles differ in words that only the own text contains."""
    one, other = first.title_letters, second.title_letters
    if not one or not other or one == other:
        return False
    pieces = [*_replaced(one, other), _middle(one, other)]
    return any(_name_apart(one[i:j], other[k:m], first, second) for i, j, k, m in map(_widened, pieces))


def _middle(one: str, other: str) -> _Piece:
    """What stands between the common beginning and the common end of two titles."""
    start = _common(one, other)
    end = _common(one[:start:-1], other[:start:-1])
    return start, len(one) - end, start, len(other) - end


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    both = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in both if a != b), min(len(one), len(other)))


def _widened(piece: _Piece) -> _Piece:
    """A piece with the character on its left, or at the beginning on its right: two make a name."""
    i, j, k, m = piece
    return (i - 1, j, k - 1, m) if i and k else (i, max(j, i + 2), k, max(m, k + 2))


def _name_apart(mine: str, theirs: str, first: Wording, second: Wording) -> bool:
    lengths = len(mine), len(theirs)
    if min(lengths) < 2 or max(lengths) > _LONGEST_NAME:
        return False
    return _only_in(mine, first, second) and _only_in(theirs, second, first)


def _only_in(words: str, own: Wording, other: Wording) -> bool:
    return words in own.letters and words not in other.letters


#: A piece of two texts: start and end in the one, start and end in the other.
_Piece = tuple[int, int, int, int]


@dataclass(slots=True)
class _Tally:
    is_brief: bool
    particulars: int = 0
    others: int = 0
    replaced: int = 0


def _pieces_are_particulars(first: Wording, second: Wording) -> bool:
    """Compares sentence by sentence and judges the pieces that were replaced."""
    shorter = max(1, min(len(first.letters), len(second.letters)))
    tally = _Tally(is_brief=shorter < _BRIEF)
    matcher = SequenceMatcher(None, first.sentences, second.sentences, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            mine, theirs = "\n".join(first.sentences[i:j]), "\n".join(second.sentences[k:m])
            _judge_block(mine[:_BLOCK], theirs[:_BLOCK], tally)
    if tally.replaced > _MOST_REPLACED * shorter:
        return True
    pieces = tally.particulars + tally.others
    return tally.particulars > 0 and tally.particulars >= _MOSTLY * pieces


def _replaced(one: str, other: str) -> Iterator[_Piece]:
    """The pieces of two texts that stand for each other; a single equal character does not part them."""
    start: tuple[int, int] | None = None
    end = (0, 0)
    for tag, i, j, k, m in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            if start and j - i > 1:
                yield start[0], end[0], start[1], end[1]
                start = None
        else:
            start, end = start or (i, k), (j, m)
    if start:
        yield start[0], end[0], start[1], end[1]


def _judge_block(mine: str, theirs: str, tally: _Tally) -> None:
    for i, j, k, m in _replaced(mine, theirs):
        old, new = mine[i:j], theirs[k:m]
        sizes = len(letters(old)), len(letters(new))
        if max(sizes) == 0 or (min(sizes) == 0 and max(sizes) > _WORD):
            continue
        tally.replaced += min(sizes)
        figure = (_is_figure(old) or not sizes[0]) and (_is_figure(new) or not sizes[1])
        brief = tally.is_brief and min(sizes) > 1
        if figure or brief or (_is_name(old, mine[:i], mine[j:]) and _is_name(new, theirs[:k], theirs[m:])):
            tally.particulars += 1
        else:
            tally.others += 1


def _is_figure(piece: str) -> bool:
    return any(char.isdigit() or char in _NUMERALS for char in piece)


def _is_name(piece: str, before: str, after: str) -> bool:
    if len(piece) > _LONGEST_NAME or "\n" in piece:
        return False
    return bool(
        (after[:1] in (":", "：") and before[-1:] in ("", "\n"))
        or _AFTER_NAME.search(after[:10])
        or _BEFORE_NAME.search(before[-8:])
        or _ENDS_AS_NAME.search(piece)
    )
