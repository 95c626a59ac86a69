"""Pages that were shown in a browser, and where the proof of it is kept."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import Evidence


@dataclass(frozen=True, slots=True)
class RenderingSeen:
    """A page as a browser showed it.

    ``page`` is the record id of the page as delivered: a finding that cites that record rests on what is
    kept here too. ``dom`` is the HTML after its scripts had run, ``picture`` the screenshot, None where
    none could be taken; ``remark`` says in Chinese what the picture lacks, empty when nothing.
    """

    url: str
    page: str
    dom: Evidence
    picture: Evidence | None = None
    remark: str = ""
