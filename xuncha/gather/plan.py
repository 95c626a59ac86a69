"""What to look at on one site, and how far to go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.targets import ListedColumn, Site
from xuncha.facts.website import ProbeSample

#: Facts for which it does not matter what the articles in the columns' lists say, nor what anybody knows already.
_WITHOUT_ARTICLES = frozenset(
    {"links", "opened_columns", "identity", "marks", "ipv6"}
    | {"site", "asof", "coverage", "probes", "probes_evidence", "office_words"}
)


@dataclass(frozen=True, slots=True)
class Depth:
    """How far a visit goes. Every figure bounds one way in which a site could keep us for ever.

    ``fresh_days`` is no limit of a standard: reading a list stops at an item this young, because no rule
    asks for a younger one. ``whole_site``: what is left of ``max_pages`` goes to every other page of the site,
    for its links. ``site_minutes`` is how long the site may keep us waiting in all, request by request; infinite
    for as long as it takes.
    """

    max_pages: int = 300
    max_links: int = 900
    max_columns: int = 120
    list_pages: int = 6
    articles_per_column: int = 5
    articles_when_undated: int = 12
    home_articles: int = 30
    attachments: int = 40
    letters: int = 40
    guides: int = 30
    rendered_pages: int = 40
    fresh_days: int = 14
    confirm_pause_s: float = 1.0
    site_minutes: float = 120.0
    whole_site: bool = False


@dataclass(frozen=True, slots=True)
class SitePlan:
    """One site to look at, with what the office knows of it.

    ``hosts`` are the host names of the whole directory; ``staged`` is True when every name is reached
    through one staging address, so that other hosts' answers prove nothing about them. ``wanted`` names the
    facts that are asked for, None for all of them.
    """

    site: Site
    columns: tuple[ListedColumn, ...]
    asof: datetime
    depth: Depth
    probes: tuple[ProbeSample, ...] | Unseen
    probes_evidence: Evidence | None = None
    crawl: bool = True
    wanted: frozenset[str] | None = None
    hosts: frozenset[str] = field(default_factory=frozenset)
    staged: bool = False

    def wants(self, fact: str) -> bool:
        """True when an indicator in scope reads this fact."""
        return self.wanted is None or fact in self.wanted

    @property
    def reads_articles(self) -> bool:
        """True when an indicator in scope asks for a fact that rests on what articles say: dates, words, tags."""
        return self.wanted is None or not self.wanted <= _WITHOUT_ARTICLES
