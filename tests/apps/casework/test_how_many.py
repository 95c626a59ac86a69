"""Counts in words are exact up to the bound, and say so beyond it."""

from __future__ import annotations

import pytest

from xuncha.apps.casework.audit import record
from xuncha.apps.casework.listing import how_many
from xuncha.apps.casework.models import AuditEntry


@pytest.mark.django_db
def test_up_to_the_bound_and_beyond() -> None:
    assert how_many(AuditEntry.objects.all()) == ""
    for number in range(3):
        record(None, "登录失败", on=f"somebody-{number}")
    said = [how_many(AuditEntry.objects.all(), most) for most in (4, 3, 2)]
    assert said == ["3", "3", "超过 2"]
