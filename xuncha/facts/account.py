"""What was seen of one government new-media account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xuncha.facts.seen import Evidence, Unseen
from xuncha.facts.targets import MediaAccount
from xuncha.facts.words import WordEntry


@dataclass(frozen=True, slots=True)
class Post:
    """One post of an account.

    ``collections``: the 合集 or 栏目 it was put into, () for one in none, None where the export does not say.
    ``reads``: how often it was read or played (阅读数、播放数), None where the export does not say.
    """

    post_id: str
    published_at: datetime
    title: str
    text: str
    url: str
    collections: tuple[str, ...] | None = None
    reads: int | None = None


class ChannelKind(StrEnum):
    """Kinds of interactive functions of an account; ``COLUMN`` is a 合集 or 栏目 that is only read."""

    MENU = "menu"
    MINI_PROGRAM = "mini_program"
    COMMENT = "comment"
    MESSAGE = "message"
    DOWNLOAD = "download"
    COLUMN = "column"


class ChannelResult(StrEnum):
    """How a look at an interactive function ended. ``ABSENT``: looked, and there is none."""

    OK = "ok"
    FAILED = "failed"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ChannelCheck:
    """One interactive function of an account, seen at one time.

    ``newest`` is the day of the newest content seen behind it, None where nobody wrote one down.
    """

    checked_at: datetime
    kind: ChannelKind
    name: str
    url: str
    result: ChannelResult
    detail: str
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Everything seen of one account. ``posts`` is ``Unseen`` when the export holds none of its posts.

    ``office_words`` is the list the whole inspection was given; it is kept once, with the targets.
    """

    account: MediaAccount
    posts: tuple[Post, ...] | Unseen
    channels: tuple[ChannelCheck, ...] | Unseen
    posts_evidence: Evidence | None = None
    channels_evidence: Evidence | None = None
    office_words: tuple[WordEntry, ...] = ()
