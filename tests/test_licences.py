"""Under which terms the libraries stand that the program brings along."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, distribution

from packaging.requirements import Requirement

EXTRAS = ("browser", "web", "postgres", "timestamp")
#: The lesser one leaves the program its own licence.
_LESSER = ("LGPL", "LESSER GENERAL PUBLIC")
_REFUSED = ("GPL", "AFFERO", "GENERAL PUBLIC", "PROPRIETARY")


def _needed(
    name: str, extras: frozenset[str], seen: set[tuple[str, frozenset[str]]]
) -> Iterator[Distribution]:
    found = distribution(name)
    key = (found.metadata["Name"].lower(), extras)
    if key in seen:
        return
    seen.add(key)
    yield found
    for line in found.requires or ():
        need = Requirement(line)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield from _needed(need.name, frozenset(need.extras), seen)


def _terms(found: Distribution) -> str:
    """What the library says of its licence, in capitals."""
    classified = [one for one in found.metadata.get_all("Classifier") or () if one.startswith("License ::")]
    said = [found.metadata.get("License-Expression") or "", *classified]
    return " ".join(said if any(said) else [found.metadata.get("License") or ""]).upper()


def test_no_library_is_under_terms_that_reach_the_program() -> None:
    terms = {found.metadata["Name"]: _terms(found) for found in _needed("xuncha", frozenset(EXTRAS), set())}
    assert len(terms) > 40
    assert {name for name, said in terms.items() if not said} == set()
    refused = {
        name: said
        for name, said in terms.items()
        if any(word in said for word in _REFUSED) and not any(word in said for word in _LESSER)
    }
    assert refused == {}
