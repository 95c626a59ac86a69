"""The protected phrases: formulas, institutions, names of laws and of regions, read from the shipped text files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xuncha.text.remembered import until_let_go

#: Shorter phrases are one character away from too many ordinary words; only names of provinces, cities and ministries may
#: be one shorter.
SHORTEST = 4
_REGION_ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "省", "市", "县", "区", "盟", "地区")
_USUAL = "通行"
_SERIOUS = "严重"
_SHORT = "机构简称"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that must stand as it is.

    ``region`` marks places and ``above`` how many of its characters name the place it lies in; ``serious`` marks
    what may count as 严重表述错误.
    """

    text: str
    serious: bool
    region: bool = False
    above: int = 0


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases, and all names that are right as they stand, with those only one character from a phrase."""

    phrases: tuple[Phrase, ...]
    known: frozenset[str]


@until_let_go
@cache
def shipped_phrases() -> PhraseTable:
    """The table that comes with the program, read once."""
    listed, usual = _listed(_read("phrases.txt"))
    places, names = _places(_read("regions.txt"))
    phrases = {phrase.text: phrase for phrase in (*places, *listed)}
    return PhraseTable(tuple(phrases.values()), frozenset({*phrases, *usual, *names}))


def _read(name: str) -> Iterator[str]:
    text = (files("xuncha.text.wording") / name).read_text(encoding="utf-8")
    return (line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#"))


def _listed(lines: Iterator[str]) -> tuple[list[Phrase], list[str]]:
    phrases: list[Phrase] = []
    usual: list[str] = []
    section = ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[]")
        elif section == _USUAL:
            usual.append(line)
        else:
            usual.append(line)
            if len(line) >= SHORTEST or section.startswith(_SHORT):
                phrases.append(Phrase(line, section.endswith(_SERIOUS)))
    return phrases, usual


def _places(lines: Iterator[str]) -> tuple[list[Phrase], set[str]]:
    """Phrases of places, alone where long enough and with the place above; and all names of places."""
    above: dict[str, int] = {}
    names: set[str] = set()
    short: set[str] = set()
    for line in lines:
        province, city, *counties = line.split(" ")
        names.update(name for name in (province, city, *counties) if name != "-")
        short.update(name for name in (province, city) if len(name) == SHORTEST - 1)
        if city != "-":
            above[province + city] = len(province)
        over = province if city == "-" else city
        above |= {over + county: len(over) for county in counties}
    shortened = {_without_ending(name) for name in names}
    alone = [name for name in (*names, *shortened) if len(name) >= SHORTEST]
    # Of names one character shorter only those of provinces and cities are told from ordinary words.
    alone.extend(short)
    phrases = [Phrase(text, serious=True, region=True, above=length) for text, length in above.items()]
    phrases.extend(Phrase(text, serious=True, region=True) for text in sorted({*alone} - above.keys()))
    return phrases, names | {name for name in shortened if len(name) >= 3}


def _without_ending(name: str) -> str:
    for ending in _REGION_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
