"""The daily path in a real Chromium: lists in, a round over the sample province, review by two, the notice.

``XUNCHA_SCREENSHOTS=folder`` keeps pictures of what was seen (scripts/screenshots).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_served import Desk, served
from PIL import Image
from test_every_address import ADDRESSES

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser

axe_playwright_python = pytest.importorskip("axe_playwright_python")
playwright = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.long
_FOLDER = os.environ.get("XUNCHA_SCREENSHOTS", "")
_SCOPE = "W2,W3,W4,A2"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = find_browser(BrowserMode.ON)
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)
    with served(tmp_path_factory.mktemp("desk"), found.executable) as running:
        yield running


def keep(page: Any, name: str) -> None:
    """A picture of what is on the screen, where pictures are asked for."""
    if _FOLDER:
        Path(_FOLDER).mkdir(parents=True, exist_ok=True)
        path = Path(_FOLDER) / f"{name}.png"
        page.screenshot(path=path, animations="disabled")
        with Image.open(path) as picture:  # few colours are enough, and a quarter of the size
            picture.convert("RGB").quantize(96).save(path, optimize=True)


def told(page: Any) -> str:
    """What the page says on top of itself."""
    return "".join(page.locator("main > .note").all_inner_texts())


@pytest.fixture(scope="module")
def worked(desk: Desk) -> Desk:
    """The desk after a day's work."""
    keep_login(desk)
    inspector, reviewer = desk.page("jiancha"), desk.page("fuhe")
    import_lists(desk, inspector)
    order_a_round(desk, inspector)
    watch_it(inspector)
    first = review(inspector)
    review_again(reviewer, first)
    take_the_notice(inspector)
    look_on_a_phone(desk, first)
    settle_the_rest(inspector)
    issue_the_notice(inspector, reviewer)
    return desk


def test_the_daily_path(worked: Desk) -> None:
    page = worked.page("guanli")
    page.goto("/audit")
    assert "签发通报" in page.inner_text("main")
    page.goto("/cases")
    assert "2周无更新" in page.inner_text("main")


def keep_login(desk: Desk) -> None:
    page = desk.page("")
    page.goto("/login")
    keep(page, "login")
    page.context.close()


def import_lists(desk: Desk, page: Any) -> None:
    for kind, words in (("sites", "新增 60"), ("columns", "新增"), ("accounts", "新增")):
        page.goto("/imports")
        page.select_option("select[name=kind]", kind)
        page.set_input_files("input[name=file]", getattr(desk.lists, kind))
        page.click("text=上传并预览")
        page.wait_for_selector("text=确认导入")
        assert words in page.inner_text("main").replace("\n", " ")
        if kind == "sites":
            keep(page, "import")
        page.click("text=确认导入")
        assert "已导入" in told(page)


def order_a_round(desk: Desk, page: Any) -> None:
    page.goto("/rounds/new")
    assert "演示" in page.inner_text("main")
    filled = {
        "title": "第二季度检查",
        "asof": desk.asof,
        "indicators": _SCOPE,
        "rate": "50",
        "connections": "16",
    }
    for name, value in (filled | {"max_pages": "20"}).items():
        page.fill(f"input[name={name}]", value)
    for role in ("posts", "probes"):
        page.set_input_files(f"input[name={role}]", getattr(desk.lists, role))
    page.click("text=开始检查")
    page.wait_for_selector("h1:has-text('第二季度检查')")


def is_under_way(page: Any) -> bool:
    """Whether fewer than four targets are done; one question, since the page may turn to the result at any time."""
    try:
        return any(n < 4 for n in page.locator("progress").evaluate_all("all => all.map(one => one.value)"))
    except playwright.Error as error:
        if "navigation" not in str(error):
            raise
        return True


def watch_it(page: Any) -> None:
    page.wait_for_selector("progress")
    while is_under_way(page):
        page.wait_for_timeout(300)
    keep(page, "progress")
    page.wait_for_selector(".figures")  # the page turns to the result by itself
    assert "未能判定" in page.inner_text("main")
    keep(page, "round")


def review(page: Any) -> str:
    """By keyboard: one veto confirmed by the first of two, another dismissed with its reason. Address of the first."""
    page.goto("/findings?tier=veto")
    keep(page, "findings")
    page.goto("/findings?tier=veto&code=A201")
    page.click("td a[href^='/findings/']")
    page.wait_for_selector("text=证据")
    page.wait_for_load_state("networkidle")
    keep(page, "finding")
    first = page.url
    page.keyboard.press("j")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("k")
    page.wait_for_url(first)
    page.keyboard.press("c")
    page.wait_for_url(lambda url: url != first)
    assert "已处理 1 处" in told(page)
    second = page.url
    page.keyboard.press("d")
    page.wait_for_selector("text=须写明理由")
    page.keyboard.press("n")
    page.keyboard.type("cdj 网站已说明")  # letters of shortcuts are only letters where somebody types
    assert page.url.partition("?")[0] == second.partition("?")[0]
    assert page.input_value("#note") == "cdj 网站已说明"
    page.locator("h1").click()
    page.keyboard.press("d")
    page.wait_for_selector("text=已处理 1 处")
    page.goto(second.partition("?")[0])
    assert "误报" in page.inner_text("dl.facts >> nth=0")
    page.goto(first.partition("?")[0])
    assert "已初核" in page.inner_text("dl.facts >> nth=0")
    assert page.locator("button[value=confirm]").count() == 0
    return first.partition("?")[0]


def review_again(page: Any, first: str) -> None:
    page.goto(first)
    keep(page, "second-review")
    page.keyboard.press("c")
    page.wait_for_selector("text=已处理 1 处")
    page.goto(first)
    assert re.search(r"状态\s*已?确认", page.inner_text("dl.facts >> nth=0"))


def take_the_notice(page: Any) -> None:
    page.goto("/notices")
    keep(page, "notices")
    with page.expect_download() as told_of:
        page.click("td a:has-text('Word')")
    assert Path(told_of.value.path()).read_bytes().startswith(b"PK")


def settle_the_rest(page: Any) -> None:
    """Every other veto dismissed in one go, with one reason."""
    page.goto("/findings?tier=veto")
    page.check("input[data-all]")
    page.select_option("select[name=decision]", "dismiss")
    page.fill("input[name=note]", "已由主办单位说明")
    page.click("text=处理 >> nth=-1")
    page.wait_for_selector("text=没有待处理的问题")


def issue_the_notice(inspector: Any, reviewer: Any) -> None:
    """Drafted by one, issued by another."""
    inspector.goto("/notices")
    inspector.click("a:has-text('起草通报')")
    for name, words in (("issuer", "云岭省人民政府办公厅"), ("document_number", "云办函〔2026〕12号")):
        inspector.fill(f"input[name={name}]", words)
    for name in ("limits_vouched", "scope_accepted"):
        inspector.check(f"input[name={name}]")
    inspector.click("main button.primary")
    inspector.wait_for_selector("text=须由另一人签发")
    keep(inspector, "notice")
    reviewer.on("dialog", lambda dialog: dialog.accept())
    reviewer.goto(inspector.url)
    if reviewer.locator("input[name=early]").count():
        reviewer.check("input[name=early]")
    reviewer.click("main button:has-text('签发')")
    reviewer.wait_for_selector("text=通报已签发")


def look_on_a_phone(desk: Desk, first: str) -> None:
    page = desk.page("jiancha", width=360)
    for address, name in (("/", "phone-home"), ("/findings", "phone-findings"), (first, "phone-finding")):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        keep(page, name)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/")
    page.wait_for_selector("canvas, svg")
    keep(page, "home")


def test_a_manuscript_is_put_right(desk: Desk) -> None:
    page = desk.page("jiancha")
    page.goto("/manuscripts")
    page.fill(
        "#text",
        "关于做好按装工作的通知\n中华人民共和国国务院办公庁已经布署。\n联系人身份证号11010519491231002X。",
    )
    page.click("button.primary")
    page.wait_for_selector("ol.remarks")
    keep(page, "manuscript")
    before = page.locator("ol.remarks > li").count()
    button = page.locator("button[data-right]").first
    wrong, right = button.get_attribute("data-quote"), button.get_attribute("data-right")
    button.click()
    assert "改好后请再次检查" in page.inner_text(".applied")
    assert wrong not in page.input_value("#text") or right in page.input_value("#text")
    page.click("button.primary")
    page.wait_for_selector("text=正文不保存")
    assert page.locator("ol.remarks > li").count() < before


#: Asked of every page, at the width of a phone: what axe-core holds to be serious or critical, and what sticks out.
AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"],
    runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}});
  const bad = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const said = bad.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  return wide > 0 ? [...said, `${wide} px too wide`] : said;
}"""


def test_every_page_is_accessible_and_fits_a_phone(worked: Desk) -> None:
    desk, admin = worked, worked.page("guanli", width=360)
    desk.make(("danwei", "owner", "云岭省水利厅"))
    owner = desk.page("danwei", width=360)
    faults: dict[str, list[str]] = {}
    looks = {"nobody": (desk.page("", width=360), 1), "administrator": (admin, 20), "owner": (owner, 8)}
    for person, (page, at_least) in looks.items():
        seen = walked(page)
        assert len(seen) >= at_least, seen
        faults |= {f"{person} {address}": bad for address, bad in seen.items() if bad}
    assert faults == {}, "\n".join(f"{place}: {bad}" for place, bad in faults.items())


def walked(page: Any) -> dict[str, list[str]]:
    """What is wrong with each page of the URL walk that this person can open, and of those its links lead to."""
    axe = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
    waiting = sorted({address for address, _ in ADDRESSES})
    known, seen = {kind_of(address) for address in waiting}, {}
    while waiting:
        address = waiting.pop(0)
        answer = page.request.get(address, max_redirects=0)
        if answer.status != 200 or not answer.body().startswith(
            b"<!DOCTYPE html>"
        ):  # parts of pages are none
            known.discard(kind_of(address))  # another row of the kind may be there
            continue
        known.add(kind_of(address))
        page.goto(address)
        page.evaluate(axe)  # through the debugger, where the policy of the page does not count
        seen[address] = page.evaluate(AXE)
        for link in page.eval_on_selector_all(
            "main a[href^='/']", "all => all.map((a) => a.getAttribute('href'))"
        ):
            if kind_of(link) not in known and len(seen) + len(waiting) < 120:
                known.add(kind_of(link))
                waiting.append(link)
    return seen


def kind_of(address: str) -> str:
    """The address without what tells one row from another."""
    return re.sub(r"\d+", "1", address.partition("?")[0])
