"""Numbers broken up in unusual ways, and words shown again without the numbers in them."""

from __future__ import annotations

from datetime import date

import pytest

from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.hiding_numbers import quoted_without_numbers, without_numbers
from xuncha.text.privacy.id_numbers import check_character

TODAY = date(2025, 6, 25)
_BODY = "33010219850314123"
ID = _BODY + check_character(_BODY)
WRONG = _BODY + ("0" if ID[-1] != "0" else "1")


def found(text: str) -> list[tuple[str, bool]]:
    return [(leak.kind.value, leak.certain) for leak in find_leaks(text, today=TODAY)]


@pytest.mark.parametrize("mark", [".", "_", "/", "·", "，", "  ", "\t", " \t"])
def test_groups_of_an_id_number_by_any_mark(mark: str) -> None:
    words = f"身份证号：{mark.join((ID[:6], ID[6:14], ID[14:]))}。"
    assert found(words) == [("id_number", True)]
    assert found(words.replace(ID[14:], WRONG[14:])) == []


@pytest.mark.parametrize("mark", ["\t", "|", " ", " \t", "\n"])
def test_digit_by_digit_as_in_a_form(mark: str) -> None:
    assert found(f"身份证号{mark}{mark.join(ID)}") == [("id_number", True)]
    assert found(f"分月数据{mark}{mark.join(ID)}") == []
    assert found(f"本人手机{mark}{mark.join('13857123456')}") == [("mobile", True)]


@pytest.mark.parametrize(
    "text", ["版本1.3.8.5.7.1.2.3.4.5.6", "比分138:5712:3456", "经费 1.3.8.5.7", "电话：65812345、65812346"]
)
def test_other_figures_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_words_are_shown_without_numbers() -> None:
    assert without_numbers(f"《王芳13857123456来信》身份证{ID}", today=TODAY) == (
        f"《王芳138****3456来信》身份证33*************{ID[-3:]}"
    )
    assert (
        without_numbers("2025-06-20 咨询电话0871-65812345", today=TODAY) == "2025-06-20 咨询电话0871-65812345"
    )
    assert quoted_without_numbers(f"身份证号{ID[:14]}", today=TODAY) == "身份证号330****"
    assert quoted_without_numbers(f"{ID[6:]}，已补助", today=TODAY) == f"****{ID[-3:]}，已补助"
