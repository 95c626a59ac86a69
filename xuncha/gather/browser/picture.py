"""Pictures as evidence: what a picture shows, and what it does not, stands in its own margin and metadata."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import noto_cjk_sans_otc
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from xuncha import __version__
from xuncha.facts.seen import BEIJING

_FONT_FILE = "NotoSansCJK-Regular.ttc"
_SIMPLIFIED = 2  # the font of the file that is drawn for Simplified Chinese
_SIZE, _LINE, _MARGIN = 18, 28, 12
_PAPER, _INK, _ALARM = "#f2f2f2", "#222222", "#b00020"
#: A picture this wide and high is no page; guards the memory of this process.
_MOST_PIXELS = 60_000_000
#: Pictures are put together one after the other: a tall one takes a hundred megabytes meanwhile.
_turn = threading.Lock()
_QUICK = 3  # of zlib's levels: twice as fast as its default for a tenth more bytes


@dataclass(frozen=True, slots=True)
class Caption:
    """What is written beside a picture. ``cut_at`` and ``full_height`` in CSS pixels; ``remarks`` in Chinese.

    ``shown_width`` and ``full_width`` are the same across, and 0 where nothing is cut off at the right.
    """

    url: str
    at: datetime
    cut_at: int
    full_height: int
    remarks: tuple[str, ...] = ()
    shown_width: int = 0
    full_width: int = 0

    @property
    def is_cut(self) -> bool:
        """True when the page goes on below the picture."""
        return self.full_height > self.cut_at

    @property
    def warnings(self) -> tuple[str, ...]:
        """Everything a reader must know about the picture before believing it."""
        cut = f"页面全高 {self.full_height} 像素，本图只截到前 {self.cut_at} 像素，以下未截"
        wide = f"页面全宽 {self.full_width} 像素，本图只截到左边 {self.shown_width} 像素"
        is_wide = self.full_width > self.shown_width
        return ((cut,) if self.is_cut else ()) + ((wide,) if is_wide else ()) + self.remarks


def captioned(png: bytes, caption: Caption) -> bytes:
    """The picture with a margin above, and one below where it is cut, as PNG with the same words as metadata.

    Raises:
        ValueError: it has more pixels than are opened.
    """
    with _turn:
        return _put_together(_opened(png), caption)


def _opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError("picture too large")
        return opened.convert("RGB")


def _put_together(shot: Image.Image, caption: Caption) -> bytes:
    time = caption.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    lines = [(f"网址 {caption.url}", _INK), (f"截图时间 {time}（北京时间） 巡查 {__version__}", _INK)]
    lines += [(f"注意：{warning}", _ALARM) for warning in caption.warnings]
    head = _band(shot.width, lines)
    foot = _band(shot.width, [(f"本图到此截断：{caption.warnings[0]}", _ALARM)]) if caption.is_cut else None
    height = head.height + shot.height + (foot.height if foot else 0)
    sheet = Image.new("RGB", (shot.width, height), _PAPER)
    sheet.paste(head, (0, 0))
    sheet.paste(shot, (0, head.height))
    if foot is not None:
        sheet.paste(foot, (0, head.height + shot.height))
    written = io.BytesIO()
    sheet.save(written, "PNG", pnginfo=_metadata(caption), compress_level=_QUICK)
    return written.getvalue()


def _metadata(caption: Caption) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Source", caption.url)
    info.add_itxt("Creation Time", caption.at.astimezone(BEIJING).isoformat(timespec="seconds"))
    info.add_itxt("Software", f"xuncha {__version__}")
    if caption.warnings:
        info.add_itxt("Warning", "；".join(caption.warnings))
    return info


def _band(width: int, lines: list[tuple[str, str]]) -> Image.Image:
    rows = [(row, color) for text, color in lines for row in _wrapped(text, width - 2 * _MARGIN)]
    band = Image.new("RGB", (width, 2 * _MARGIN + _LINE * len(rows)), _PAPER)
    draw = ImageDraw.Draw(band)
    for number, (row, color) in enumerate(rows):
        draw.text((_MARGIN, _MARGIN + _LINE * number), row, fill=color, font=_font())
    edge = _ALARM if any(color == _ALARM for _, color in lines) else _INK
    draw.rectangle((0, 0, width - 1, band.height - 1), outline=edge, width=2)
    return band


def _wrapped(text: str, width: int) -> list[str]:
    """The text in rows no wider than ``width``; three rows are enough for any address."""
    rows, row = [], ""
    for character in text:
        if _font().getlength(row + character) > width:
            rows.append(row)
            row = ""
        row += character
    return [*rows, row][:3]


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    path = Path(noto_cjk_sans_otc.__file__).with_name(_FONT_FILE)
    return ImageFont.truetype(str(path), _SIZE, index=_SIMPLIFIED)
