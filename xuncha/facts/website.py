"""What was seen of one website."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xuncha.facts.content import TextSeen
from xuncha.facts.portal import InterpretationSeen, Ipv6Seen, MarksSeen, TagsSeen
from xuncha.facts.renderings import RenderingSeen
from xuncha.facts.seen import Evidence, FetchStatus, Published, Unseen
from xuncha.facts.services import BoardSeen, ServicesSeen
from xuncha.facts.targets import ColumnKind, Site
from xuncha.facts.traces import IdentitySeen, TraceSeen
from xuncha.facts.words import WordEntry

#: What can come in place of a home page although the answer looks fine.
PAGES = (
    FetchStatus.SUSPENDED,
    FetchStatus.BLOCKED,
    FetchStatus.EMPTY,
    FetchStatus.SERVER_ERROR,
    FetchStatus.BAD_RESPONSE,
)


@dataclass(frozen=True, slots=True)
class ProbeSample:
    """One availability sample. ``outcome`` is an HTTP status as text, or timeout/dns/connect/tls/reset.

    ``elapsed_ms`` is the time until the page was open or the attempt given up, in milliseconds, None
    where the probe recorded none; ``valid`` is False when our own network was down. ``page`` is what an
    answer that looks fine brought in place of the home page: a notice of maintenance (``SUSPENDED``), a
    firewall's page (``BLOCKED``), nothing at all (``EMPTY``) …
    """

    at: datetime
    elapsed_ms: int | None
    outcome: str
    valid: bool
    page: FetchStatus = FetchStatus.OK


@dataclass(frozen=True, slots=True)
class EntrySeen:
    """One item (信息) of a list: an article as its list row, and where opened its own page, show it.

    ``article`` is how opening the article's page ended, None when it was not opened. An item is
    *undated* only when its page was opened and neither row nor page carries a date.
    """

    title: str
    url: str
    published: Published | None = None
    pinned: bool = False
    article: FetchStatus | None = None
    evidence: Evidence | None = None
    future: bool = False  # the printed date lies after the monitoring timepoint; then not used
    unclear: bool = False  # its page prints something that may be a date but cannot be read as one

    @property
    def is_undated(self) -> bool:
        """True when we looked at row and page and no publication date is printed."""
        return self.published is None and self.article is FetchStatus.OK and not self.unclear

    @property
    def is_unseen(self) -> bool:
        """True when the item may have a date we have not seen."""
        return self.published is None and not self.is_undated


def newest_of(entries: tuple[EntrySeen, ...]) -> EntrySeen | None:
    """The item with the latest publication date that is not in the future, None when there is none."""
    dated = [(entry.published.sort_key, entry) for entry in entries if entry.published and not entry.future]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


class KindSource(StrEnum):
    """Who says what kind a column is."""

    LISTED = "listed"  # the column list
    META = "meta"  # ColumnType on the page
    NAME = "name"  # inferred from the column's name


class Content(StrEnum):
    """What the body of a column page holds."""

    ENTRIES = "entries"  # a list with at least one item
    TEXT = "text"  # no list, but text, a picture or a document of its own
    EXPLAINED = "explained"  # nothing, and the page says why
    NOTHING = "nothing"  # nothing at all
    SCRIPT = "script"  # the list is filled by a script that was not run, or not to its end
    FRAME = "frame"  # the list stands in a frame of another site that was not shown


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """栏目 as seen. ``status`` is how opening its first page ended.

    ``entries`` are the items that were read, ``complete`` that these are all. ``conclusive`` is True when no item left unread can be
    newer than these: the list was read to its end, or is sorted newest first; ``complete`` that it was read
    to its end. ``level`` is 1 for a column linked from
    the home page or listed, 2 for a sub-column found only inside another column.
    """

    name: str
    kind: ColumnKind
    kind_source: KindSource
    url: str
    level: int
    status: FetchStatus
    evidence: Evidence | None = None
    content: Content = Content.NOTHING
    entries: tuple[EntrySeen, ...] = ()
    conclusive: bool = False
    pages_read: int = 0
    stop_reason: str = ""
    period_days: int | None = None
    http_status: int | None = None
    complete: bool = False

    @property
    def is_seen(self) -> bool:
        """True when the column's content was readable without a script engine."""
        return self.status is FetchStatus.OK and self.content not in (Content.SCRIPT, Content.FRAME)

    @property
    def is_blank(self) -> bool:
        """空白栏目: opened, read, and there is nothing in it."""
        return self.is_seen and self.content is Content.NOTHING

    @property
    def newest(self) -> EntrySeen | None:
        """The item with the latest usable publication date."""
        return newest_of(self.entries)


@dataclass(frozen=True, slots=True)
class HomepageSeen:
    """首页 as seen. ``navigation_only``: it links to columns and shows no item of its own. ``picture_only``: it is
    a picture, with hardly a word or a link beside it that could be read."""

    url: str
    status: FetchStatus
    evidence: Evidence | None = None
    entries: tuple[EntrySeen, ...] = ()
    navigation_only: bool = False
    needs_script: bool = False
    conclusive: bool = False
    http_status: int | None = None
    stop_reason: str = ""
    picture_news: Content | None = None  # the block headed 图片新闻, None where there is no such block
    picture_only: bool = False
    offers: tuple[str, ...] = ()  # articles of the site to which its pictures lead: banners, floating boxes
    cause: str = ""  # why it would not open, where more is known than its status says

    @property
    def why(self) -> str:
        """How opening it ended, in words: with the cause where one is known."""
        return self.cause or self.status.label

    @property
    def newest(self) -> EntrySeen | None:
        """The item with the latest usable publication date."""
        return newest_of(self.entries)


class LinkRole(StrEnum):
    """What a link is for, which decides under which code a dead one is named."""

    COLUMN = "column"
    PICTURE_NEWS = "picture_news"
    ENTRY = "entry"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LinkSeen:
    """A link whose target did not open. ``tries`` counts requests; ``found_on`` the first pages, in order.

    ``certain`` is False where the answer does not stand for the real target: another organisation's
    host reached through a staging address.
    """

    url: str
    text: str
    role: LinkRole
    status: FetchStatus
    http_status: int | None
    tries: int
    external: bool
    found_on: tuple[str, ...]
    evidence: Evidence | None = None
    certain: bool = True


class RobotsRule(StrEnum):
    """What was made of a robots.txt."""

    OBEY = "obey"  # its rules were obeyed
    ABSENT = "absent"  # there is none: everything is allowed
    UNREADABLE = "unreadable"  # no rules could be read: taken for allowed
    IGNORED = "ignored"  # the office decided to look all the same

    @property
    def label(self) -> str:
        """The rule in the words used on screen and in documents."""
        return _ROBOTS_LABELS[self]


_ROBOTS_LABELS = {
    RobotsRule.OBEY: "已读取，按其规定执行",
    RobotsRule.ABSENT: "网站没有设置，按允许处理",
    RobotsRule.UNREADABLE: "未能读取，按允许处理",
    RobotsRule.IGNORED: "按检查要求未予理会",
}


@dataclass(frozen=True, slots=True)
class RobotsSeen:
    """What the robots.txt of a host (scheme, name and port) meant for the visit; ``reason`` says why, in Chinese.

    ``evidence`` is the file as it came, None where none was asked for.
    """

    host: str
    rule: RobotsRule
    reason: str
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a site was looked at. ``pages`` were asked for, ``reached`` answered with a readable page."""

    pages: int = 0
    reached: int = 0
    links: int = 0
    links_checked: int = 0
    stop_reason: str = ""
    causes: tuple[tuple[str, int], ...] = ()  # (FetchStatus value, pages), for what was not reached
    tls: tuple[
        str, ...
    ] = ()  # host and what is wrong with its certificate or TLS version; it was read all the same
    robots: tuple[RobotsSeen, ...] = ()  # of the site's own hosts


#: For facts that no indicator in scope asks for.
NOT_ASKED = Unseen("检查范围内没有指标需要，未读取")


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """Everything seen of one website in one inspection. A field no gatherer could fill is ``Unseen``.

    ``office_words`` is the list the whole inspection was given; it is kept once, with the targets, not with each site.
    ``renderings`` are pages that were also shown in a browser, in the order of their addresses. ``column_pages`` are the
    columns without what they list, where nobody asked for that; ``columns`` is then not asked for.
    """

    site: Site
    coverage: Coverage
    homepage: HomepageSeen | Unseen
    columns: tuple[ColumnSeen, ...] | Unseen
    links: tuple[LinkSeen, ...] | Unseen
    probes: tuple[ProbeSample, ...] | Unseen
    probes_evidence: Evidence | None = None
    texts: tuple[TextSeen, ...] | Unseen = NOT_ASKED
    boards: tuple[BoardSeen, ...] | Unseen = NOT_ASKED
    services: ServicesSeen | Unseen = NOT_ASKED
    traces: tuple[TraceSeen, ...] | Unseen = NOT_ASKED
    identity: IdentitySeen | Unseen = NOT_ASKED
    tags: tuple[TagsSeen, ...] | Unseen = NOT_ASKED
    marks: MarksSeen | Unseen = NOT_ASKED
    ipv6: Ipv6Seen | Unseen = NOT_ASKED
    interpretations: tuple[InterpretationSeen, ...] | Unseen = NOT_ASKED
    office_words: tuple[WordEntry, ...] = ()
    renderings: tuple[RenderingSeen, ...] = ()
    column_pages: tuple[ColumnSeen, ...] | Unseen = NOT_ASKED

    @property
    def opened_columns(self) -> tuple[ColumnSeen, ...] | Unseen:
        """The columns as far as it is a matter of their own pages: address, name, kind, and how opening ended.

        What they list may be missing, and nothing may be made of that.
        """
        return self.columns if self.column_pages == NOT_ASKED else self.column_pages

    @property
    def is_cut_off(self) -> bool:
        """True when our own network failed while the site was visited: it has to be visited again."""
        links = () if isinstance(self.links, Unseen) else self.links
        ends = {FetchStatus(status) for status, _ in self.coverage.causes} | {link.status for link in links}
        return FetchStatus.OWN_NETWORK in ends
