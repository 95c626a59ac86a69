"""Any page and saved real pages through the reading of the publication date: right, unknown, never an error."""

from __future__ import annotations

import json
import tarfile
from datetime import date, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from xuncha.facts.seen import BEIJING, DateSource, Published
from xuncha.text.dating.published import article_date

ASOF = datetime(2025, 6, 25, 9, 0, tzinfo=BEIJING)
DAY = date(2025, 6, 12)
TITLE = "关于做好安全生产工作的通知"


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='side'>",
        "</div>",
        "<h1>",
        "<time datetime='",
        "'>",
        "<a href=x>",
        "</a>",
        "<br>",
        "发布时间：",
        "2025-06-12",
        "06-12",
        "10:05",
        TITLE,
        "来源",
        "。",
        "<td>",
        "<footer>",
        "<!--",
        "<title>",
        "（",
    ]
)


@given(st.lists(_PIECES, max_size=30), st.text(max_size=20))
def test_any_page_is_read_without_error(pieces: list[str], url: str) -> None:
    answer = article_date(LexborHTMLParser("".join(pieces)), url, ASOF)
    assert answer.published is None or answer.published in answer.candidates


@pytest.mark.parametrize(
    "unit", ["<p class='comment'>2025-06-12 10:05 x", "<p>发布时间：2025-06-12</p>", "<i>1</i> "]
)
def test_a_large_page_takes_time_in_proportion(unit: str) -> None:
    tree = LexborHTMLParser(f"<title>{TITLE}</title><h1>{TITLE}</h1>" + unit * (1_000_000 // len(unit)))
    begun = process_time()
    assert article_date(tree, "", ASOF).published in (None, Published(DAY, DateSource.TEXT, None))
    assert process_time() - begun < 20


SAVED = Path(__file__).resolve().parents[3] / "../shared/data/dates"


@pytest.mark.skipif(not (SAVED / "gne_tests.tgz").is_file(), reason="the folder of saved pages is absent")
def test_real_pages_are_read_right_or_left_unknown() -> None:
    truth = json.loads((SAVED / "gne_dates_gt.json").read_text("utf-8"))
    right = wrong = 0
    with tarfile.open(SAVED / "gne_tests.tgz") as archive:
        for name, day in truth.items():
            member = archive.extractfile(name)
            assert member is not None
            html = member.read().decode("utf-8", errors="replace")
            answer = article_date(LexborHTMLParser(html), "", ASOF).published
            right += answer is not None and answer.day.isoformat() == day
            wrong += answer is not None and answer.day.isoformat() != day
    assert right / (right + wrong) >= 0.97
    assert right / len(truth) >= 0.8
