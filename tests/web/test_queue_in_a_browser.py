"""The queue in a real Chromium: a blocked site is one row, every key of its page works, and it prints."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pytest
from desk_served import Desk, served_empty
from small_province import CLOSED, WIDE, inspected_into

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser

pytestmark = pytest.mark.long
_LOAD = """
import sys, django; django.setup()
from pathlib import Path
from xuncha.apps.inspections.loading import load_result
load_result(Path(sys.argv[1]), "二季度检查")
"""
#: Radicals that PDF files hold in the place of characters, and that no normal form undoes.
_RADICALS = str.maketrans("⻓⻔⻚⻛⻅⻋⻢⻜⻄", "长门页风见车马飞西")
_FOLD = f"tr:has-text('同一原因共'):has-text('第{CLOSED[-1]}县政府')"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = find_browser(BrowserMode.ON)
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)
    result = inspected_into(tmp_path_factory.mktemp("wide"), WIDE)
    with served_empty(tmp_path_factory.mktemp("desk"), found.executable) as running:
        subprocess.run([sys.executable, "-c", _LOAD, str(result)], env=running.env, check=True, timeout=600)
        yield running


def plain(text: str) -> str:
    """Without blanks, and with one form of each character: PDF files hold some by their radicals."""
    return normalize("NFKC", "".join(text.split())).translate(_RADICALS)


def number(page: Any) -> int:
    """How many indicators the row of the blocked site holds."""
    page.goto("/findings")
    said = page.locator(_FOLD).first.locator("summary").inner_text()
    return int("".join(filter(str.isdigit, said.partition("项")[0])))


def test_every_key_of_a_finding(desk: Desk) -> None:
    page = desk.page("jiancha")
    page.goto("/findings")
    page.locator(_FOLD).first.locator("td a").first.click()
    page.wait_for_selector("text=同一原因没有看成的另外")
    told = page.locator("main kbd").all_inner_texts()
    assert set(told) == {"Q", "J", "K", "A", "D", "V", "N"}, "what was not seen cannot be confirmed"
    here, box = page.url, page.locator("input[name=cause]")
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != here)
    page.keyboard.press("k")
    page.wait_for_url(here)
    assert not box.is_checked()
    for checked in (True, False, True):
        page.keyboard.press("a")
        assert box.is_checked() == checked
    page.keyboard.press("n")
    page.keyboard.type("aqjkv 待查")
    assert (page.url, page.input_value("#note"), box.is_checked()) == (here, "aqjkv 待查", True)
    page.fill("#note", "")
    page.locator("h1").click()
    page.keyboard.press("q")
    page.wait_for_selector("h1:has-text('核实问题')")


def test_a_key_with_the_box_ticked_acts_on_the_whole_row(desk: Desk) -> None:
    page = desk.page("jiancha")
    inside = number(page)
    assert inside > 5
    page.locator(_FOLD).first.locator("td a").first.click()
    page.wait_for_selector("text=同一原因没有看成的另外")
    page.keyboard.press("a")
    page.keyboard.press("v")
    page.wait_for_selector(f"text=已处理 {inside} 处")
    page.goto("/findings?state=visit")
    assert page.locator("input[name=pick]").count() == 1
    page.check("input[data-all]")
    page.select_option("select[name=decision]", "dismiss")
    page.fill("input[name=note]", "已由主办单位说明")
    page.click("text=处理 >> nth=-1")
    page.wait_for_selector(f"text=已处理 {inside} 处")


def test_pages_on_paper(desk: Desk, tmp_path: Path) -> None:
    page = desk.page("jiancha")
    page.goto("/")
    page.wait_for_selector(".chart svg")
    on_screen = page.locator(".card td").all_text_contents()
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    words = plain("".join(one.extract_text() for one in printed.pages))
    assert "Excel" not in words
    assert "石堰市" in words
    assert {plain(cell) for cell in on_screen if plain(cell) not in words} == set()
    assert page.locator(".card > details[open]").count() == 0, "closed again when it is printed"
    page.emulate_media(media="print")
    wide = page.evaluate(
        "[...document.querySelectorAll('.chart svg')].map((one) => one.getBoundingClientRect().width)"
    )
    assert min(wide) > 200
    page.goto("/findings?state=all")
    assert page.locator("input[name=pick]").first.is_hidden()
    lines = page.pdf(format="A4")
    assert len(pypdf.PdfReader(io.BytesIO(lines)).pages) <= 1 + 40 // 8
