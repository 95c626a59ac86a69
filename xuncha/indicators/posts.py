"""The posts of an account as the rules about their content read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from xuncha.facts.account import Post


def published(posts: Iterable[Post], asof: datetime) -> Iterator[Post]:
    """The posts that were public at the timepoint; one scheduled for later is not yet."""
    return (post for post in posts if post.published_at <= asof)


def name_of(post: Post) -> str:
    """The post as a reader knows it."""
    return f"《{post.title}》" if post.title else f"编号 {post.post_id} 的内容"


def url_of(post: Post) -> str:
    """Its address, or its number where the export gives none."""
    return post.url or f"post:{post.post_id}"
