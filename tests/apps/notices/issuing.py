"""Steps that the tests of notices take on the pages: drafted, issued, read."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone
from people import a_person

from xuncha.apps.inspections.models import Round
from xuncha.apps.notices.models import Notice


def as_(role: str, unit: Any = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def form(**more: Any) -> dict[str, Any]:
    return {
        "issuer": "云岭省政府办公厅",
        "document_number": "云办函〔2026〕9号",
        "addressees": "各市人民政府：",
        "issued_on": timezone.localdate().isoformat(),
        "working_days": 10,
        "limits_vouched": "on",
        "scope_accepted": "on",
        **more,
    }


def drafted(round_: Round, client: Client | None = None, **more: Any) -> Notice:
    answer = (client or as_("inspector")).post(f"/notices/draft/{round_.pk}", form(**more), follow=True)
    assert answer.status_code == 200
    return Notice.objects.get(state="draft")


def issue(client: Client, notice: Notice, **more: Any) -> str:
    page = client.post(f"/notices/of/{notice.pk}/issue", more, follow=True).content.decode()
    notice.refresh_from_db()
    return page


def text_of(client: Client, notice: Notice, name: str = "notice.docx") -> bytes:
    return b"".join(client.get(f"/notices/of/{notice.pk}/files/{name}").streaming_content)
