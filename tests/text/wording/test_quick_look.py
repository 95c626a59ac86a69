"""The quick look decides where typos are searched for, and what was searched before is remembered."""

from __future__ import annotations

import numpy as np
import pytest

from xuncha.text.wording.features import corrections, corrections_of_each
from xuncha.text.wording.quick_look import HOPEFUL, best_gains
from xuncha.text.wording.search import runs, shipped_models
from xuncha.text.wording.stretch_search import StretchSearch
from xuncha.text.wording.trees import shipped_judge
from xuncha.text.wording.typos import PROPOSED, find_typos, search_typos_together

_FAULTY = (
    "日前，全县召开会义，部暑安全生产工作。",
    "各单位要认真贯彻落时上级要求，切实家强组织领导。",
    "公民对行政处罚不服的，可以依法申请行政复义或者题起行政诉讼。",
)
_SOUND = (
    "县级以上地方人民政府应当加强对本行政区域内安全生产工作的领导。",
    "首页　政务公开　互动交流　办事服务",
    "第三条 公民、法人和其他组织应当遵守本条例。\n\n联系电话：010-12345678",
)


@pytest.mark.parametrize("text", [*_FAULTY, *_SOUND, "".join(_FAULTY + _SOUND), "", "abc 123", "𠀀𠀁鿿"])
def test_same_findings_with_and_without_the_quick_look(text: str) -> None:
    assert find_typos(text) == find_typos(text, quick=False)


@pytest.mark.parametrize("text", _FAULTY)
def test_faulty_sentences_are_found_faulty(text: str) -> None:
    assert find_typos(text)


def _stretches(text: str) -> list[np.ndarray]:
    return [coded for _, _, coded in runs(text, shipped_models())]


def test_the_quick_look_spares_usual_wording_and_not_a_typo() -> None:
    spared, searched = _stretches("县级以上地方人民政府")[0], _stretches("全县召开会义")[0]
    gains = best_gains([spared, searched], shipped_models())
    assert gains[0] < HOPEFUL <= gains[1]


def test_a_gain_does_not_depend_on_the_stretches_beside_it() -> None:
    stretches = _stretches("".join(_FAULTY + _SOUND))
    together = best_gains(stretches, shipped_models())
    alone = [best_gains([stretch], shipped_models())[0] for stretch in stretches]
    np.testing.assert_array_equal(together, np.array(alone, np.float32))


def test_places_hold_when_a_sentence_comes_back() -> None:
    once = find_typos(_FAULTY[0])
    twice = find_typos(_FAULTY[0] + "\n" + _FAULTY[0])
    shift = len(_FAULTY[0]) + 1
    assert [(typo.start, typo.right) for typo in twice] == [
        *((typo.start, typo.right) for typo in once),
        *((typo.start + shift, typo.right) for typo in once),
    ]


def test_texts_searched_together_give_what_each_gives_alone() -> None:
    alone = [find_typos(text) for text in (*_FAULTY, *_SOUND)]
    search_typos_together([*_FAULTY, *_SOUND])
    assert [find_typos(text) for text in (*_FAULTY, *_SOUND)] == alone


def test_no_more_runs_are_remembered_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xuncha.text.wording.stretch_search._REMEMBERED", 2)
    search = StretchSearch(shipped_models(), shipped_judge(), PROPOSED, quick=True)
    stretches = _stretches(_FAULTY[2])
    first = search.likely(stretches)
    assert len(search._known) == 2
    assert search.likely(stretches) == first


def test_runs_searched_together_give_what_each_gives_alone() -> None:
    stretches = _stretches("".join(_FAULTY + _SOUND))
    models = shipped_models()
    for together, stretch in zip(corrections_of_each(stretches, models), stretches, strict=True):
        alone = corrections(stretch, models)
        assert together.meant == alone.meant
        np.testing.assert_array_equal(together.first, alone.first)
        np.testing.assert_array_equal(together.figures, alone.figures)
