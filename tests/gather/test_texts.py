"""What is kept of the words of a site: articles with their column, date and documents, then whole pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from four_columns import NAMES, four_columns
from small_sites import HOME, article, dated_article, gathered, html, listing, menu, plan_of, rows, site
from specimens.site_files import PageRule

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import DateSource, Unseen
from xuncha.facts.website import NOT_ASKED, SiteFacts
from xuncha.gather.plan import Depth

CALL = "关于征集民生实事项目的公告"
#: Younger items of other columns, which is what a home page is opened for.
NEWS = [
    (f"/gzdt/{n}.html", f"县里召开第{n}次调度会推进重点工作", f"2025-06-{24 - n:02}") for n in range(1, 7)
]


async def facts_of(
    pages: dict[str, str], folder: Path, *rules: PageRule, wanted: frozenset[str] | None = None, **depth: int
) -> SiteFacts:
    plan = plan_of(depth=Depth(confirm_pause_s=0.01, **depth), wanted=wanted)
    return await gathered(site(pages, *rules), folder, plan)


async def said_on(pages: dict[str, str], folder: Path, *rules: PageRule, **depth: int) -> dict[str, TextSeen]:
    """Texts by path."""
    texts = (await facts_of(pages, folder, *rules, **depth)).texts
    assert not isinstance(texts, Unseen), texts
    return {text.url.removeprefix(HOME.rstrip("/")): text for text in texts}


def home_with(items: list[tuple[str, str, str]]) -> str:
    return html("石堰县人民政府", menu(NAMES) + rows(items))


async def test_an_article_with_its_column_and_date(tmp_path: Path) -> None:
    text = (await said_on(four_columns(), tmp_path))["/gzdt/1.html"]
    assert (text.role, text.column, text.column_url) == (TextRole.ARTICLE, "工作动态", f"{HOME}gzdt/")
    assert text.title == "关于gzdt栏目第1项事项的公开说明"
    assert text.text.startswith("为做好有关工作")
    assert "发布时间" not in text.text
    assert text.published is not None
    assert text.published.day.isoformat() == "2025-06-19"
    assert text.evidence is not None
    assert (text.lossy, text.attachments) == (False, ())


async def test_articles_come_first_and_in_the_same_order_every_time(tmp_path: Path) -> None:
    first = list(await said_on(four_columns(), tmp_path / "1"))
    second = list(await said_on(four_columns(), tmp_path / "2"))
    assert first == second
    articles = [path for path in first if path.endswith(".html")]
    assert articles == sorted(articles) == first[: len(articles)]


async def test_home_page_and_columns_with_all_their_words(tmp_path: Path) -> None:
    pages = four_columns()
    pages["/"] = html(
        "石堰县人民政府", menu(NAMES) + "<p>值班电话见门厅</p><script>var w = '看不见';</script>"
    )
    texts = await said_on(pages, tmp_path)
    home, column = texts["/"], texts["/tzgg/"]
    assert (home.role, home.column, home.title) == (TextRole.PAGE, "首页", "石堰县人民政府")
    assert "值班电话见门厅" in home.text
    assert "看不见" not in home.text
    assert (column.role, column.column) == (TextRole.PAGE, "通知公告")
    assert "关于tzgg栏目第2项事项的公开说明" in column.text


async def test_an_old_call_of_the_home_page_is_opened(tmp_path: Path) -> None:
    called = ("/hd/9.html", CALL, "2024-03-05")
    pages = {
        **four_columns(),
        "/": home_with([*NEWS, called]),
        "/hd/9.html": dated_article(CALL, "2024-03-05"),
    }
    pages |= {url: dated_article(title, day) for url, title, day in NEWS}
    text = (await said_on(pages, tmp_path))["/hd/9.html"]
    assert (text.role, text.title, text.column) == (TextRole.ARTICLE, CALL, "")


async def test_other_old_items_of_the_home_page_are_not(tmp_path: Path) -> None:
    old = ("/hd/9.html", "县里完成了上一年的总结工作", "2024-03-05")
    pages = {**four_columns(), "/": home_with([*NEWS, old]), "/hd/9.html": dated_article(old[1], old[2])}
    pages |= {url: dated_article(title, day) for url, title, day in NEWS}
    assert "/hd/9.html" not in await said_on(pages, tmp_path)


async def test_an_old_call_that_is_pinned_is_opened(tmp_path: Path) -> None:
    pinned = f"<li><b>[置顶]</b><a href='/tzgg/99.html'>{CALL}</a><span>2024-03-05</span></li>"
    items = [(f"/tzgg/{n}.html", f"第{n}号有关事项的通告说明", f"2025-06-{20 - n:02}") for n in range(1, 8)]
    page = listing("通知公告", items, menu=menu(NAMES)).replace(
        "<ul class='xxlb'>", f"<ul class='xxlb'>{pinned}"
    )
    pages = {**four_columns(tzgg=page), "/tzgg/99.html": dated_article(CALL, "2024-03-05")}
    pages |= {url: dated_article(title, day) for url, title, day in items}
    texts = await said_on(pages, tmp_path, articles_per_column=3)
    assert texts["/tzgg/99.html"].column == "通知公告"
    assert "/tzgg/7.html" not in texts


@pytest.mark.parametrize("allowance", [0, 1, 2])
async def test_calls_are_opened_as_far_as_the_allowance_goes(tmp_path: Path, allowance: int) -> None:
    calls = [(f"/hd/{n}.html", f"关于征集第{n}类民生实事项目的公告", "2024-03-05") for n in range(3)]
    pages = {**four_columns(), "/": home_with([*NEWS, *calls])}
    pages |= {url: dated_article(title, day) for url, title, day in [*NEWS, *calls]}
    texts = await said_on(pages, tmp_path, home_articles=allowance)
    assert sum(path.startswith("/hd/") for path in texts) == allowance


async def test_a_call_that_does_not_open_leaves_no_text(tmp_path: Path) -> None:
    pages = {**four_columns(), "/": home_with([*NEWS, ("/hd/9.html", CALL, "2024-03-05")])}
    pages |= {url: dated_article(title, day) for url, title, day in NEWS}
    assert "/hd/9.html" not in await said_on(pages, tmp_path, PageRule("/hd/9.html", 403))


async def test_pages_that_all_bear_the_sites_name_are_called_as_their_list_calls_them(tmp_path: Path) -> None:
    pages = {**four_columns(), "/": home_with(NEWS[:2])}
    for url, title, day in NEWS[:2]:
        pages[url] = dated_article(title, day).replace(f">{title}<", ">石堰县人民政府<")
    page = listing("工作动态", NEWS[:2], menu=menu(NAMES))
    texts = await said_on({**pages, "/gzdt/": page}, tmp_path)
    assert [texts[url].title for url, _, _ in NEWS[:2]] == [title for _, title, _ in NEWS[:2]]


async def test_what_most_articles_carry_is_no_word_of_theirs(tmp_path: Path) -> None:
    foot = "石堰县人民政府办公室主办，技术支持县信息中心"
    pages = {**four_columns(), "/": home_with(NEWS[:2])}
    pages["/gzdt/"] = listing("工作动态", NEWS, menu=menu(NAMES))
    for url, title, day in NEWS:
        often = "<p>本栏目每旬更新。</p>" if url in ("/gzdt/1.html", "/gzdt/2.html") else ""
        shared = f"{often}<p>{foot}。</p>"
        own = f"<p>{title}，会上逐项听取了进展，并对下一步作出安排。</p>{shared}"
        pages[url] = html(title, f"<h1>{title}</h1><p>发布时间：{day}</p><div class='wz'>{own}</div>")
    for url in [path for path in pages if path.endswith(".html") and not path.startswith("/gzdt/")]:
        pages[url] = pages[url].replace("</div></body>", f"<p>{foot}。</p></div></body>")
    text = (await said_on(pages, tmp_path))["/gzdt/1.html"].text
    assert foot not in text
    assert "会上逐项听取了进展" in text
    assert "本栏目每旬更新" in text


async def test_bytes_that_cannot_be_decoded_are_marked(tmp_path: Path) -> None:
    served = site(four_columns())
    broken = served.pages["/gzdt/1.html"].replace("各单位".encode(), b"\xff\xfe\xff\xfa\x80")
    served.pages["/gzdt/1.html"] = broken
    texts = (await gathered(served, tmp_path)).texts
    assert not isinstance(texts, Unseen)
    assert {text.url: text.lossy for text in texts if text.role is TextRole.ARTICLE}[f"{HOME}gzdt/1.html"]
    assert sum(text.lossy for text in texts) == 1


async def test_the_date_an_article_prints_fills_a_list_without_dates(tmp_path: Path) -> None:
    undated = [(url, title, "") for url, title, _ in NEWS[:3]]
    pages = four_columns(gzdt=listing("工作动态", undated, menu=menu(NAMES)))
    pages |= {url: dated_article(title, day) for url, title, day in NEWS[:3]}
    published = (await said_on(pages, tmp_path))["/gzdt/2.html"].published
    assert published is not None
    assert (published.day.isoformat(), published.source is DateSource.LIST) == ("2025-06-22", False)


async def test_an_article_dated_nowhere_has_no_date(tmp_path: Path) -> None:
    undated = [(url, title, "") for url, title, _ in NEWS[:3]]
    pages = four_columns(gzdt=listing("工作动态", undated, menu=menu(NAMES)))
    pages |= {url: article(title) for url, title, _ in NEWS[:3]}
    assert (await said_on(pages, tmp_path))["/gzdt/2.html"].published is None


async def test_documents_of_an_article(tmp_path: Path) -> None:
    linked = "<p>附件：<a href='/fj/mingdan.txt'>名单.txt</a></p>"
    pages = four_columns()
    pages["/gzdt/1.html"] = pages["/gzdt/1.html"].replace("</div></body>", f"{linked}</div></body>")
    pages["/fj/mingdan.txt"] = "第一批名单共三人"
    plain = PageRule("/fj/mingdan.txt", content_type="text/plain; charset=utf-8")
    (document,) = (await said_on(pages, tmp_path, plain))["/gzdt/1.html"].attachments
    assert (document.url, document.name, document.text.strip()) == (
        f"{HOME}fj/mingdan.txt",
        "名单.txt",
        "第一批名单共三人",
    )
    assert (document.problem, document.evidence is not None) == ("", True)


async def test_a_document_that_does_not_open_says_so(tmp_path: Path) -> None:
    linked = "<p>附件：<a href='/fj/mingdan.txt'>名单.txt</a></p>"
    pages = four_columns()
    pages["/gzdt/1.html"] = pages["/gzdt/1.html"].replace("</div></body>", f"{linked}</div></body>")
    (document,) = (await said_on(pages, tmp_path))["/gzdt/1.html"].attachments
    assert document.text == ""
    assert document.problem.startswith("附件未能读取")


async def test_where_no_rule_reads_texts_none_are_kept(tmp_path: Path) -> None:
    facts = await facts_of(four_columns(), tmp_path, wanted=frozenset({"homepage", "columns"}))
    assert facts.texts is NOT_ASKED
