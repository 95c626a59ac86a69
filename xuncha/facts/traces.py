"""Traces of tampering on the pages of a site, and what its home page says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.facts.seen import Evidence


@dataclass(frozen=True, slots=True)
class TraceSeen:
    """A link or change that visitors do not see, or a link to an illegal target.

    ``technique`` says how it is hidden, "" for a visible link; ``suspicion`` what its words or host look
    like (赌博、色情、黑产), "" where only the hiding speaks against it.
    """

    page_url: str
    url: str
    text: str
    technique: str
    reason: str
    suspicion: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class IdentitySeen:
    """What a home page says of itself; fields as in ``xuncha.text.site_identity.StatedIdentity``.

    ``closing`` quotes a notice that the site is closed or moved. ``unregistered`` are hosts of the site's
    own domain that it links to and that the directory does not hold.
    """

    address: str
    meta_name: str = ""
    meta_domains: tuple[str, ...] = ()
    meta_code: str = ""
    foot_codes: tuple[str, ...] = ()
    sponsors: tuple[str, ...] = ()
    undertakers: tuple[str, ...] = ()
    icp_numbers: tuple[str, ...] = ()
    police_numbers: tuple[str, ...] = ()
    report_link: str = ""
    report_code: str = ""
    phones: tuple[str, ...] = ()
    closing: str = ""
    unregistered: tuple[str, ...] = ()
    evidence: Evidence | None = None
