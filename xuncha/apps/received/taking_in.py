"""Takes in a body of samples or posts: written as the contract's file, and kept whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.directory.posts import read_posts
from xuncha.apps.directory.probes import read_probes
from xuncha.apps.directory.problems import InputProblems, Problems
from xuncha.apps.received.models import ReceivedPost, ReceivedProbe
from xuncha.facts.account import Post
from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import ProbeSample

#: Longest answer time and post id the ledger holds.
_MOST_MS, _LONGEST_ID = 2_147_483_647, 300
_AT_ONCE = 500
#: What a later version of a post replaces.
_WORDS = ("title", "text", "url", "collections", "reads")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a body: ``received`` rows, of which some were new, some changed what was known."""

    received: int
    added: int
    changed: int = 0

    @property
    def unchanged(self) -> int:
        """Rows that had been handed in before, just so."""
        return self.received - self.added - self.changed


def take_probes(body: bytes, user: Any) -> Taken:
    """Samples as CSV with the header of the contract, for sites the user may see.

    Raises:
        InputProblems: rows are wrong, every one named; nothing was kept.
    """
    problems = Problems()
    sites = list(SiteEntry.objects.visible_to(user).only("pk", "site_code"))
    with _as_file(body, "拨测.csv") as path:
        samples = read_probes(path, sites, problems)
    _raise_if_any(problems)
    keys = {site.site_code: site.pk for site in sites}
    rows = [_probe(keys[code], sample) for code, of_site in samples.items() for sample in of_site]
    if too_long := [row for row in rows if (row.elapsed_ms or 0) > _MOST_MS]:
        problems.add("拨测.csv", 1, "耗时毫秒", f"有 {len(too_long)} 行超过 {_MOST_MS} 毫秒，请核对")
        _raise_if_any(problems)
    with transaction.atomic():
        known = _known(ReceivedProbe, "digest", [row.digest for row in rows])
        fresh = [row for row in rows if row.digest not in known]
        ReceivedProbe.objects.bulk_create(fresh, _AT_ONCE, ignore_conflicts=True)
    return Taken(len(rows), len(fresh))


def _probe(site: int, sample: ProbeSample) -> ReceivedProbe:
    said = f"{site}|{sample.at.isoformat()}|{sample.elapsed_ms}|{sample.outcome}|{sample.valid}"
    if sample.page is not FetchStatus.OK:
        said += f"|{sample.page}"
    return ReceivedProbe(
        site_id=site,
        at=sample.at,
        elapsed_ms=sample.elapsed_ms,
        outcome=sample.outcome,
        valid=sample.valid,
        page=sample.page.value,
        digest=hashlib.sha256(said.encode()).hexdigest()[:32],
    )


def take_posts(body: bytes, user: Any) -> Taken:
    """Posts as JSONL with the keys of the contract, for accounts the user may see.

    A post that is known already may come with other words; with another time of publication it is refused,
    because a date that was moved is what inspections look for.

    Raises:
        InputProblems: rows are wrong, every one named; nothing was kept.
    """
    problems = Problems()
    accounts = list(MediaAccountEntry.objects.visible_to(user).only("pk", "account_id"))
    with _as_file(body, "发布记录.jsonl") as path:
        posts = read_posts(path, accounts, problems)
    keys = {account.account_id: account.pk for account in accounts}
    for account_id, of_account in posts.items():
        for post in of_account:
            if len(post.post_id) > _LONGEST_ID:
                problems.add("", 1, "post_id", f"账号 {account_id} 有发布标识超过 {_LONGEST_ID} 个字符")
    _raise_if_any(problems)
    with transaction.atomic():
        taken = [_keep_posts(keys[account], account, of, problems) for account, of in posts.items()]
        _raise_if_any(problems)
    return Taken(*(sum(numbers) for numbers in zip((0, 0, 0), *taken, strict=True)))


def _keep_posts(account: int, account_id: str, posts: list[Post], problems: Problems) -> tuple[int, int, int]:
    """Keep the posts of one account; (received, added, changed)."""
    known = _known(ReceivedPost, "post_id", [post.post_id for post in posts], account=account)
    fresh, changed = [], []
    for post in posts:
        said = {"title": post.title, "text": post.text, "url": post.url}
        said |= {"collections": None if post.collections is None else list(post.collections)}
        said |= {} if post.reads is None else {"reads": post.reads}
        row = known.get(post.post_id)
        if row is None:
            fresh.append(
                ReceivedPost(account_id=account, post_id=post.post_id, published_at=post.published_at, **said)
            )
        elif row.published_at != post.published_at:
            was = timezone.localtime(row.published_at).isoformat(timespec="seconds")
            problems.add(
                "", 1, "published_at", f"账号 {account_id} 的“{post.post_id}”此前报送的发布时间是 {was}"
            )
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            row.changed_at = timezone.now()
            changed.append(row)
    ReceivedPost.objects.bulk_create(fresh, _AT_ONCE)
    ReceivedPost.objects.bulk_update(changed, [*_WORDS, "changed_at"], _AT_ONCE)
    return len(posts), len(fresh), len(changed)


def _known(model: Any, field: str, values: list[str], **where: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(values), _AT_ONCE):
        some = model.objects.filter(**{f"{field}__in": values[start : start + _AT_ONCE]}, **where)
        found.update((getattr(row, field), row) for row in some)
    return found


class _as_file:  # noqa: N801 - reads as a function
    """The body as a file the readers of the contract can open, gone afterwards."""

    def __init__(self, body: bytes, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="xuncha-")
        self._path = Path(self._folder.name) / name
        self._path.write_bytes(body)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *ended: object) -> None:
        self._folder.cleanup()


def _raise_if_any(problems: Problems) -> None:
    if problems.rows:
        raise InputProblems(problems.rows)


def probe_records(rows: Iterable[ReceivedProbe]) -> Iterator[dict[str, str]]:
    """The rows of the contract's file; ``rows`` come with their site."""
    for row in rows:
        yield {
            "网站标识码": row.site.site_code,
            "时间": timezone.localtime(row.at).isoformat(),
            "耗时毫秒": "" if row.elapsed_ms is None else str(row.elapsed_ms),
            "状态": row.outcome,
            "有效": "1" if row.valid else "0",
            "备注": "" if row.page == FetchStatus.OK else FetchStatus(row.page).label,
        }


def post_records(rows: Iterable[ReceivedPost]) -> Iterator[dict[str, object]]:
    """The objects of the contract's file; ``rows`` come with their account."""
    for row in rows:
        yield {
            "account": row.account.account_id,
            "post_id": row.post_id,
            "published_at": timezone.localtime(row.published_at).isoformat(),
            "title": row.title,
            "text": row.text,
            "url": row.url,
            **({} if row.collections is None else {"collection": row.collections}),
            **({} if row.reads is None else {"reads": row.reads}),
        }
