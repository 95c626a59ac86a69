"""Which document an interpretation is about: the title it names, and only where one alone fits."""

from __future__ import annotations

import pytest

from xuncha.text.articles.interpretation_pairs import document_of

DOCUMENTS = {
    "a": "清河县人民政府关于印发《清河县小型水库管护办法》的通知",
    "b": "清河县人民政府办公室关于印发清河县农贸市场改造方案的通知",
    "c": "清河县城市照明设施管理办法（试行）",
    "d": "关于做好防汛工作的通知",
}


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("《清河县小型水库管护办法》政策解读", "a"),
        ("一图读懂《清河县农贸市场改造方案》", "b"),
        ("关于《清河县城市照明设施管理办法》的解读", "c"),
        ("《清河县人民政府关于印发〈清河县小型水库管护办法〉的通知》解读", "a"),
        ("《国务院关于加快建设的意见》解读", None),
        ("水库管护办法解读", None),
        ("《通知》解读", None),
    ],
)
def test_titles(title: str, key: str | None) -> None:
    assert document_of(title, DOCUMENTS) == key


def test_two_documents_of_one_name_are_not_told_apart() -> None:
    twice = DOCUMENTS | {"e": "关于印发清河县小型水库管护办法的通知"}
    assert document_of("《清河县小型水库管护办法》解读", twice) is None
