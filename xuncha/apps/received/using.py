"""How much accounts publish: taken from the posts an inspection saw, kept for the list of accounts to tidy up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.apps.received.models import AccountUse
from xuncha.facts.account import AccountFacts
from xuncha.facts.seen import Unseen

#: The days counted: a quarter.
DAYS = 90


def note_use(seen: Sequence[AccountFacts], asof: datetime) -> None:
    """Keep what these accounts published in the quarter before ``asof``; figures of a later day stay.

    Accounts whose posts were not seen keep what was known of them. Joins the open transaction.
    """
    known = {one.account.account_id: one for one in seen if not isinstance(one.posts, Unseen)}
    rows = MediaAccountEntry.objects.filter(account_id__in=list(known))
    keys = dict(rows.values_list("account_id", "pk"))
    later = set(
        AccountUse.objects.filter(account__in=keys.values(), asof__gt=asof).values_list("account", flat=True)
    )
    made = [_use(known[name], pk, asof) for name, pk in keys.items() if pk not in later]
    AccountUse.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["account"],
        update_fields=["asof", "days", "posts", "newest_on", "reads", "reads_of"],
    )


def _use(facts: AccountFacts, pk: int, asof: datetime) -> AccountUse:
    posts = () if isinstance(facts.posts, Unseen) else facts.posts
    past = [post for post in posts if post.published_at <= asof]
    within = [post for post in past if post.published_at > asof - timedelta(days=DAYS)]
    reads = [post.reads for post in within if post.reads is not None]
    return AccountUse(
        account_id=pk,
        asof=asof,
        days=DAYS,
        posts=len(within),
        newest_on=max(post.published_at for post in past).date() if past else None,
        reads=sum(reads) if reads else None,
        reads_of=len(reads),
    )
