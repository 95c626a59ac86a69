"""The notice as PDF by typst: no office suite needed, only a Chinese font."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import datetime, time
from importlib import resources
from typing import Any

import typst

from xuncha.documents import official_form as form
from xuncha.documents.blocks import Heading, Notice
from xuncha.documents.composition import compose
from xuncha.documents.fonts import PACKAGED_FAMILY, has_chinese, packaged_fonts, stack
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.typesetting import signature_edges
from xuncha.facts.seen import BEIJING
from xuncha.scratch import Scratch

# For its first page typst begins a thread for each core. One sets hundreds of pages in a second or two; for the few
# pages of most notices the others cost more than they do.
os.environ.setdefault("RAYON_NUM_THREADS", "1")

#: The weight of the font that is installed along with the program.
_REGULAR = 400
_ROLES = {
    "xiaobiaosong": form.XIAOBIAOSONG,
    "fangsong": form.FANGSONG,
    "kaiti": form.KAITI,
    "heiti": form.HEITI,
    "songti": form.SONGTI,
}


class NoChineseFont(RuntimeError):  # noqa: N818 - named after what is missing
    """No font that typst can see holds Chinese: it would print empty boxes."""


def print_with_typst(data: NoticeData) -> bytes:
    """The notice as PDF.

    Raises:
        NoChineseFont: when only empty boxes would be printed.
        typst.TypstError: when the page could not be set.
        NoticeDoesNotReconcile: when the figures contradict each other.
    """
    notice = compose(data)
    faces = _faces()
    available = faces.families()
    if not has_chinese(available):
        raise NoChineseFont
    lower = {family.casefold(): family for family in available}
    fonts = {role: _installed(named, lower) for role, named in _ROLES.items()}
    inputs = {
        "notice": json.dumps(_plain(notice), ensure_ascii=False),
        "fonts": json.dumps(fonts, ensure_ascii=False),
    }
    stamp = datetime.combine(data.issued_on, time(), BEIJING)
    template = resources.files("xuncha.documents").joinpath("notice.typ").read_bytes()
    # An empty root: the template can read no file of this machine.
    with Scratch("typst") as root:
        source = root.path / "notice.typ"
        source.write_bytes(template)
        return typst.compile(
            str(source),
            root=str(root.path),
            sys_inputs=inputs,
            timestamp=stamp,
            format="pdf",
            font_paths=faces,
        )


def _faces() -> typst.Fonts:
    """The fonts of this machine, and the one of the program where the machine has it not. To look at a Chinese font
    takes as long as to print a page of it, so that none is looked at twice."""
    faces = typst.Fonts()
    is_installed = any(face.family == PACKAGED_FAMILY and face.weight == _REGULAR for face in faces.fonts())
    return faces if is_installed else typst.Fonts(font_paths=packaged_fonts())


def _installed(named: str, lower: dict[str, str]) -> list[str]:
    return [lower[family.casefold()] for family in stack(named) if family.casefold() in lower]


def _plain(notice: Notice) -> dict[str, Any]:
    """The notice as JSON holds it. Every part of the body says what it is."""
    plain = asdict(notice)
    kinds = ("heading" if isinstance(block, Heading) else "paragraph" for block in notice.body)
    plain["body"] = [{"kind": kind, **asdict(block)} for kind, block in zip(kinds, notice.body, strict=True)]
    plain["issuer_edge"], plain["date_edge"] = signature_edges(notice.issuer, notice.date_text)
    return plain
