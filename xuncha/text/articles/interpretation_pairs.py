"""Which policy document an interpretation (政策解读) is about, by the titles of both."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xuncha.text.articles.info_lines import letters

_QUOTED = re.compile(r"《([^《》]{5,80})》")
_ISSUED = re.compile(
    r"关于(?:印发|公布|发布|转发|批转|修订|颁布)\s*[《“]?(?P<name>.{5,80}?)[》”]?\s*的?(?:通知|公告|决定|通告)"
)
_ABOUT = re.compile(r"关于(?P<name>.{5,80})的(?:通知|公告|决定|通告|意见|实施意见|办法)")
_TAIL = re.compile(r"[（(](?:试行|修订|修订版|暂行|征求意见稿)[)）]$")
#: A shorter name stands in too many titles to mean one document (characters).
_LEAST = 6


def document_of(interpretation: str, documents: Mapping[str, str]) -> str | None:
    """The key of the document in ``documents`` (key → title) that a title of an interpretation names.

    None where none fits, or more than one does.
    """
    names = [name for quoted in _QUOTED.findall(interpretation) if len(name := _core(quoted)) >= _LEAST]
    found = [key for key, title in documents.items() if _core(title) in names]
    return found[0] if len(found) == 1 else None


def _core(title: str) -> str:
    """What a document is about, without its issuer and the words around it."""
    for pattern in (_ISSUED, _ABOUT):
        match = pattern.search(title)
        if match:
            return letters(_TAIL.sub("", match["name"]))
    return letters(_TAIL.sub("", title))
