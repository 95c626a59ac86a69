"""Whether a page's words were damaged before it was served."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from xuncha.text.garbled import is_garbled

WORDS = (
    "石堰县人民政府召开常务会议，研究部署安全生产工作。会议强调，要全面排查风险隐患，切实保障人民群众"
    "生命财产安全。会议还研究了其他事项。联系电话：0900-1234567。"
) * 2


def _lost(text: str) -> str:
    return text.encode("gb18030").decode("utf-8", "replace")


DAMAGE: dict[str, Callable[[str], str]] = {
    "UTF-8 stored twice": lambda text: text.encode().decode("latin-1"),
    "UTF-8 stored twice by way of Windows": lambda text: text.encode().decode("cp1252", "replace"),
    "GBK read as Western": lambda text: text.encode("gb18030").decode("latin-1"),
    "GBK read as UTF-8": _lost,
    "the marks of loss read as GBK": lambda text: _lost(text).encode().decode("gb18030", "replace"),
    "UTF-8 read as GBK": lambda text: text.encode().decode("gb18030", "replace"),
    "question marks": lambda text: "".join("?" if one > "\x7f" else one for one in text),
    "numbered characters": lambda text: "".join(
        f"&#{byte};" if byte > 127 else chr(byte) for byte in text.encode()
    ),
}
SOUND = {
    "Chinese": WORDS,
    "traditional characters": "石堰縣人民政府召開常務會議，研究部署安全生產工作。" * 8,
    "French": "<p>Le préfet a présenté « l'été à l'école » — où l'œuvre… très générale, déjà créée.</p>" * 20,
    "dashes and dots": "——……“”‘’——……" * 40 + WORDS,
    "rare characters": "".join(map(chr, range(0x4E00, 0x5200))),
    "a form to fill in": "单位名称：" + "?" * 30 + WORDS,
    "a title that was cut": WORDS + "\ufffd",
    "script": "<script>var a = '" + "?" * 300 + "\u00e9\u00e9\u00e9\u00e9" * 40 + "'</script>" + WORDS,
}


@pytest.mark.parametrize("way", DAMAGE)
def test_words_that_nobody_can_make_out(way: str) -> None:
    assert is_garbled(f"<html><body><a href='/'>首页</a><p>{DAMAGE[way](WORDS)}</p></body></html>")


@pytest.mark.parametrize("kind", SOUND)
def test_sound_text_of_every_kind(kind: str) -> None:
    assert not is_garbled(f"<html><body>{SOUND[kind]}</body></html>")
