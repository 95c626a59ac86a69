"""The written steps of manual checks, one guide for one indicator and kind of target."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from xuncha.standards.standard import Standard


@dataclass(frozen=True, slots=True)
class Guide:
    """How to look at one thing by hand. ``platforms`` none: all; ``photo`` when something was found."""

    key: str
    code: str
    title: str
    kind: Literal["site", "account"]
    photo: Literal["needed", "allowed", "never"]
    steps: tuple[str, ...]
    platforms: tuple[str, ...] = ()

    def is_for(self, kind: str, platform: str) -> bool:
        """True for targets of this kind."""
        return self.kind == kind and (not self.platforms or platform in self.platforms)


@lru_cache(maxsize=1)
def guides() -> dict[str, Guide]:
    """Every guide by its key, in the order of the file."""
    rows = tomllib.loads((files(__package__) / "guides.toml").read_text(encoding="utf-8"))["guide"]
    made = (
        Guide(**{**row, "steps": tuple(row["steps"]), "platforms": tuple(row.get("platforms", ()))})
        for row in rows
    )
    return {guide.key: guide for guide in made}


def guides_in(standard: Standard, indicators: tuple[str, ...]) -> list[Guide]:
    """The guides whose indicator counts in an inspection of this standard and scope."""
    scope = frozenset(standard.scope(indicators))
    return [guide for guide in guides().values() if guide.code in scope]
