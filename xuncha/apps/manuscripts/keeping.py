"""Keeps what was warned of: keyed digests and masked words, never the text."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from xuncha.apps.casework.audit import record
from xuncha.apps.manuscripts.marking import Shown, masked, shown
from xuncha.apps.manuscripts.models import ManuscriptCheck, Remarked
from xuncha.apps.manuscripts.reading import Checked

#: Characters on either side that tell one place from another; white space does not count.
_BESIDE = 6
_SPACES = re.compile(r"[\s\u3000…]+")
#: Remarks kept of one check; a text with more has been told so.
_MOST_KEPT = 2000


def keep(
    request: HttpRequest, checked: Checked, way: ManuscriptCheck.Way, *, by: Any, unit: Any, by_name: str
) -> ManuscriptCheck:
    """Write a check and its remarks down, and the act into the record."""
    remarks = shown(checked.text, checked.remarks)
    first = first_line(masked(checked.text, checked.remarks))
    with transaction.atomic():
        made = ManuscriptCheck.objects.create(
            by=by,
            by_name=by_name,
            unit=unit,
            way=way,
            title=first[:60].replace("\0", ""),
            title_digest=digest("title", first_line(checked.text)),
            text_digest=digest("text", checked.text),
            length=len(checked.text),
            alerts=sum(1 for one in remarks if one.alert),
            doubts=sum(1 for one in remarks if not one.alert),
        )
        Remarked.objects.bulk_create(
            [_row(made, checked.text, one) for one in remarks[:_MOST_KEPT]], batch_size=500
        )
        record(request, "检查稿件", on=made.title, 检查=made.pk, 提示=made.alerts, 请核对=made.doubts)
    return made


def _row(check: ManuscriptCheck, text: str, one: Shown) -> Remarked:
    around = fingerprint(one.code, text, one.start, one.end) if one.placed else digest("source", one.quote)
    return Remarked(
        check_of=check,
        code=one.code,
        line=one.line,
        column=one.column,
        quote=one.quote.replace("\0", ""),
        suggestion=one.suggestion,
        reason=one.reason,
        alert=one.alert,
        fingerprint=around,
    )


def first_line(text: str) -> str:
    """The first line with words, which in a manuscript is its title."""
    return next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")


def fingerprint(code: str, text: str, start: int, end: int) -> str:
    """What tells this place from another with the same wrong form: the words right next to it."""
    before = _SPACES.sub("", text[max(0, start - 40) : start])[-_BESIDE:]
    after = _SPACES.sub("", text[end : end + 40])[:_BESIDE]
    return digest("place", f"{code}|{before}|{_SPACES.sub('', text[start:end])}|{after}")


def digest(kind: str, words: str) -> str:
    """A digest only this installation can make."""
    return salted_hmac(f"xuncha.manuscripts.{kind}", words, algorithm="sha256").hexdigest()
