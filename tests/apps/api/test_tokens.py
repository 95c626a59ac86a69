"""Tokens: shown once, good until their last day or until revoked, and told apart where they are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from xuncha.apps.api.models import ApiToken
from xuncha.apps.casework.models import AuditEntry

pytestmark = pytest.mark.django_db


class TestTheLifeOfAToken:
    def test_revoked_or_expired_it_opens_nothing(self, a_token: Callable[..., Any]) -> None:
        row, words = a_token()
        client = Client(headers={"Authorization": f"Bearer {words}"})
        assert client.get("/api/sites").status_code == 200
        yesterday = timezone.localdate() - timedelta(days=1)
        ApiToken.objects.filter(pk=row.pk).update(until=yesterday)
        answer = client.get("/api/sites")
        assert answer.status_code == 401
        assert answer.json()["detail"].startswith(f"令牌已过期（有效期至 {yesterday.isoformat()}）")
        assert answer["WWW-Authenticate"].startswith("Bearer")
        ApiToken.objects.filter(pk=row.pk).update(until=timezone.localdate())
        assert client.get("/api/sites").status_code == 200, "good until the end of its last day"
        ApiToken.objects.filter(pk=row.pk).update(revoked_at=timezone.now())
        answer = client.get("/api/sites")
        assert answer.status_code == 401
        assert answer.json()["detail"].startswith("令牌已被撤销")

    def test_an_expired_one_is_told_so_however_often_it_asks(self, a_token: Callable[..., Any]) -> None:
        row, words = a_token()
        ApiToken.objects.filter(pk=row.pk).update(until=timezone.localdate() - timedelta(days=1))
        expired = Client(headers={"Authorization": f"Bearer {words}"})
        said = {expired.get("/api/sites").json()["detail"][:5] for _ in range(35)}
        assert said == {"令牌已过期"}, "and nobody else at this address is kept out for it"
        assert Client(headers={"Authorization": "Bearer x"}).get("/api/sites").status_code == 401


class TestThePageOfTokens:
    def fields(self, **more: Any) -> dict[str, Any]:
        until = (timezone.localdate() + timedelta(days=9)).isoformat()
        return {"name": "发布系统", "role": "inspector", "scopes": ["read"], "until": until} | more

    def test_a_token_is_shown_once_and_works_until_revoked(self, as_role: Callable[..., Client]) -> None:
        page = as_role("administrator")
        words = page.post("/api-tokens/new", self.fields(), follow=True).context["made"]["words"]
        assert words not in page.get("/api-tokens/one-time").content.decode(), "a reload shows it no more"
        token = ApiToken.objects.get()
        assert words not in json.dumps(list(ApiToken.objects.values()), default=str)
        assert words not in page.get("/api-tokens").content.decode()
        client = Client(headers={"Authorization": f"Bearer {words}"})
        assert client.get("/api/rounds").status_code == 200
        page.post(f"/api-tokens/{token.pk}/revoke")
        assert client.get("/api/rounds").status_code == 401
        assert [e.act for e in AuditEntry.objects.order_by("number")] == ["建立令牌", "撤销令牌"]

    @pytest.mark.parametrize(
        "wrong", [{"role": "administrator"}, {"role": "owner"}, {"scopes": ["all"]}, {"until": "2099-01-01"}]
    )
    def test_a_token_that_is_too_much_is_refused(
        self, as_role: Callable[..., Client], wrong: dict[str, Any]
    ) -> None:
        as_role("administrator").post("/api-tokens/new", self.fields(**wrong))
        assert not ApiToken.objects.exists()
