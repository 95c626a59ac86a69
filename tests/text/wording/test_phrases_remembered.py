"""What was worked out for one text is used for the next, and changes nothing."""

from __future__ import annotations

import pytest

from xuncha.text.wording import near_figures, phrase_judge, phrases
from xuncha.text.wording.char_model import shipped_characters, shipped_codes
from xuncha.text.wording.confusion import shipped_confusion
from xuncha.text.wording.near_phrases import PhraseSearch
from xuncha.text.wording.packed import load_arrays
from xuncha.text.wording.phrase_table import shipped_phrases
from xuncha.text.wording.trees import Trees
from xuncha.text.wording.word_model import shipped_words

_TEXTS = (
    "县级以上地方人民政府办公庁应当加强领导，国务完有关部门负责指导。",
    "各级人民政府应当将全民健身工作列入国民经济和社会发展规化。",
    "市人民政府办公室关于深入实施乡村镇兴战略的意见，县人民政府办公庁印发。",
    "一是坚持和加强党的全面领导；二是推进国家治理体糸和治理能力现代化。",
    "县级以上地方人民政府办公庁应当加强领导，市场监督管理局负责监督。",
    "由石家庄长安区、保定市城区和齐哈尔市分别负责，昭通市镇雄县配合。",
)
_SEARCH = PhraseSearch(shipped_phrases())


def _fresh() -> phrases.PhraseCheck:
    figures = near_figures.NearFigures(shipped_confusion(), shipped_characters(), shipped_codes())
    judge = phrase_judge.PhraseJudge(figures, Trees(load_arrays("phrase_judge.npz")))
    return phrases.PhraseCheck(_SEARCH, shipped_confusion(), shipped_words(), judge)


def test_a_text_is_judged_alike_whatever_was_read_before() -> None:
    alone = {text: _fresh().find(text) for text in _TEXTS}
    after = _fresh()
    assert {text: after.find(text) for text in _TEXTS} == alone
    assert {text: after.find(text) for text in reversed(_TEXTS)} == alone
    assert sum(map(len, alone.values())) >= 5


def test_so_it_is_when_memory_is_cleared_between_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {text: _fresh().find(text) for text in _TEXTS}
    monkeypatch.setattr(phrases, "_REMEMBERED", 0)
    monkeypatch.setattr(phrase_judge, "_REMEMBERED", 0)
    forgetful = _fresh()
    assert {text: forgetful.find(text) for text in _TEXTS} == alone


def test_texts_searched_together_hold_what_each_holds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = {text: _fresh().find(text) for text in _TEXTS}
    together = _fresh()
    together.search_together([*_TEXTS, *_TEXTS])
    weighed: list[list[str]] = []
    monkeypatch.setattr(together, "_found_in", weighed.append)
    assert {text: together.find(text) for text in _TEXTS} == alone
    assert weighed == []  # all was found before


def test_what_was_searched_gives_way_to_what_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_SEARCHED", 0)
    check = _fresh()
    for text in _TEXTS:
        check.search_together([text])
    assert [text for text in _TEXTS if text in check._searched] == [_TEXTS[-1]]
    assert check.find(_TEXTS[0]) == _fresh().find(_TEXTS[0])


def test_how_likely_words_are_does_not_hang_on_what_is_weighed_beside_them() -> None:
    lines = ["我们在圣方济各堂区（环路）", "我们在圣方济各堂区（路环）"]
    alone = [_fresh()._likely({line})[line] for line in lines]
    assert alone[0] != alone[1]
    assert [_fresh()._likely({*lines})[line] for line in lines] == alone
    assert [_fresh()._likely({*lines, *_TEXTS})[line] for line in lines] == alone
