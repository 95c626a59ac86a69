"""What the pages say: texts, attachments, letters, guides, and traces of tampering."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xuncha.facts.seen import Evidence, Published


class TextRole(StrEnum):
    """What kind of page a text stands on."""

    ARTICLE = "article"
    PAGE = "page"  # the home page or a column's page, menus and titles included
    LETTER = "letter"  # a published letter with its answer


@dataclass(frozen=True, slots=True)
class AttachmentSeen:
    """A document linked from an article. ``problem`` says in Chinese why its text is missing or incomplete."""

    url: str
    name: str
    text: str
    problem: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class TextSeen:
    """The words of one page. ``column`` and ``column_url`` name the column that lists it, empty where none does.

    ``last_modified`` is the server's header as sent; ``lossy``: some bytes could not be decoded, so that
    no rule about wording may read the text.
    """

    url: str
    title: str
    text: str
    role: TextRole
    column: str = ""
    column_url: str = ""
    published: Published | None = None
    last_modified: str = ""
    lossy: bool = False
    evidence: Evidence | None = None
    attachments: tuple[AttachmentSeen, ...] = ()
