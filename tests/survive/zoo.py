"""Every faulty site of these tests, inspected in one run of the real command, and what the run said of each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from command import Ran
from raw_server import Asked, RawServer
from towns import Town, healthy_pages, inspect_towns, served

SCOPE = "W3,W4,W103,W104,N1"
_MAKERS: dict[str, Callable[[Town], None]] = {}


def specimen(name: str) -> Callable[[Callable[[Town], None]], Callable[[Town], None]]:
    """Register a site of the zoo: the function breaks a healthy town; its name begins with the case number."""

    def register(change: Callable[[Town], None]) -> Callable[[Town], None]:
        assert name not in _MAKERS, name
        _MAKERS[name] = change
        return change

    return register


def register_each(names: dict[str, Callable[[Town], None]]) -> None:
    """Register several sites at once."""
    for name, change in names.items():
        specimen(name)(change)


@dataclass(frozen=True)
class Zoo:
    """The finished run."""

    ran: Ran
    towns: dict[str, Town]
    asked: list[Asked]
    wall_s: float

    def verdict(self, name: str) -> dict[str, str]:
        """The row of verdicts.csv."""
        return self.ran.verdicts()[self.towns[name].code]

    def found(self, name: str, code: str = "", outcome: str = "") -> list[dict[str, Any]]:
        """Findings of one site, of one code and outcome where given."""
        return [
            one
            for one in self.ran.findings()
            if one["target"] == self.towns[name].code
            and one["code"].startswith(code)
            and outcome in ("", one["outcome"])
        ]

    def hits(self, name: str) -> list[str]:
        """What was established against a site: code and detail."""
        return [f"{one['code']} {one['detail']}" for one in self.found(name, outcome="hit")]

    def paths(self, name: str) -> list[str]:
        """What a site was asked for."""
        return [asked.path for asked in self.asked if asked.host == self.towns[name].host]


def build() -> dict[str, Town]:
    """All towns, broken as registered."""
    import zoo_answers  # noqa: F401
    import zoo_links  # noqa: F401
    import zoo_pages  # noqa: F401

    towns = {}
    for number, (name, change) in enumerate(sorted(_MAKERS.items()), 1):
        town = Town(f"99{number:08}", f"t{number}.gov.example", healthy_pages())
        change(town)
        towns[name] = town
    return towns


def run_zoo(folder: Path) -> Zoo:
    """Serve every town on one loopback port and inspect them all."""
    towns = build()
    with RawServer() as server:
        served(server, towns.values())
        began = time.monotonic()
        ran = inspect_towns(
            folder, towns.values(), "--connect-to", server.at, "--max-pages", "120", indicators=SCOPE
        )
        return Zoo(ran, towns, list(server.asked), time.monotonic() - began)
