"""NoticeData as PDF.

A notice that people have reviewed is printed by LibreOffice, from the very Word file the office will edit. What
only a program has found is never sent out: that draft is printed by typst, for a fifth of the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import typst

from xuncha.documents.fonts import has_chinese, installed_chinese_families
from xuncha.documents.libreoffice import ConversionFailed, NoRoom, convert, find_office
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.reconcile import reconcile
from xuncha.documents.typst_print import NoChineseFont, print_with_typst

Engine = Literal["libreoffice", "typst"]

_NO_FONT = (
    "本机没有可用的简体中文字体，生成的 PDF 会是空白方框，已停止。"
    "请安装中文字体（如 Debian/Ubuntu 的 fonts-noto-cjk，或把仿宋_GB2312、方正小标宋简体等字体装入系统）后重试"
)


class PdfNotPossible(RuntimeError):  # noqa: N818 - named after what it says
    """No PDF can be made on this machine; the message says in Chinese what to install."""


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A printed PDF and what printed it."""

    content: bytes
    engine: Engine


def render_pdf(data: NoticeData, docx: bytes, *, prefer: Engine | None = None) -> PdfResult:
    """The notice as PDF. ``docx`` is the Word file made of the same ``data``.

    With ``prefer`` only that engine is used. Without, the other takes over where the first is missing or fails:
    LibreOffice is first for a reviewed notice, typst for a draft that nobody has reviewed.

    Raises:
        NoticeDoesNotReconcile: when the figures contradict each other.
        PdfNotPossible: when no engine, or no Chinese font, is there.
    """
    reconcile(data)
    reasons = []
    for engine in (prefer,) if prefer else _in_order(data):
        try:
            printed = _by_office(docx) if engine == "libreoffice" else _by_typst(data)
        except PdfNotPossible as error:
            reasons.append(str(error))
        else:
            return PdfResult(printed, engine)
    raise PdfNotPossible("；".join(reasons))


def _in_order(data: NoticeData) -> tuple[Engine, Engine]:
    return ("libreoffice", "typst") if data.reviewed else ("typst", "libreoffice")


def _by_office(docx: bytes) -> bytes:
    try:
        return _converted(docx)
    except NoRoom as error:
        raise PdfNotPossible(str(error)) from error
    except ConversionFailed as error:
        raise PdfNotPossible(f"{error}。请安装或修复 LibreOffice Writer（libreoffice-writer）") from error


def _converted(docx: bytes) -> bytes:
    office = find_office()
    if office is None:
        raise ConversionFailed("本机未安装 LibreOffice")
    if not has_chinese(installed_chinese_families()):
        raise ConversionFailed("本机没有 LibreOffice 可用的简体中文字体")
    return convert(docx, office=office)


def _by_typst(data: NoticeData) -> bytes:
    try:
        return print_with_typst(data)
    except NoChineseFont as error:
        raise PdfNotPossible(_NO_FONT) from error
    except typst.TypstError as error:
        raise PdfNotPossible(f"typst 无法排版：{error.message}") from error
