"""What the sample province is made of, before any HTML is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from xuncha.facts.account import ChannelCheck, Post
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import ColumnKind, MediaAccount, Site
from xuncha.facts.website import ProbeSample

#: The monitoring timepoint of the sample province. Nothing in it depends on today's date.
ASOF = datetime(2025, 6, 25, 10, 0, tzinfo=BEIJING)
#: 14 days before the timepoint: the limit of W301, of news columns in W401, and of A201.
TWO_WEEKS_BEFORE = ASOF - timedelta(days=14)
#: 6 calendar months before the timepoint: the limit of notices and policy documents in W401.
SIX_MONTHS_BEFORE = datetime(2024, 12, 25, 10, 0, tzinfo=BEIJING)
#: 365 days before the timepoint: the limit of N107, and of W402 where no period is listed.
ONE_YEAR_BEFORE = ASOF - timedelta(days=365)


class Body(StrEnum):
    """What a column page shows below its heading."""

    LIST = "list"
    TEXT = "text"
    BLANK = "blank"  # an empty list
    PLACEHOLDER = "placeholder"  # bare words such as 暂无数据
    EXPLAINED = "explained"  # a sentence that says why it is empty
    SCRIPT = "script"  # an empty list that a script fills
    DATA = "data"  # letters that a script loads
    FORM = "form"  # a form to write, and nothing else


class Order(StrEnum):
    """How a column sorts its items."""

    NEWEST_FIRST = "newest_first"
    OLDEST_FIRST = "oldest_first"
    PINNED_FIRST = "pinned_first"  # a first page of old pinned items, the new ones behind


class HomeKind(StrEnum):
    """What a home page shows."""

    NEWS = "news"
    ENTRANCE = "entrance"  # nothing but the navigation


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column as planned: ``items`` articles, the newest on day ``newest``, ``step`` days apart."""

    slug: str
    name: str
    kind: ColumnKind
    newest: date
    items: int
    step: int
    body: Body = Body.LIST
    status: int = 200
    order: Order = Order.NEWEST_FIRST
    period_days: int | None = None
    parent: str = ""  # slug of the first-level column whose side menu alone leads here
    special: bool = False  # reached from the block 专题专栏 only
    text: str = ""  # the sentence of an explained column


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``status`` is what its own address answers; ``attachment_status`` its document's.

    ``answered``: when a letter was, None for one that is open. ``scripted``: a guide that a script fills in.
    """

    number: int
    title: str
    published: datetime
    source: str
    paragraphs: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()  # rows of a service guide
    pinned: bool = False
    status: int = 200
    attachment: str = ""
    attachment_status: int = 200
    answered: datetime | None = None
    scripted: bool = False


@dataclass(frozen=True, slots=True)
class DemoColumn:
    """A column with its articles, in the order the site shows them."""

    number: int
    spec: ColumnSpec
    articles: tuple[Article, ...]

    @property
    def newest(self) -> datetime | None:
        """Publication time of the newest article, None for a column without any."""
        return max((article.published for article in self.articles), default=None)


@dataclass(frozen=True, slots=True)
class OddLink:
    """A link of the home page beside the ordinary ones. ``status`` is what GET answers, ``head`` HEAD."""

    href: str
    text: str
    status: int | None = None  # None: no page stands behind it (mailto:, #anchor …)
    head: int | None = None
    commented_out: bool = False


@dataclass(frozen=True, slots=True)
class DemoSite:
    """One site: its registry row, its look, its columns and what is planted on it."""

    site: Site
    host: str
    style: str
    plot: str
    listed: bool  # whether columns.csv lists its columns
    columns: tuple[DemoColumn, ...]
    home: HomeKind = HomeKind.NEWS
    odd_links: tuple[OddLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What the server answers at one address. ``delay`` in seconds; ``head`` replaces the status of HEAD."""

    status: int
    content_type: str
    body: bytes
    location: str = ""
    delay: float = 0.0
    head: int | None = None


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault built into the province. ``target_id``: 网站标识码 or 账号标识; ``outcome``: hit or doubt.

    ``settled_by_a_browser``: a doubt that a browser, where there is one, may settle as no fault.
    """

    target_id: str
    code: str
    outcome: str
    why: str
    settled_by_a_browser: bool = False


@dataclass(frozen=True, slots=True)
class Province:
    """The whole sample province. ``pages`` maps host, then path with sorted query, to the answer."""

    sites: tuple[DemoSite, ...]
    registry: tuple[Site, ...]
    accounts: tuple[MediaAccount, ...]
    posts: Mapping[str, tuple[Post, ...]]
    channels: Mapping[str, tuple[ChannelCheck, ...]]
    probes: Mapping[str, tuple[ProbeSample, ...]]
    reports: tuple[ErrorReport, ...]
    pages: Mapping[str, Mapping[str, Page]] = field(repr=False)
    planted: tuple[Planted, ...] = ()
