"""A long list imported in a real Chromium: the progress is seen, left and found again, also on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_served import Desk, served_empty
from test_in_a_browser import AXE, axe_playwright_python, keep

from xuncha.gather.browser.settings import BrowserMode, NoBrowser, find_browser

pytestmark = pytest.mark.long
HEADER = "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态"
ROWS = 12_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = find_browser(BrowserMode.ON)
    if isinstance(found, NoBrowser):
        pytest.skip(found.reason)
    with served_empty(tmp_path_factory.mktemp("desk"), found.executable) as running:
        yield running


def faults(page: Any) -> list[str]:
    """What axe-core holds to be serious or critical, and what sticks out."""
    page.evaluate(Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8"))
    found: list[str] = page.evaluate(AXE)
    return found


def test_a_long_import_is_watched_left_and_found_again(desk: Desk, tmp_path: Path) -> None:
    lines = [
        f"wx-{n:06},第{n}号发布,微信公众号,第{n % 500}局办公室政务公开处,第{n % 40}市政府办公室,第{n % 40}市,正常运行"
        for n in range(ROWS)
    ]
    path = tmp_path / "全省新媒体账号.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
    page, phone = desk.page("jiancha"), desk.page("jiancha", width=360)
    refused: list[str] = []
    page.on(
        "console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.goto("/imports")
    page.select_option("select[name=kind]", "accounts")
    page.set_input_files("input[name=file]", str(path))
    page.click("text=上传并预览")
    page.wait_for_selector("#task progress")
    page.wait_for_selector("text=确认导入")  # the page turns to the preview by itself
    assert "12,000" in page.inner_text(".figures")
    page.click("text=确认导入")
    page.wait_for_selector("#task progress")
    address = page.url
    phone.goto(address)
    if phone.locator("#task progress").count():
        keep(phone, "phone-task")
        assert faults(phone) == []
    page.goto("/sites")  # left
    phone.goto("/tasks")
    assert faults(phone) == []
    phone.click("td[data-label=对象] a >> nth=0")
    assert phone.url == address
    phone.wait_for_selector("text=撤销这次导入")
    page.goto(address)
    assert "已导入 全省新媒体账号.csv：新增 12,000" in page.inner_text(".note.good")
    assert faults(page) == []
    with page.expect_navigation():
        page.evaluate("location.href = '/directory/accounts/export'")
    page.wait_for_selector("a:has-text('下载')")
    with page.expect_download() as told_of:
        page.click("a:has-text('下载')")
    assert Path(told_of.value.path()).read_bytes().startswith(b"PK")
    assert refused == []
