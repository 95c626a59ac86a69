"""What is true of a benchmark site: its pages, the dead targets planted in it, and how it answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

#: Where the site stands; the second address plays another organisation's host.
HOST, OTHER_HOST = "127.0.0.1", "127.0.0.2"
#: Folders whose addresses answer in a way of their own, whatever stands behind them.
GONE, BROKEN, LOOP, MOVED, MOVED_DEAD, SLOW = "gone", "broken", "loop", "moved", "moved-away", "slow"


@dataclass(slots=True)
class Truth:
    """The ground truth of one site. Addresses are absolute, in the form a browser sends them.

    ``pages`` can all be reached from the home page; ``dead`` maps each planted dead target to its kind;
    ``alive`` are targets that careless programs call dead.
    """

    port: int
    pages: list[str] = field(default_factory=list)
    dead: dict[str, str] = field(default_factory=dict)
    alive: list[str] = field(default_factory=list)
    bytes_of_html: int = 0

    @property
    def home(self) -> str:
        """The home page."""
        return f"http://{HOST}:{self.port}/"

    def at(self, hosts: Iterable[str]) -> Truth:
        """What is dead where the same site is served under other addresses."""
        own = f"http://{HOST}:"
        dead = {
            url.replace(own, f"http://{host}:", 1): kind for host in hosts for url, kind in self.dead.items()
        }
        return replace(self, dead=dead)

    def save(self, folder: Path) -> None:
        """Write ``truth.json`` beside the pages."""
        (folder / "truth.json").write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")


def load_truth(folder: Path) -> Truth:
    """Read what :meth:`Truth.save` wrote."""
    return Truth(**json.loads((folder / "truth.json").read_text(encoding="utf-8")))
