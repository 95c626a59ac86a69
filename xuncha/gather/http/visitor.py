"""As whom a page is asked for: the same inspector, seen from where a visitor came or as what he looks like."""

from __future__ import annotations

from dataclasses import dataclass

from xuncha.text.pages.addresses import origin_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the headers of a request say of the visitor beside our own name, which they always give.

    ``referer`` is the page he comes from. ``seen_as`` is put behind our own name in the User-Agent, such as the
    name of a search engine's crawler: sites that show crawlers another page look for that word.
    """

    referer: str = ""
    seen_as: str = ""

    def headers(self, user_agent: str) -> dict[str, str]:
        """The headers of this visitor, given our own ``user_agent``."""
        named = f"{user_agent} (compatible; {self.seen_as})" if self.seen_as else user_agent
        return {"User-Agent": named} | ({"Referer": self.referer} if self.referer else {})


INSPECTOR = Visitor()


def by_link(page: str, url: str) -> Visitor:
    """The inspector who followed a link on ``page`` to ``url``, as browsers tell it: other hosts learn the host alone."""
    return Visitor(referer=page if origin_of(page) == origin_of(url) else origin_of(page))
