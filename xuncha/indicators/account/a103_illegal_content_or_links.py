"""A103 反动、暴力、色情内容或链接

检查什么  政务新媒体发布内容的标题、正文里有没有推广赌博、色情等的文字，有没有指向这类网站的链接。
怎样判定  文字里有推广这类内容的词语，或链接的域名带有这类词语的，列为疑点，一律待人工确认；介绍打击、治理、防范工作的内容不列，
          但其中另起一行招揽的文字仍列。
看不到时  没有发布记录，或导出数据里没有该账号的，不能断定，判为待核；图片、音视频和评论里的内容看不到，不作结论。
怎样整改  立即删除内容和链接，查明是账号被盗用还是审核失守，更换密码并核对有权登录的人员。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from xuncha.facts.account import Post
from xuncha.facts.seen import Evidence
from xuncha.indicators.kernel import Doubt, Hit, indicator
from xuncha.indicators.posts import name_of, published, url_of
from xuncha.text.pages.addresses import host_of
from xuncha.text.tampering.link_targets import Suspicion, fights_it, suspicious_target, suspicious_words

#: An address as posts give it, with or without its scheme.
_ADDRESS = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]{1,63}\.)+[a-z]{2,18}(?::\d{2,5})?(?:/(?-i:[^\s\u4e00-\u9fff])*)?", re.I
)
_SHOWN = 20
#: What an advertisement asks its reader to do.
_SOLICITS = re.compile(
    r"加(?:我|微信|v信|vx|qq|q群|群)|(?:微信|vx|qq)[号:：]{0,2}\s?[a-z0-9_-]{5,}|注册|开户|充值|点击|扫码|进群|下载|www\.|https?://",
    re.I,
)
_QUOTED = re.compile(r"[“‘\"「『]")


@indicator("A103", "反动、暴力、色情内容或链接")
def illegal_content_or_links(
    posts: tuple[Post, ...], posts_evidence: Evidence | None, asof: datetime
) -> Iterator[Hit]:
    """Clause: 国办秘函〔2019〕19号 附件1 第一部分 政务新媒体 安全、泄密事故等严重问题."""
    for post in published(posts, asof):
        words = f"{post.title}\n{post.text}"
        if fights_it(words):
            words = _soliciting(words)
        found = [(one, "内容", "") for one in suspicious_words(words)[:1]] or list(_links(words))
        if not found:
            continue
        suspicion, what, address = found[0]
        yield Doubt(
            f"{name_of(post)}的{what}疑似推广{suspicion.kind}：含“{suspicion.word}”",
            {"suspicion": suspicion.kind},
            (url_of(post), address) if address else (url_of(post),),
            (posts_evidence,) if posts_evidence else (),
            quote=address or _around(words, suspicion.word),
            key=post.post_id,
        )


def _soliciting(words: str) -> str:
    """Lines of a post against such things that solicit all the same: appended to it by someone else.

    A line that fights them itself, stands in quotation marks or follows a line that announces an example does not.
    """
    lines = words.splitlines()
    return "\n".join(
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if _SOLICITS.search(line)
        and not fights_it(line)
        and not _QUOTED.search(line)
        and not before.rstrip().endswith((":", "："))
    )


def _links(words: str) -> Iterator[tuple[Suspicion, str, str]]:
    for match in _ADDRESS.finditer(words):
        address = match.group()
        full = address if "://" in address else f"http://{address}"
        suspicion = suspicious_target(host_of(full), "")
        if suspicion:
            yield suspicion, "链接", full


def _around(words: str, word: str) -> str:
    place = max(0, words.find(word))
    return " ".join(words[max(0, place - _SHOWN) : place + len(word) + _SHOWN].split())
