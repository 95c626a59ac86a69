"""Wording in texts as doubts: what W101, N110 and A101 share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import Evidence
from xuncha.indicators.kernel import Doubt
from xuncha.text.wording import WordingIssue, find_wording

#: Characters shown on either side of a wrong form.
_CONTEXT = 12


def wording_doubts(
    texts: tuple[TextSeen, ...], asof: datetime, *, serious: bool, typos_in: frozenset[str] = frozenset()
) -> Iterator[Doubt]:
    """One doubt for each wrong form on each page; ``typos_in`` names the pages the slow model reads too."""
    for text in texts:
        if text.lossy:
            continue
        words = f"{text.title}\n{text.text}"
        for issue in issues_of(words, asof, typos=text.url in typos_in):
            if issue.serious is serious and issue.alert:
                yield doubt_of(issue, words, f"《{text.title}》", text.url, text.evidence)


def doubt_of(issue: WordingIssue, words: str, name: str, url: str, evidence: Evidence | None) -> Doubt:
    """The doubt about one wrong form, with the words round it."""
    around = words[max(0, issue.start - _CONTEXT) : issue.end + _CONTEXT].replace("\n", " ")
    detail = f"{name}中的“{issue.wrong}”应为“{issue.right}”：{issue.reason}"
    observed = {"wrong": issue.wrong, "right": issue.right, "source": str(issue.source)}
    cited = (evidence,) if evidence else ()
    return Doubt(detail, observed, (url,), cited, around, f"{url}|{issue.wrong}|{issue.right}")


def newest_articles(texts: tuple[TextSeen, ...], count: int) -> frozenset[str]:
    """Addresses of the ``count`` newest articles."""
    dated = [(t.published.sort_key, t.url) for t in texts if t.role is TextRole.ARTICLE and t.published]
    return frozenset(url for _, url in sorted(dated, reverse=True)[:count])


@lru_cache(maxsize=4096)
def issues_of(words: str, asof: datetime, *, typos: bool) -> tuple[WordingIssue, ...]:
    """Every wrong form; kept, because two indicators read the same texts."""
    return find_wording(words, asof=asof.date(), typos=typos)
