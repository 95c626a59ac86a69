"""The meta tags that are asked of a page: any case of the name, the first value that is not empty."""

from __future__ import annotations

from xuncha.text.pages.page import Page
from xuncha.text.pages.page_tags import asked_tags


def tags(*metas: str) -> dict[str, str]:
    return dict(asked_tags(Page(f"<html><head>{''.join(metas)}</head></html>", "http://a.gov.example/")))


def test_names_are_taken_whatever_their_case() -> None:
    found = tags('<meta name="SITENAME" content=" 清河县 ">', '<meta name="pubDate" content="2025-06-01">')
    assert found == {"sitename": "清河县", "pubdate": "2025-06-01"}


def test_an_empty_tag_is_kept_as_empty_until_one_is_filled() -> None:
    assert tags('<meta name="SiteName" content="">') == {"sitename": ""}
    assert tags('<meta name="SiteName">', '<meta name="sitename" content="清河县">') == {"sitename": "清河县"}


def test_the_first_value_counts_and_others_tags_do_not() -> None:
    first, second = '<meta name="SiteName" content="甲">', '<meta name="SiteName" content="乙">'
    assert tags(first, second, '<meta name="viewport" content="x">') == {"sitename": "甲"}
