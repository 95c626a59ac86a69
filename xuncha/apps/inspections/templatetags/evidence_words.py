"""What a record of evidence says of itself, as people read it."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from xuncha.apps.inspections.handed_in_rows import in_words

register = template.Library()
register.filter("where_from", in_words)


@register.filter
def captured(written: str) -> str:
    """The time of capture, in Beijing; as it is written where it cannot be read."""
    try:
        return timezone.localtime(datetime.fromisoformat(written)).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return written
