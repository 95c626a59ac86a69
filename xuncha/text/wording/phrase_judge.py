"""Slips in phrases that no rule settles, judged by how well the phrase fits the characters on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from xuncha.text.remembered import until_let_go
from xuncha.text.wording.char_model import shipped_characters, shipped_codes
from xuncha.text.wording.confusion import shipped_confusion
from xuncha.text.wording.near_figures import Found, NearFigures, Place, place_of
from xuncha.text.wording.near_phrases import Near, Slip
from xuncha.text.wording.packed import load_arrays
from xuncha.text.wording.phrase_table import SHORTEST
from xuncha.text.wording.traditional import simplified
from xuncha.text.wording.trees import Trees

#: Probability from which a slip is taken for one, and in a formula of numbers (三重一大), which no ordinary words come
#: close to. In 27,000 clean sentences learned from one near phrase that is no slip reaches the first, none the second.
_ACCEPTED, _ACCEPTED_NUMBERS = 0.9, 0.7
_NUMBERS = frozenset("一二三四五六七八九十两")
#: Near phrases whose probability is remembered (some 10 MB).
_REMEMBERED = 50_000
_RANKS = "省市州区县盟旗"
#: Ranks of today and of former times.
_PLACES = _RANKS + "乡镇村府路道郡"
#: Ranks an organ's name may begin with, and words that stand before a name without one, as in 是公安局.
_OWN_RANK, _BEFORE_ORGAN = "省市区县", "省市州区县是向到在由经与和"
#: Parts of a place and kinds of area that are no names, as 保定市城区 is not 满城区 with a character left out.
_PARTS = frozenset(
    [
        "城区",
        "城市",
        "市区",
        "郊区",
        "新区",
        "老区",
        "矿区",
        "山区",
        "林区",
        "牧区",
        "库区",
        "景区",
        "园区",
        "校区",
        "小区",
        "社区",
        "辖区",
        "灾区",
        "县区",
        "州区",
        "县城",
        "市县",
    ]
)
_BRACKETS = ("）", ")", "〕", "]")
#: Endings of areas that are no administrative divisions, so that no list of them is whole, and of kinds of organs.
_ZONES = ("新区", "开发区", "管理区", "示范区", "园区")
_ORGANS = "厅局委办部院处科所站会组署"


class PhraseJudge:
    """Tells slips from words that merely come close to a phrase.

    The same words come again on page after page of a site; what was made of them is remembered.
    """

    def __init__(self, figures: NearFigures, trees: Trees) -> None:
        self._figures = figures
        self._trees = trees
        self._known: dict[Place, float] = {}

    def slips(self, found: Sequence[Found]) -> list[Found]:
        """Those of the near phrases that are likely enough to be slips."""
        places = [place_of(text, near) for text, near in found]
        likely = self._likely(dict(zip(places, found, strict=True)))
        return [
            (text, near)
            for (text, near), place in zip(found, places, strict=True)
            if likely[place] >= _least_likely(near)
        ]

    def _likely(self, found: dict[Place, Found]) -> dict[Place, float]:
        """The probability of each place; what is not known yet is judged all at once."""
        likely = {place: self._known[place] for place in found.keys() & self._known.keys()}
        unknown = {place: one for place, one in found.items() if place not in likely}
        if unknown:
            figures = self._figures.of([*unknown.values()])
            fresh = dict(zip(unknown, self._trees.probability(figures).tolist(), strict=True))
            if len(self._known) + len(fresh) > _REMEMBERED:
                self._known = {}
            self._known |= fresh
            likely |= fresh
        return likely


def _least_likely(near: Near) -> float:
    numbered = near.phrase.text[0] in _NUMBERS and not near.phrase.region
    return _ACCEPTED_NUMBERS if numbered else _ACCEPTED


def may_be_slip(text: str, near: Near) -> bool:
    """False where no fit of the characters makes a slip: another name of the kind, a name shortened on purpose,
    signs or digits within, a character the traditional script writes so."""
    phrase, written = near.phrase, text[near.start : near.end]
    if near.slip is Slip.DOUBLED or not all(map(_is_chinese, written + phrase.text)):
        return False
    if near.slip is Slip.MISSING:
        return _may_be_missing(text, near)
    if near.slip is Slip.SWAPPED:
        # 扫除黑恶 is no slip; names have no such order of their own.
        return phrase.region or len(phrase.text) < SHORTEST
    beside = (
        text[near.end : near.end + 1]
        if near.place == len(written) - 1
        else text[max(0, near.start - 1) : near.start]
    )
    if near.place in (0, len(written) - 1) and beside == written[near.place]:
        return False  # 领导小姐姐
    char, right = written[near.place], phrase.text[near.place]
    if phrase.region and right in _RANKS and char in _PLACES:
        return False
    return not another_name(near, char, right) and simplified(char) != right


def _may_be_missing(text: str, near: Near) -> bool:
    phrase = near.phrase
    if len(phrase.text) < SHORTEST:
        return False
    if phrase.region:
        inside = near.place < len(phrase.text) - 1 and phrase.text[near.place] not in _RANKS
        # 平湖经济技术开发区 is another zone than that of 芜湖.
        zone = near.place == 0 and not phrase.above and phrase.text.endswith(_ZONES)
        return inside and not zone and text[near.end - 2 : near.end] not in _PARTS
    # 财政局 need not be 市财政局, nor 市公安 lack anything.
    if near.place == 0:
        return phrase.text[0] not in _OWN_RANK and text[near.start - 1 : near.start] not in _BRACKETS
    return not shortened_organ(near)


def shortened_organ(near: Near) -> bool:
    """Whether an organ is named without its last character, as 市公安 for 市公安局."""
    text = near.phrase.text
    return len(text) == SHORTEST and near.place == SHORTEST - 1 and text[-1] in _ORGANS


def another_name(near: Near, written: str, right: str) -> bool:
    """Whether one character makes another name of the kind: 渤海新区 beside 滨海新区, a 厅 where most have a 局; or a
    line that tells where news comes from, as 石家庄电 does."""
    text = near.phrase.text
    if near.phrase.region and near.place == len(text) - 1 and written in "电讯":
        return True
    if not near.phrase.region and near.place == 0 and right in _OWN_RANK and written in _BEFORE_ORGAN:
        return True
    if near.phrase.region and not near.phrase.above and text.endswith(_ZONES):
        return near.place < len(text) - len("新区")
    # 人力资源和社会保障网 is the name of a site.
    return near.place == len(text) - 1 and written in _ORGANS + "网报" and right in _ORGANS


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


@until_let_go
@cache
def shipped_phrase_judge() -> PhraseJudge:
    """The judge that comes with the program, read once."""
    figures = NearFigures(shipped_confusion(), shipped_characters(), shipped_codes())
    return PhraseJudge(figures, Trees(load_arrays("phrase_judge.npz")))
