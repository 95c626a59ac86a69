"""How far a visit came: what it reached, what kept it from the rest, and over which connections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import Coverage, RobotsSeen
from xuncha.gather.http.response import Response
from xuncha.text.pages.addresses import host_of, origin_of


class Reach:
    """Counts of one visit. ``links_found`` and ``links_checked`` are set by whoever checks the links."""

    def __init__(self) -> None:
        self.links_found = self.links_checked = 0
        self.origins: set[str] = set()
        self._stops: set[str] = set()
        self._tls_notes: set[str] = set()
        self._swept: Counter[FetchStatus] = Counter()

    def stopped(self, reason: str) -> None:
        """Note, in Chinese, what keeps the visit from looking at more."""
        self._stops.add(reason)

    def led_to(self, response: Response) -> None:
        """Note every origin that a request led to."""
        self.origins |= {origin_of(at) for at in (*[hop.url for hop in response.hops], response.final_url)}

    def tls_noted(self, response: Response) -> None:
        """Note what was wrong with the encryption of one of the site's own hosts."""
        self._tls_notes.add(f"{host_of(response.final_url)}：{response.tls_note}")

    def swept(self, status: FetchStatus) -> None:
        """Count a page that was opened for its links alone."""
        self._swept[status] += 1

    def coverage(self, opened: Iterable[FetchStatus], robots: tuple[RobotsSeen, ...]) -> Coverage:
        """Pages asked for and reached, with the causes for what was not; ``opened`` is how each other page ended."""
        ended = self._swept + Counter(opened)
        reached = ended.pop(FetchStatus.OK, 0)
        return Coverage(
            pages=reached + ended.total(),
            reached=reached,
            links=self.links_found,
            links_checked=self.links_checked,
            stop_reason="；".join(sorted(self._stops)),
            tls=tuple(sorted(self._tls_notes)),
            causes=tuple(sorted((status.value, number) for status, number in ended.items())),
            robots=robots,
        )
