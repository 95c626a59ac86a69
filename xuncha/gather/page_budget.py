"""Who may open how many pages of a site, so that the choice never depends on which answer comes first.

Pages are granted in the order of asking as long as one reader asks at a time. Where several read side by
side, each gets an equal share to spend as it likes; what is left over is dealt out, a page each in the
order of the readers, only once every reader is finished or waits. The same site thus yields the same
pages in every run.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
#: A page's place in the fixed order: the asking's turn, then for readers side by side whose, then its how-many-eth.
Rank = tuple[int, int, int]


class PageBudget:
    """The pages one visit may open, counted by page key."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._ranks: dict[str, Rank] = {}
        self._turn = 0

    @property
    def left(self) -> int:
        """Pages that may still be opened."""
        return max(0, self._pages - len(self._ranks))

    def rank(self, key: str) -> Rank:
        """The place of a granted page in an order that is the same in every run."""
        return self._ranks[key]

    def has_granted(self, key: str, before_turn: int | None = None) -> bool:
        """True for a page that was granted already, or before that turn."""
        rank = self._ranks.get(key)
        return rank is not None and (before_turn is None or rank[0] < before_turn)

    def grant(self, key: str, rank: Rank | None = None) -> None:
        """Count a page; asked for by several readers, it stands where the first of them has it."""
        if rank is None:
            rank = (self.next_turn(), 0, 0)
        self._ranks[key] = min(self._ranks.get(key, rank), rank)

    async def admits(self, key: str) -> bool:
        """True when the page may be opened; False once the budget is spent."""
        if key not in self._ranks:
            if not self.left:
                return False
            self.grant(key)
        return True

    def opened(self, key: str) -> None:
        """The opening that :meth:`admits` allowed has ended."""

    def next_turn(self) -> int:
        """A new place in the fixed order."""
        self._turn += 1
        return self._turn


class Share:
    """One reader's part of a budget. Stands in for the budget while several read side by side."""

    def __init__(
        self, budget: PageBudget, rank: tuple[int, int], pages: int, settle: Callable[[], None]
    ) -> None:
        self._budget = budget
        self._rank = rank
        self._pages = pages
        self._settle = settle
        self._keys: dict[str, None] = {}
        self._opening = 0
        self.waiting: deque[tuple[str, Rank, asyncio.Future[bool]]] = deque()
        self.is_done = False

    @property
    def is_idle(self) -> bool:
        """True when the reader is finished, or can do nothing before it is granted another page.

        A reader asks for several pages at once only where none of them leads it to ask for more.
        """
        return self.is_done or (not self._opening and bool(self.waiting))

    async def admits(self, key: str) -> bool:
        """True when the page may be opened; waits for the others where the reader's own share is spent."""
        rank = (*self._rank, len(self._keys) + len(self.waiting))
        # What an earlier reader opened costs nothing; what one beside us opens may not have come yet.
        if key not in self._keys and not self._budget.has_granted(key, before_turn=self._rank[0]):
            if len(self._keys) < self._pages:
                self._take(key, rank)
            elif not await self._wait(key, rank):
                return False
        self._opening += 1
        return True

    def opened(self, key: str) -> None:
        """The opening that :meth:`admits` allowed has ended."""
        self._opening -= 1
        self._settle()

    def answer(self, allowed: bool) -> None:
        """Grant or refuse the page that has waited longest."""
        key, rank, asked = self.waiting.popleft()
        if asked.done():  # given up meanwhile
            return
        if allowed:
            self._take(key, rank)
            self._pages = max(self._pages, len(self._keys))
        asked.set_result(allowed)

    def _take(self, key: str, rank: Rank) -> None:
        self._keys[key] = None
        self._budget.grant(key, rank)

    async def _wait(self, key: str, rank: Rank) -> bool:
        asked: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting.append((key, rank, asked))
        self._settle()
        return await asked


async def read_side_by_side(
    budget: PageBudget, readers: Sequence[Callable[[Share], Coroutine[Any, Any, T]]]
) -> list[T]:
    """Run readers at the same time, each with its share of the budget; their results in order."""
    return await _Division(budget, len(readers)).run(readers)


class _Division:
    """A budget divided among readers."""

    def __init__(self, budget: PageBudget, readers: int) -> None:
        self._budget = budget
        turn = budget.next_turn()
        each, more = divmod(budget.left, max(readers, 1))
        self._shares = [
            Share(budget, (turn, number), each + (number < more), self._settle) for number in range(readers)
        ]

    async def run(self, readers: Sequence[Callable[[Share], Coroutine[Any, Any, T]]]) -> list[T]:
        pairs = zip(readers, self._shares, strict=True)
        return list(await asyncio.gather(*(self._finish(reader, share) for reader, share in pairs)))

    async def _finish(self, reader: Callable[[Share], Coroutine[Any, Any, T]], share: Share) -> T:
        try:
            return await reader(share)
        finally:
            share.is_done = True
            self._settle()

    def _settle(self) -> None:
        """Deal out what is left once nobody can go on without it."""
        if not all(share.is_idle for share in self._shares):
            return
        waiting = [share for share in self._shares if share.waiting]
        while waiting:
            for share in waiting:
                known = self._budget.has_granted(share.waiting[0][0])
                share.answer(known or self._budget.left > 0)
            waiting = [share for share in waiting if share.waiting]
