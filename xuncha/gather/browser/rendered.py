"""What rendering a page gave, and how it is kept as evidence."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.archive import ArchiveRecorder
from xuncha.gather.evidence.recorder import WarcRecorder

#: Given the HTML and the address of a page as shown: whether what is looked for is there.
Wanted = Callable[[str, str], bool]

DOM_URI, PICTURE_URI = "urn:xuncha:dom:", "urn:xuncha:screenshot:"
#: How showing a page ended, and why no page was shown at all: what reading the site again needs to know.
ABOUT_URI, NO_BROWSER_URI = "urn:xuncha:shown:", "urn:xuncha:no-browser"


class GapKind(StrEnum):
    """What part of a page could not be loaded in the browser."""

    SCRIPT = "脚本"
    DATA = "数据"
    FRAME = "框架"
    SOCKET = "连接"  # a WebSocket
    ERROR = "脚本运行"
    PENDING = "数据 "  # asked for and not answered by the end, as pages do that are told news that way


@dataclass(frozen=True, slots=True)
class Gap:
    """A request of the page that brought nothing and might have brought its list. ``why`` in Chinese."""

    kind: GapKind
    url: str
    why: str

    @property
    def in_words(self) -> str:
        """One line for a reason."""
        return f"页面的{self.kind.value.strip()}请求未成功：{self.url[:120]}（{self.why}）"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser showed it.

    ``html`` is without scripts, with frames and shadow trees written out; empty when ``problem`` says, in
    Chinese, why it could not be shown. ``gaps`` are requests of the page that failed. ``remark`` is what is
    wrong with the picture: cut, letters missing, pictures not loaded.
    """

    url: str
    final_url: str = ""
    html: str = ""
    problem: str = ""
    gaps: tuple[Gap, ...] = ()
    dom: Evidence | None = None
    picture: Evidence | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where a rendered page is kept: beside the requests it made."""

    recorder: WarcRecorder | ArchiveRecorder

    def keep_dom(self, rendered: Rendered) -> Evidence | None:
        """The HTML that was read, as a record of its own. Raises EvidenceWriteError."""
        content = rendered.html.encode("utf-8", "replace")
        return self.recorder.record_file(content, DOM_URI + rendered.url, "text/html; charset=utf-8")

    def keep_picture(self, rendered: Rendered, png: bytes) -> Evidence | None:
        """The picture, as a record of its own. Raises EvidenceWriteError."""
        return self.recorder.record_file(png, PICTURE_URI + rendered.url, "image/png")

    def keep_about(self, rendered: Rendered) -> None:
        """How it ended. Raises EvidenceWriteError."""
        said = {
            "final_url": rendered.final_url,
            "problem": rendered.problem,
            "gaps": [(gap.kind.value, gap.url, gap.why) for gap in rendered.gaps],
            "pictured": rendered.picture is not None,
            "remark": rendered.remark,
        }
        block = json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self.recorder.record_file(block, ABOUT_URI + rendered.url, "application/json")

    def keep_no_browser(self, reason: str) -> None:
        """Why no page is shown. Raises EvidenceWriteError."""
        self.recorder.record_file(reason.encode(), NO_BROWSER_URI, "text/plain; charset=utf-8")
