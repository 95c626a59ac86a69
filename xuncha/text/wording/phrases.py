"""Slips in protected phrases, told from ordinary words that merely come close to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.candidates import change_cost, written_words
from xuncha.text.wording.confusion import Confusion, shipped_confusion
from xuncha.text.wording.lattice import best_ways
from xuncha.text.wording.mentions import only_mentioned
from xuncha.text.wording.near_figures import Found
from xuncha.text.wording.near_phrases import Near, PhraseSearch, Slip
from xuncha.text.wording.phrase_judge import (
    PhraseJudge,
    another_name,
    may_be_slip,
    shipped_phrase_judge,
    shortened_organ,
)
from xuncha.text.wording.phrase_table import SHORTEST, Phrase, shipped_phrases
from xuncha.text.wording.traditional import simplified
from xuncha.text.wording.word_model import WordModel, shipped_words, span_hashes

_ENDINGS = "省市州区县盟旗"
_BRACKETS = ("）", ")", "〕", "]")
#: Words of one character a place may follow, and characters that make another word of its 市.
_BEFORE_PLACE = "省区在于到由赴往从向和与及经对给是了"
_JOINING = "的和与及至到在有从是等来去为对向内外上下中本各该"
_AFTER_NO_PLACE = ("场", "民", "容", "值", "价", "面", "盈")
#: Characters that make another word of the 部 or 院 a short name of an organ ends in.
_AFTER_NO_ORGAN = ("门", "队", "分", "位", "件", "落", "子", "校")
#: Characters no word made of them and the one before goes on with.
_PARTICLES = "的和与及在是有"
#: Shortest phrase that may have lost a character at its edge beside other words.
_LOSES = 5
#: The gain an unlike character at the edge must bring, by the length of the phrase. In 9,500 clean sentences ordinary
#: words beside a short phrase (环境保护导则, 各级人民法院) bring up to 3.9 at five characters, 3.3 at six and 2 at more.
_AT_THE_EDGE = {5: 5.5, 6: 4.5}
#: Characters beside a near phrase that are read with it.
_BESIDE = 4
#: Runs of characters whose likelihood is remembered (some 5 MB).
_REMEMBERED = 50_000
#: Characters of texts searched together from which the next ones take their place.
_SEARCHED = 2_000_000


@dataclass(frozen=True, slots=True)
class PhraseSlip:
    """Characters ``start`` to ``end`` read ``wrong`` where the phrase is ``right``."""

    start: int
    end: int
    wrong: str
    right: str
    phrase: Phrase
    slip: Slip

    @property
    def beside(self) -> tuple[int, ...]:
        """Where a slip at the very edge goes on outside: a character that stands for the one left out there."""
        if self.slip is not Slip.MISSING:
            return ()
        before = (self.start - 1,) if self.wrong == self.right[1:] else ()
        return before + ((self.end,) if self.wrong == self.right[:-1] else ())


class PhraseCheck:
    """Finds slips in the phrases of a table."""

    def __init__(
        self, search: PhraseSearch, confusion: Confusion, words: WordModel, judge: PhraseJudge
    ) -> None:
        self._search = search
        self._judge = judge
        self._confusion = confusion
        self._words = words
        #: How likely runs of characters are, worked out for some text before: the same come on page after page.
        self._known: dict[str, float] = {}
        #: The slips of texts that were searched together: several indicators ask for the same texts.
        self._searched: dict[str, tuple[PhraseSlip, ...]] = {}

    def find(self, text: str) -> tuple[PhraseSlip, ...]:
        """Slips in the order of the text, not overlapping; phrases only spoken of as wrong are passed over."""
        searched = self._searched.get(text)
        return self._found_in([text])[0] if searched is None else searched

    def search_together(self, texts: Iterable[str]) -> None:
        """Search several texts at once, so that :meth:`find` of each of them, asked next, only tells what was found.

        One by one they take twice as long, for each time what is round its near phrases is weighed by itself; what is
        found is the same either way.
        """
        fresh = [text for text in dict.fromkeys(texts) if text not in self._searched]
        if sum(map(len, self._searched)) > _SEARCHED:
            self._searched = {}
        self._searched |= zip(fresh, self._found_in(fresh), strict=True)

    def _found_in(self, texts: list[str]) -> list[tuple[PhraseSlip, ...]]:
        accepted = self._accepted(texts)
        return [self._kept(text, slips) for text, slips in zip(texts, accepted, strict=True)]

    def _kept(self, text: str, accepted: list[tuple[Near, float]]) -> tuple[PhraseSlip, ...]:
        """Of slips that overlap the one that explains the text best."""
        ranked = [(self._rank(text, near, gain), near) for near, gain in accepted]
        ranked.sort(key=lambda pair: pair[0], reverse=True)
        taken: set[int] = set()
        found = []
        for _, near in ranked:
            places = range(near.start, near.end)
            if not taken.isdisjoint(places):
                continue
            taken.update(places)
            written, right = text[near.start : near.end], near.phrase.text
            if not only_mentioned(text, near.start, near.end, right):
                found.append(PhraseSlip(near.start, near.end, written, right, near.phrase, near.slip))
        return tuple(sorted(found, key=lambda slip: slip.start))

    def _accepted(self, texts: list[str]) -> list[list[tuple[Near, float]]]:
        """For each text the slips settled by rule and by the words round them, then what the judge makes of the rest."""
        accepted: dict[str, list[tuple[Near, float]]] = {text: [] for text in texts}
        found = [(text, near) for text in texts for near in self._search.find(text)]
        least = [self._least_gain(text, near) for text, near in found]
        weighed = [one for one, needed in zip(found, least, strict=True) if needed is not None]
        gains = iter(self._gains(weighed))
        left = []
        for (text, near), needed in zip(found, least, strict=True):
            if needed is not None and (gain := next(gains)) >= needed:
                accepted[text].append((near, gain))
            elif may_be_slip(text, near) and not self._another_place(text, near):
                left.append((text, near))
        judged = self._judge.slips(left)
        for (text, near), gain in zip(judged, self._gains(judged), strict=True):
            accepted[text].append((near, gain))
        return [accepted[text] for text in texts]

    def _another_place(self, text: str, near: Near) -> bool:
        """Whether a place's name standing by itself differs by a character nobody takes for the right one: 霜岭市 is
        a place that no list knows (a former one, one abroad, one in an exercise), not a slip of 铁岭市."""
        phrase, written = near.phrase, text[near.start + near.place : near.start + near.place + 1]
        if near.slip is not Slip.OTHER or not phrase.region or phrase.above:
            return False
        return not self._confusion.taken_for(written, phrase.text[near.place])

    def _rank(self, text: str, near: Near, gain: float) -> tuple[bool, int, float]:
        """What explains the text best: no slip at the very edge, the longest phrase, the likeliest slip."""
        whole_first = near.slip is not Slip.MISSING or not _at_edge(near)
        if near.slip is Slip.OTHER:
            wrong = self._confusion.numbers(text[near.start + near.place])
            right = self._confusion.numbers(near.phrase.text[near.place])
            gain += float(change_cost(self._confusion, wrong, right)[0])
        return whole_first, len(near.phrase.text), gain

    def _least_gain(self, text: str, near: Near) -> float | None:
        """The gain a slip must bring; None where none would do."""
        if near.slip is Slip.SWAPPED:
            if len(near.phrase.text) < SHORTEST and not _stands_alone(text, near):
                return None
            return 0.0 if len(near.phrase.text) >= SHORTEST else 2.0
        if near.slip is Slip.MISSING:
            return self._least_missing(text, near)
        if near.slip is Slip.DOUBLED:
            return self._least_doubled(text, near)
        at = near.start + near.place
        right = near.phrase.text[near.place]
        if not _is_chinese(text[at]) or another_name(near, text[at], right) or simplified(text[at]) == right:
            return None
        if self._confusion.taken_for(text[at], right):
            return self._least_alike(text, near)
        if not self._confusion.holds(text[at]):
            # 办公庁: a character that official writing does not have stands for the right one.
            return self._least_alike(text, near)
        return _least_unlike(near, text[at])

    def _least_doubled(self, text: str, near: Near) -> float | None:
        """Inside a phrase a doubled character is a slip; at its end it may begin the next word, as in 人民法院院长."""
        if len(near.phrase.text) < SHORTEST or not _is_chinese(text[near.end - 1]):
            return None
        if near.place == 0:
            # 市市场监督管理局 is that of a city.
            own = near.phrase.text[0] in "省市区县" or _is_chinese(text[near.start - 1 : near.start])
            return None if own else 0.0
        if near.place < len(near.phrase.text) - 1:
            return 0.0
        after = text[near.end : near.end + 1]
        if not _is_chinese(after):
            return 0.0
        return 0.0 if after in _PARTICLES else None

    def _least_missing(self, text: str, near: Near) -> float | None:
        phrase = near.phrase
        if len(phrase.text) < SHORTEST:
            return None
        if phrase.region:
            if near.place == 0 and phrase.text[0] == phrase.text[1] and len(phrase.text) >= SHORTEST:
                return -0.5  # 齐哈尔市 for 齐齐哈尔市
            if near.place == 0:
                return 0.6 if _lost_its_first(text, near) else None
            return -0.5 if len(phrase.text) >= 5 and not self._shortened(text, near) else None
        if not _at_edge(near):
            return -0.5 if len(phrase.text) >= 5 else -0.3
        before = text[near.start - 1 : near.start]
        if near.place == 0 and before in _BRACKETS:
            return None  # （居）民委员会 leaves nothing out
        # 征信业管理条例 is another law than 物业管理条例.
        another = (
            near.place == 0 and _is_chinese(before) and (not phrase.serious or len(phrase.text) <= _LOSES)
        )
        if another:
            return None
        if shortened_organ(near) and _is_chinese(text[near.end : near.end + 1]):
            return None
        # 省公安学院 and 政治建警 lack nothing either.
        return 0.6 if len(phrase.text) >= _LOSES or not _is_chinese(text[near.end : near.end + 1]) else 2.5

    def _shortened(self, text: str, near: Near) -> bool:
        """Whether a name of a place is short on purpose: 石家庄长安区, 保定市城区 (not 满城区), 鹤壁 for 鹤壁市."""
        phrase = near.phrase
        if _at_edge(near) or phrase.text[near.place] in _ENDINGS:
            return True
        lower = len(phrase.text) - phrase.above
        return 0 < phrase.above <= near.place and lower == 3 and self._is_word(text[near.end - 2 : near.end])

    def _is_word(self, text: str) -> bool:
        numbers = self._confusion.numbers(text)
        return len(self._words.spelled(span_hashes(numbers, len(text))[0], len(text))[0]) > 0

    @staticmethod
    def _least_alike(text: str, near: Near) -> float | None:
        if len(near.phrase.text) < SHORTEST:
            return 2.0 if _stands_alone(text, near) else None
        if near.place == len(near.phrase.text) - 1 and not _is_chinese(text[near.end : near.end + 1]):
            return -0.7  # nothing follows that the last character could belong to
        if near.place == 0 and not _is_chinese(text[near.start - 1 : near.start]):
            return 0.0
        if _at_edge(near):
            return 1.5
        # The words of a formula are often none of the model's.
        return -0.7 if near.phrase.region else -3.5

    def _gains(self, found: Sequence[Found]) -> list[float]:
        """How much likelier (log10) the words are with each phrase put right."""
        pairs = [_written_and_right(text, near) for text, near in found]
        likely = self._likely({line for pair in pairs for line in pair})
        return [likely[right] - likely[written] for written, right in pairs]

    def _likely(self, lines: set[str]) -> dict[str, float]:
        """How likely (log10) these runs of characters are; those not known yet are worked out all at once."""
        likely = {line: self._known[line] for line in lines & self._known.keys()}
        unknown = sorted(lines - likely.keys())
        if unknown:
            fresh = dict(zip(unknown, self._weighed(unknown), strict=True))
            if len(self._known) + len(fresh) > _REMEMBERED:
                self._known = {}
            self._known |= fresh
            likely |= fresh
        return likely

    def _weighed(self, lines: list[str]) -> list[float]:
        joined = "\n".join(lines)
        numbers = self._confusion.numbers(joined)
        # Each line and each line's end is a run of its own.
        sizes = np.array([[len(line), 1] for line in lines], np.int64).ravel()[:-1]
        run = np.repeat(np.arange(len(sizes)), sizes)
        nodes = written_words(numbers, self._words)
        # Words with a rare character in them would go over the end of a line: such characters are all one to the models.
        nodes = nodes.take(run[nodes.start] == run[nodes.start + nodes.length - 1])
        ways = best_ways(nodes, np.cumsum(sizes) - sizes, len(numbers), self._words)
        weighed: list[float] = ways.best[::2].tolist()
        return weighed


def _written_and_right(text: str, near: Near) -> tuple[str, str]:
    """The characters about a near phrase as they are written, and with the phrase put right."""
    before = _chinese_tail(text[max(0, near.start - _BESIDE) : near.start])
    after = _chinese_head(text[near.end : near.end + _BESIDE])
    return before + text[near.start : near.end] + after, before + near.phrase.text + after


def _least_unlike(near: Near, written: str) -> float | None:
    """A character that neither sounds nor looks alike is more often another word or another place than a slip."""
    length = len(near.phrase.text)
    if near.phrase.region:
        return _least_inside_name(near, written)
    if length < SHORTEST or (_at_edge(near) and length < _LOSES):
        return None
    if _at_edge(near):
        return _AT_THE_EDGE.get(length, 3.0)
    return 4.0 if length < 5 else 2.5


def _stands_alone(text: str, near: Near) -> bool:
    """Whether a name of three characters stands where such a name may begin and end."""
    phrase, after = near.phrase, text[near.end : near.end + 1]
    if phrase.text == "国务院":
        return True  # comes close to nothing else
    before = text[near.start - 1 : near.start]
    if _is_chinese(before) and before not in _BEFORE_PLACE:
        return False
    if near.slip is Slip.SWAPPED or near.place == len(phrase.text) - 1:
        return not phrase.region and not _is_chinese(after)
    return after not in (_AFTER_NO_PLACE if phrase.region else _AFTER_NO_ORGAN)


def _least_inside_name(near: Near, written: str) -> float | None:
    """The gain that settles a slip to an unlike character inside a place's name; None at its edges and for 市, 县 or 区,
    which change to each other, or give way to words that join two places."""
    phrase = near.phrase
    ending = phrase.text[near.place] in _ENDINGS and written in _ENDINGS + _JOINING
    if ending or _at_edge(near) or len(phrase.text) < SHORTEST:
        return None
    return 2.5 if phrase.above > 0 and len(phrase.text) >= 6 else 7.0


def _lost_its_first(text: str, near: Near) -> bool:
    """Whether a place named with the city above it lost its very first character: 在通市镇雄县 for 昭通市镇雄县."""
    phrase = near.phrase
    before = text[near.start - 1 : near.start]
    free = not _is_chinese(before) or before in _BEFORE_PLACE
    return phrase.above >= 3 and len(phrase.text) >= 5 and free


def _at_edge(near: Near) -> bool:
    return near.place in (0, len(near.phrase.text) - 1)


def _is_chinese(char: str) -> bool:
    return bool(char) and "\u4e00" <= char <= "\u9fff"


def _chinese_tail(text: str) -> str:
    return _chinese_head(text[::-1])[::-1]


def _chinese_head(text: str) -> str:
    for place, char in enumerate(text):
        if not _is_chinese(char):
            return text[:place]
    return text


@until_let_go
@cache
def shipped_phrase_check() -> PhraseCheck:
    """The check over the phrases that come with the program."""
    return PhraseCheck(
        PhraseSearch(shipped_phrases()), shipped_confusion(), shipped_words(), shipped_phrase_judge()
    )
