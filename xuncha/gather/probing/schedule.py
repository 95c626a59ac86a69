"""When each site is sampled: evenly over the day, each site at its own minute, so that no moment is crowded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from xuncha.facts.seen import BEIJING

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Schedule:
    """``per_day`` samples of every site on each calendar day in Beijing, equally far apart.

    A site's slots begin at the same times every day, told from its code alone: a service that was stopped
    goes on with them, and what was missed is not made up for, since samples must be spaced.
    """

    per_day: int = 24

    @property
    def interval_s(self) -> int:
        """Seconds between two samples of a site."""
        return _DAY_S // self.per_day

    def slot(self, site_code: str, at: datetime) -> datetime:
        """When the slot began in which ``at`` lies for this site."""
        local = at.astimezone(BEIJING)
        first = local.replace(hour=0, minute=0, second=0, microsecond=0)
        first += timedelta(seconds=self._offset(site_code))
        if local < first:
            first -= timedelta(days=1)
        number = min((local - first) // timedelta(seconds=self.interval_s), self.per_day - 1)
        return first + timedelta(seconds=number * self.interval_s)

    def is_due(self, site_code: str, last: datetime | None, now: datetime) -> bool:
        """True when the present slot has no sample yet."""
        return last is None or last < self.slot(site_code, now)

    def _offset(self, site_code: str) -> int:
        digest = hashlib.sha256(site_code.encode()).digest()
        return int.from_bytes(digest[:4]) % self.interval_s
