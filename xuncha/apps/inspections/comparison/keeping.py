"""What one home page said, written among the differences: new ones, those still there, those gone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.models import Difference, Round
from xuncha.apps.inspections.results import Finding
from xuncha.facts.seen import Unseen
from xuncha.facts.website import SiteFacts
from xuncha.indicators.kernel import State as RuleState
from xuncha.text.pages.site_identity import Field

What = Difference.What
_BY_FIELD = {
    Field.NAME: What.NAME,
    Field.CODE: What.CODE,
    Field.ADDRESS: What.ADDRESS,
    Field.SPONSOR: What.SPONSOR,
}
_SAID = (RuleState.VIOLATION.value, RuleState.DOUBT.value)


def write_differences(round_: Round, facts: SiteFacts, findings: Sequence[Finding]) -> None:
    """Write what was found of one site; joins the open transaction.

    A home page that did not open says nothing: what was known of the site stays as it is.
    """
    if isinstance(facts.identity, Unseen):
        return
    site = SiteEntry.objects.filter(site_code=facts.site.site_code).first()
    if site is None:
        return
    seen = [_difference(site, one) for one in findings if one.state in _SAID]
    now = timezone.now()
    for one in seen:
        _keep(one, round_, now)
    prints = [one.fingerprint for one in seen]
    open_ones = Difference.objects.filter(site=site, state=Difference.State.OPEN).exclude(
        fingerprint__in=prints
    )
    open_ones.update(state=Difference.State.GONE, settled_at=now, note="比对时已一致")


def _keep(one: Difference, round_: Round, now: Any) -> None:
    """A difference that a person dismissed stays dismissed; one that had gone, or was to be mended, is open again."""
    known = Difference.objects.filter(site=one.site, fingerprint=one.fingerprint).first()
    if known is None:
        one.round, one.first_seen, one.last_seen = round_, now, now
        one.save(force_insert=True)
        return
    for name in ("registered", "stated", "detail", "certain", "urls", "evidence"):
        setattr(known, name, getattr(one, name))
    known.round, known.last_seen = round_, now
    if known.state in (Difference.State.GONE, Difference.State.ACCEPTED):
        known.state, known.settled_at, known.settled_by, known.note = Difference.State.OPEN, None, None, ""
    known.save()


def _difference(site: SiteEntry, found: Finding) -> Difference:
    registered, stated = str(found.observed.get("registered", "")), str(found.observed.get("stated", ""))
    what = _what(found)
    if what == What.UNREGISTERED:
        stated = found.quote
    words = "\n".join((found.fingerprint, stated))
    return Difference(
        site=site,
        what=what,
        registered=registered[:500],
        stated=stated[:500],
        detail=found.detail,
        certain=found.outcome == "hit",
        urls=list(found.urls),
        evidence=[asdict(record) for record in found.evidence],
        fingerprint=hashlib.sha256(words.encode()).hexdigest()[:32],
    )


def _what(found: Finding) -> str:
    """Which difference the rule speaks of, by what it observed."""
    if "hosts" in found.observed:
        return What.UNREGISTERED
    if "state" in found.observed:
        return What.CLOSING if found.quote else What.ALIVE
    field = next((field for field in Field if f"的{field.value}为“" in found.detail), Field.NAME)
    return _BY_FIELD[field]
