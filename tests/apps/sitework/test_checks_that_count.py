"""Manual checks are arranged where they can still count, and a key that is in no round is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.inspections.models import Round
from xuncha.apps.sitework.assigning import make_checks
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.models import ManualCheck

pytestmark = pytest.mark.django_db
SITE = "9901000001"


@pytest.fixture
def inspector(db: None) -> Client:
    client = Client()
    client.force_login(a_person("inspector"))
    return client


def asked(round_: Round, keys: str) -> dict[str, Any]:
    chosen = {"round": round_.pk, "guides": ["site-secrets"], "which": "all", "working_days": 5}
    return {**chosen, "keys": keys}


def test_unknown_keys_are_told_and_nothing_is_arranged(inspector: Client, round_: Round) -> None:
    answer = inspector.post("/checks/new", asked(round_, f"{SITE}\n9909999999 typo"))
    page = answer.content.decode()
    assert "这次检查没有 2 个标识，请核对：9909999999、typo" in page
    assert f"{SITE}\n9909999999 typo" in page  # what was typed is still there
    assert not ManualCheck.objects.exists()
    inspector.post("/checks/new", asked(round_, SITE))
    assert ManualCheck.objects.count() == 1


def test_after_the_notice_nothing_is_arranged_or_entered(inspector: Client, round_: Round) -> None:
    make_checks(round_, [guides()["site-secrets"]], round_.verdicts.filter(key=SITE), [], 5)
    address = f"/checks/{ManualCheck.objects.get().pk}"
    assert "提交结果" in inspector.get(address).content.decode()
    Round.objects.filter(pk=round_.pk).update(notice_issued_at=timezone.now())
    page = inspector.get(address).content.decode()
    assert "不能再录入结果" in page
    assert "提交结果" not in page
    assert "没有可以安排的检查" in inspector.get("/checks/new").content.decode()
    inspector.post("/checks/new", asked(round_, ""))
    assert ManualCheck.objects.count() == 1
