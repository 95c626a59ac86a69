"""What was seen of interaction and services: message boards with their letters, guides, ways in."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import Evidence, FetchStatus, Published


@dataclass(frozen=True, slots=True)
class LetterSeen:
    """A published letter. ``answered`` is None and ``is_answered`` None where the page does not say.

    ``valid``: whether it is a 有效留言, None where its words do not tell; ``reason`` says why not.
    ``said`` are the words of question and answer, as far as they were read.
    """

    title: str
    url: str
    asked: Published | None = None
    answered: Published | None = None
    newest: Published | None = None
    is_answered: bool | None = None
    valid: bool | None = None
    reason: str = ""
    evidence: Evidence | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class BoardSeen:
    """A page for consultation (政务咨询). ``can_write``: a form or a way to one stands on it.

    ``special``: a channel of petitions or discipline, which does not count as one. ``unseen`` says in
    Chinese why letters may be missing here, empty where the page was read whole; ``writing`` why it is
    in doubt that one can write. ``entrance``: no column of letters, only a way to write: a form or link
    of the home page, a link to another site.
    """

    name: str
    url: str
    status: FetchStatus
    letters: tuple[LetterSeen, ...] = ()
    can_write: bool = False
    special: bool = False
    unseen: str = ""
    evidence: Evidence | None = None
    writing: str = ""
    entrance: bool = False


@dataclass(frozen=True, slots=True)
class GuideSeen:
    """A service guide. ``missing`` names the element classes without a value.

    ``unseen`` says what may hold them (a script, a file), empty where the page was read whole: only then
    is *missing* a fact.
    """

    title: str
    url: str
    missing: tuple[str, ...]
    unseen: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class ServicesSeen:
    """Services of a site. ``offered`` is None where that cannot be told; ``unseen`` then says why.

    ``all_guides_read`` is False where guides were listed that were not opened, or would not open.
    ``elsewhere``: a way leads to a service portal or another site, whose guides are not judged here.
    """

    offered: bool | None
    guides: tuple[GuideSeen, ...]
    all_guides_read: bool
    evidence: Evidence | None = None
    unseen: str = ""
    elsewhere: bool = False
