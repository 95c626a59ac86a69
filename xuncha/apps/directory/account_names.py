"""When the names of two accounts are as good as the same."""

from __future__ import annotations

import re
import unicodedata

#: Ranks of places, forms of offices, and what accounts call themselves: none of it tells two accounts apart.
_SAME = re.compile(
    r"人民政府|政务新媒体|政府办公室|委员会|办公室|融媒体?|官方|政务|微信|微博|公众号|订阅号|服务号|视频号|抖音号?|头条号?"
    r"|发布|在线|资讯|之窗|之声|平台|[省市县区镇乡局厅委办]"
)
_SHORTEST = 2


def name_key(name: str) -> str:
    """The name without marks, width, case and words that every account bears; whole where too little is left."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    letters = "".join(char for char in plain if char.isalnum())
    left = _SAME.sub("", letters)
    return (left if len(left) >= _SHORTEST else letters)[:200]
