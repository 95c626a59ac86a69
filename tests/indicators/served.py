"""Message boards, letters and guides, for tests of rules that read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from seen import HOME, PAGE, SITE, column, entry, home, site_facts

from xuncha.facts.seen import BEIJING, DateSource, Evidence, FetchStatus, Published
from xuncha.facts.services import BoardSeen, GuideSeen, LetterSeen, ServicesSeen
from xuncha.facts.website import SiteFacts
from xuncha.text.guides.guide_labels import GuideElement

BOX = f"{HOME}xzxx/"
LETTER = Evidence(
    "4400000001.warc.gz", "urn:uuid:2", f"{HOME}xj/1.html", "1" * 64, "2025-06-25T10:00:00+08:00"
)
ELEMENTS = tuple(element.value for element in GuideElement)


NEWS = column("工作动态", entries=[entry("2025-06-20")])


def on(day: str | None, source: DateSource = DateSource.TEXT) -> Published | None:
    """A date, with a time of day where ``day`` has one."""
    if day is None:
        return None
    if " " not in day:
        return Published(date.fromisoformat(day), source)
    at = datetime.fromisoformat(day).replace(tzinfo=BEIJING)
    return Published(at.date(), source, at)


def letter(asked: str | None, answered: str | None = None, **more: Any) -> LetterSeen:
    """A valid letter; answered where a day is given, else not."""
    given: dict[str, Any] = {
        "title": "新城路路灯不亮请尽快维修",
        "url": LETTER.url,
        "asked": on(asked),
        "answered": on(answered),
        "newest": on(answered or asked),
        "is_answered": answered is not None,
        "valid": True,
        "evidence": LETTER,
    }
    return LetterSeen(**{**given, **more})


def board(*letters: LetterSeen, name: str = "县长信箱", **more: Any) -> BoardSeen:
    given: dict[str, Any] = {"url": BOX, "status": FetchStatus.OK, "can_write": True, "evidence": PAGE}
    return BoardSeen(name=name, letters=letters, **{**given, **more})


def guide(number: int, missing: int, **more: Any) -> GuideSeen:
    """A guide that lacks the last ``missing`` of the eight elements."""
    url = f"{HOME}bszn/{number}.html"
    evidence = Evidence(
        "4400000001.warc.gz", f"urn:uuid:g{number}", url, "2" * 64, "2025-06-25T10:00:00+08:00"
    )
    given: dict[str, Any] = {
        "title": f"第{number}号事项",
        "url": url,
        "missing": ELEMENTS[8 - missing :],
        "evidence": evidence,
    }
    return GuideSeen(**{**given, **more})


def offering(*guides: GuideSeen, **more: Any) -> ServicesSeen:
    given: dict[str, Any] = {"offered": True, "all_guides_read": True, "evidence": PAGE}
    return ServicesSeen(guides=guides, **{**given, **more})


def facts_with(**fields: Any) -> SiteFacts:
    """A site whose home page and columns were read, and nothing more."""
    return site_facts(**{"homepage": home(), "columns": (NEWS,), **fields})


def of_site(facts: SiteFacts, **changes: Any) -> SiteFacts:
    """The same facts of another kind of site."""
    return replace(facts, site=replace(SITE, **changes))
