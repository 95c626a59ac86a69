"""Sites that answer every address, with 200, by the words that they are under maintenance: nothing of them was seen.

Neither what they lack is held against them, nor are they in order.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from command import Ran
from raw_server import RawServer, answer
from small_sites import html
from towns import Town, all_columns, healthy_pages, inspect_towns, served

SAID = html("系统维护中", "<h1>系统维护中</h1><p>本网站正在进行系统维护，给您带来不便，敬请谅解。</p>")
#: What comes at every address.
NOTICES = {
    "in words": SAID,
    "with a link": html(
        "提示", "<p>网站升级改造中，请访问<a href='http://b.gov.example/'>市政府网站</a></p>"
    ),
    "in a picture": html("石堰县人民政府", "<img src='/w.png' alt='网站维护中，暂停访问'>"),
    "under construction": html("石堰县人民政府", "<p>网站正在改版，敬请期待！</p>"),
    "sent there": answer("302 Found", location="/weihu.html"),
}
SCOPE = "W3,W4,W5,W104,D4,N1"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, dict[str, Town]]:
    towns = {}
    for number, (name, reply) in enumerate(NOTICES.items(), 1):
        pages: dict[str, object] = {
            "*": reply,
            "/weihu.html": SAID,
            "/w.png": answer(content_type="image/png"),
        }
        towns[name] = Town(f"99050000{number:02}", f"m{number}.gov.example", pages)
    behind = healthy_pages()
    towns["all but the home page"] = Town(
        "9905000010", "m10.gov.example", {"/": behind["/"], "/robots.txt": behind["/robots.txt"], "*": SAID}
    )
    towns["the columns"] = Town("9905000011", "m11.gov.example", behind | all_columns(SAID))
    folder: Path = tmp_path_factory.mktemp("maintenance")
    with RawServer() as server:
        served(server, towns.values())
        return inspect_towns(folder, towns.values(), "--connect-to", server.at, indicators=SCOPE), towns


@pytest.mark.parametrize("name", NOTICES)
def test_a_site_under_maintenance_is_neither_faulty_nor_in_order(
    ran: tuple[Ran, dict[str, Town]], name: str
) -> None:
    run, towns = ran
    row = run.verdicts()[towns[name].code]
    found = [one for one in run.findings() if one["target"] == towns[name].code]
    assert (row["outcome"], row["veto"], row["other"]) == ("unknown", "", ""), run.told()
    assert not [one for one in found if one["outcome"] == "hit"]
    assert "网页称网站正在维护或暂停服务" in row["note"]
    assert "是否经批准" in row["note"], "what to do about it"


@pytest.mark.parametrize("name", ["all but the home page", "the columns"])
def test_columns_under_maintenance_are_neither_dead_nor_blank(
    ran: tuple[Ran, dict[str, Town]], name: str
) -> None:
    run, towns = ran
    found = [one for one in run.findings() if one["target"] == towns[name].code]
    told = {one["code"]: one["outcome"] for one in found if one["code"] in ("W401", "W403", "N103", "N109")}
    assert set(told) >= {"W401", "W403", "N103"}
    assert set(told.values()) == {"doubt"}, found
