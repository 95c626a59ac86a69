"""The office's own 正误词库, as handed in for one inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WordEntry:
    """One wrong form.

    ``not_after`` and ``not_before`` are patterns for the text just before and just after it, ``not_in`` longer
    words that contain it; where one fits, the form is no fault. ``valid_from`` and ``valid_until`` (both
    inclusive) bound the days on which it is one: a name that was changed on a day is right in older texts.
    ``must_find`` and ``must_pass`` are sentences that show what the entry means; an entry that does not do what
    they show is refused. ``line`` is its line in the file, 0 where it came from none.
    """

    wrong: str
    right: str
    serious: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    must_find: tuple[str, ...] = ()
    must_pass: tuple[str, ...] = ()
    line: int = 0

    def holds_on(self, day: date) -> bool:
        """Whether the form counts as wrong on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )
