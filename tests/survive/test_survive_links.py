"""Cases 9, 11 and 12: links whose target says with 200 that there is nothing, or leads on, whatever HEAD said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import xuncha
from zoo import Zoo
from zoo_links import SAYS_NOTHING_IS_THERE, TOWNS, UNCLEAR
from zoo_pages import CLOAKED

#: One run of the command serves all of these.
pytestmark = [pytest.mark.xdist_group("zoo"), pytest.mark.long]


@pytest.mark.parametrize("town", TOWNS)
def test_09_what_a_reader_gets_to_see_decides(zoo: Zoo, town: str) -> None:
    told = {one["quote"]: one["outcome"] for one in zoo.found(town)}
    assert told == dict.fromkeys(SAYS_NOTHING_IS_THERE, "hit") | dict.fromkeys(
        set(UNCLEAR) - {"two addresses"}, "doubt"
    )


@pytest.mark.parametrize("town", TOWNS)
def test_12_two_addresses_prove_nothing(zoo: Zoo, town: str) -> None:
    """As in browsers: neither is gone to."""
    assert not zoo.found(town, "N109", "two addresses")
    assert int(zoo.verdict(town)["reached"]) < int(zoo.verdict(town)["pages"])


def test_22_read_again_from_the_evidence_every_link_ends_the_same(zoo: Zoo, tmp_path: Path) -> None:
    """What GET brought after a HEAD that said too little, and what was shown to search engines alone."""
    towns = [zoo.towns[name].code for name in (*TOWNS, *CLOAKED)]
    copy = tmp_path / "result"
    shutil.copytree(zoo.ran.out, copy)
    again = xuncha("judge", str(copy), "--reread", out=copy, home=tmp_path)
    first, second = ([one for one in ran.findings() if one["target"] in towns] for ran in (zoo.ran, again))
    assert len(first) > 30
    assert second == first
