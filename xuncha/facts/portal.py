"""What the scored indicators of a portal ask for beside its columns: tags, marks, addresses, linked files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xuncha.facts.seen import Evidence


class PageRole(StrEnum):
    """What kind of page carries tags: the guide of 2017 asks for different ones on each."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"

    @property
    def label(self) -> str:
        """The role in the words used on screen and in documents."""
        return {"home": "首页", "column": "栏目页", "article": "内容页"}[self.value]


@dataclass(frozen=True, slots=True)
class TagsSeen:
    """The meta tags of one page that 网页标签 asks for: names in lower case, values as written, "" where empty."""

    url: str
    role: PageRole
    tags: tuple[tuple[str, str], ...]
    evidence: Evidence | None = None

    def value(self, name: str) -> str | None:
        """The value of a tag, whatever the case of its name; None where the page has no such tag."""
        return next((value for own, value in self.tags if own == name.lower()), None)


class SearchEntry(StrEnum):
    """How a home page offers its search."""

    FORM = "form"
    LINK = "link"
    HINT = "hint"  # a word or a script speaks of searching, nothing more was seen
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MarksSeen:
    """What the foot of a home page shows, by the words that stand for it, and the way to search.

    ``unseen`` says in Chinese what of the page was not read and may hold more, empty where it was read whole.
    """

    url: str
    party_mark: bool
    site_code: bool
    icp: bool
    police: bool
    sponsor: bool
    contact: bool
    report: bool
    search: SearchEntry
    unseen: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Ipv6Seen:
    """The IPv6 addresses (AAAA) of the home page's host. ``control`` is another host of the directory for
    which the same name server gave such addresses, "" where it gave none for any that was asked."""

    host: str
    addresses: tuple[str, ...]
    control: str = ""


@dataclass(frozen=True, slots=True)
class InterpretationSeen:
    """A policy document and its interpretation, paired by title, both pages read."""

    document_title: str
    document_url: str
    interpretation_title: str
    interpretation_url: str
    from_document: bool
    to_document: bool
    evidence: tuple[Evidence, ...] = ()
