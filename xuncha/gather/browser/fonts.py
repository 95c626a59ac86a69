"""Chinese letters in pictures: the fonts a browser is given, and the proof that it draws with them."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

import noto_cjk_sans_otc
from playwright.async_api import Page

_MACHINES_OWN = "/etc/fonts/fonts.conf"
NO_CHINESE_FONT = "本机没有可用的中文字体，图中汉字可能显示为方框；安装办法：apt-get install fonts-noto-cjk"

#: Draws each character and compares the pixels: where no font has them, all are the same box, or nothing.
_DRAWN = """
(characters) => {
  const draw = (character) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext('2d');
    pen.font = '36px sans-serif';
    pen.fillText(character, 4, 38);
    return Array.from(pen.getImageData(0, 0, 48, 48).data).join();
  };
  return new Set([...characters].map(draw)).size;
}
"""
_SAMPLES = "巡查网站"


def write_fontconfig(folder: Path) -> Path:
    """A fontconfig file: the machine's own settings and the Chinese font that comes with the program."""
    own = os.environ.get("FONTCONFIG_FILE", _MACHINES_OWN)
    packaged = Path(noto_cjk_sans_otc.__file__).parent
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">{escape(own)}</include>\n<dir>{escape(str(packaged))}</dir>\n'
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>\n</fontconfig>\n",
        encoding="utf-8",
    )
    return path


async def draws_chinese(page: Page) -> bool:
    """True when different Chinese characters look different in this browser."""
    shapes: int = await page.evaluate(_DRAWN, _SAMPLES)
    return shapes == len(_SAMPLES)
