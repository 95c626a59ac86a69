"""Targets found by a name in one round."""

from __future__ import annotations

from django.db.models import Q

from xuncha.apps.casework.listing import holding
from xuncha.apps.casework.word_pairs import may_hold


def named_so(words: str, round_pk: int) -> Q:
    """The condition under which a verdict of this round has the words in its name or that of its sponsor, or as its key."""
    near = may_hold(words, "name", "sponsor_name", "key", within=("round_id", round_pk))
    return near & (holding(words, "name", "sponsor_name") | Q(key=words))
