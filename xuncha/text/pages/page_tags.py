"""The meta tags (网页标签) that 国办发〔2017〕47号 asks of home, column and article pages."""

from __future__ import annotations

from xuncha.text.pages.page import Page, squeeze

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource")
ASKED = frozenset(name.lower() for name in (*SITE_TAGS, *COLUMN_TAGS, *ARTICLE_TAGS))
#: Characters of a value that are kept: a description may run long, and only what it begins with matters.
_VALUE_LENGTH = 200


def asked_tags(page: Page) -> tuple[tuple[str, str], ...]:
    """The tags of a page that are asked for: names in lower case, each once, the first that is not empty."""
    found: dict[str, str] = {}
    for node in page.tree.css("meta[name]"):
        name = (node.attributes.get("name") or "").strip().lower()
        if name in ASKED and not found.get(name):
            found[name] = squeeze(node.attributes.get("content") or "")[:_VALUE_LENGTH]
    return tuple(sorted(found.items()))
