"""Characters that work in secret are shown."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from xuncha.text.visible import escaped_in_json, visible


def test_what_is_shown_and_what_stays() -> None:
    assert visible("通知\u202egpj.exe\u2066x\x07\x9b\u061c") == "通知⟨202E⟩gpj.exe⟨2066⟩x␇⟨009B⟩⟨061C⟩"
    plain = "两行\n制表\t\u3000全角，滘埗𬭎 <b>=1+1</b> \u200b"
    assert visible(plain) == plain


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_json_means_the_same_and_holds_none_of_them(text: str) -> None:
    written = escaped_in_json(json.dumps({"quote": text}, ensure_ascii=False))
    assert json.loads(written) == {"quote": text}
    assert not set("\u202e\u2066\x7f\x9b\u061c") & set(written)


def test_a_line_of_json_is_one_line_to_every_program() -> None:
    written = escaped_in_json(json.dumps({"quote": "公\u2028告\u2029栏\u0085\x0b"}, ensure_ascii=False))
    assert len(written.splitlines()) == 1
    assert json.loads(written)["quote"] == "公\u2028告\u2029栏\u0085\x0b"
