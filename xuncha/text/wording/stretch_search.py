"""The likely typos of runs of Chinese characters; what was judged before is remembered."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from xuncha.text.wording.features import Corrections, Models, corrections_of_each
from xuncha.text.wording.packed import Floats, Ints
from xuncha.text.wording.quick_look import hopeful
from xuncha.text.wording.trees import Trees

#: Runs remembered: menus, notes and set phrases come back on every page of a website.
_REMEMBERED = 20_000
#: Runs searched together; a character may have a thousand words near it.
_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Change:
    """Characters ``first`` to ``last`` of a run should probably read ``meant``; ``probability`` 0 to 1."""

    first: int
    last: int
    meant: str
    probability: float


class StretchSearch:
    """A search of runs for changes of probability ``least`` and above; with ``quick`` only where there is hope.

    What it finds in a run depends on the run and the three characters on either side alone, never on what was
    searched before. May be used from several threads.
    """

    def __init__(self, models: Models, judge: Trees, least: float, *, quick: bool) -> None:
        self.models = models
        self._judge = judge
        self._least = least
        self._quick = quick
        self._known: OrderedDict[bytes, tuple[Change, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def likely(self, stretches: list[Ints]) -> list[tuple[Change, ...]]:
        """For each run, coded with three numbers of context on either side, its changes, the likeliest first."""
        keys = [stretch.tobytes() for stretch in stretches]
        found = self._remembered(keys)
        fresh = {key: stretch for key, stretch in zip(keys, stretches, strict=True) if key not in found}
        worth = hopeful(list(fresh.values()), self.models) if self._quick else np.ones(len(fresh), bool)
        judged: dict[bytes, tuple[Change, ...]] = dict.fromkeys(fresh, ())
        searched = [key for key, hope in zip(fresh, worth.tolist(), strict=True) if hope]
        for place in range(0, len(searched), _AT_ONCE):
            some = searched[place : place + _AT_ONCE]
            judged |= zip(some, self._changes([fresh[key] for key in some]), strict=True)
        self._remember(judged)
        found |= judged
        return [found[key] for key in keys]

    def _remembered(self, keys: list[bytes]) -> dict[bytes, tuple[Change, ...]]:
        with self._lock:
            known = {key: self._known[key] for key in keys if key in self._known}
            for key in known:
                self._known.move_to_end(key)
        return known

    def _remember(self, judged: dict[bytes, tuple[Change, ...]]) -> None:
        with self._lock:
            self._known |= judged
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)

    def _changes(self, stretches: list[Ints]) -> Iterator[tuple[Change, ...]]:
        every = corrections_of_each(stretches, self.models)
        likely = self._judge.probability(np.concatenate([found.figures for found in every]))
        cuts = np.cumsum([len(found.meant) for found in every])[:-1]
        for found, own in zip(every, np.split(likely, cuts), strict=True):
            yield self._chosen(found, own)

    def _chosen(self, found: Corrections, likely: Floats) -> tuple[Change, ...]:
        chosen: list[Change] = []
        for index in np.argsort(-likely, kind="stable").tolist():
            if likely[index] < self._least:
                break
            change = Change(
                int(found.first[index]), int(found.last[index]), found.meant[index], float(likely[index])
            )
            if not any(change.first <= kept.last and kept.first <= change.last for kept in chosen):
                chosen.append(change)
        return tuple(chosen)
