"""Texts of a site, for tests of rules that read what its pages say."""

from __future__ import annotations

from datetime import date
from typing import Any

from seen import HOME, PAGE

from xuncha.facts.content import AttachmentSeen, TextRole, TextSeen
from xuncha.facts.seen import DateSource, Published


def said(
    number: int, text: str, day: str | None = "2025-06-10", column: str = "工作动态", **more: Any
) -> TextSeen:
    """An article of a column, published on ``day``; None for one without a date."""
    given: dict[str, Any] = {
        "title": "县里近期的一项工作",
        "role": TextRole.ARTICLE,
        "column": column,
        "column_url": f"{HOME}{column}/",
        "published": Published(date.fromisoformat(day), DateSource.META) if day else None,
        "evidence": PAGE,
    }
    return TextSeen(url=url_of(number), text=text, **{**given, **more})


def url_of(number: int) -> str:
    return f"{HOME}a/{number}.html"


def attached(name: str, text: str, problem: str = "") -> AttachmentSeen:
    return AttachmentSeen(f"{HOME}fj/{name}", name, text, problem, PAGE)
