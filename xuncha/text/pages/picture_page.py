"""Pages that show a picture, a film or a drawing and hardly anything else: what it says and where it leads is not in the
page's text."""

from __future__ import annotations

import re

from xuncha.text.pages.navigation import leads
from xuncha.text.pages.page import Page

_SHOWN = "img, picture, svg, canvas, video, object, embed, input[type=image]"
_BACKGROUND = re.compile(
    r"background(?:-image)?\s*[:=][^;}>]{0,200}?(?:url\(|\.(?:jpe?g|png|gif|webp|bmp)\b)", re.I
)
#: A foot with the owner and a telephone number is hardly anything (characters of visible text, links).
_LONGEST, _MOST_LINKS = 200, 5


def is_picture_alone(page: Page, home_url: str) -> bool:
    """True for a page without a way to a column and with next to no text around its picture."""
    if page.has_links(_MOST_LINKS + 1) or page.has_text(_LONGEST + 1):
        return False
    shows = page.tree.css_first(_SHOWN) is not None or _BACKGROUND.search(page.html) is not None
    return shows and page.tree.css_first("form") is None and not leads(page, home_url)
