"""Pages as a browser showed them then, out of the evidence: nothing is started and nobody is asked."""

from __future__ import annotations

import json
from typing import Any

from xuncha.gather.browser.rendered import (
    ABOUT_URI,
    DOM_URI,
    NO_BROWSER_URI,
    PICTURE_URI,
    Gap,
    GapKind,
    Keeper,
    Rendered,
    Wanted,
)
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.evidence.archive import ArchiveError, SiteArchive
from xuncha.gather.http.trial import Allowance


class ArchivedBrowser:
    """Stands in for a browser when a site is read again from its evidence."""

    def __init__(self, archive: SiteArchive) -> None:
        self._archive = archive

    async def render(
        self,
        url: str,
        keeper: Keeper | None = None,
        *,
        wanted: Wanted,
        patience_s: float | None = None,
        allowance: Allowance | None = None,
    ) -> Rendered:
        """The page as it was kept, however it was waited for then; it takes none of the site's time."""
        try:
            about = self._archive.content(ABOUT_URI + url)
            dom = self._archive.content(DOM_URI + url)
        except ArchiveError as error:
            return Rendered(url, problem=str(error))
        if about is None:
            return Rendered(url, problem="存档中没有浏览器打开该网址的结果")
        said: dict[str, Any] = json.loads(about)
        return Rendered(
            url,
            said["final_url"],
            "" if said["problem"] else (dom or b"").decode("utf-8", "replace"),
            said["problem"],
            tuple(Gap(GapKind(kind), address, why) for kind, address, why in said["gaps"]),
            None if said["problem"] else self._archive.file(DOM_URI + url),
            self._archive.file(PICTURE_URI + url) if said["pictured"] else None,
            said["remark"],
        )


def archived_browser(archive: SiteArchive) -> ArchivedBrowser | NoBrowser:
    """What showed pages at the visit, or the reason why nothing did, as it was then."""
    why = archive.content(NO_BROWSER_URI)
    return ArchivedBrowser(archive) if why is None else NoBrowser(why.decode("utf-8", "replace"))
