"""The picture that the browser took of a page is looked at beside the finding, and as nothing but a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import pytest
from deciding import as_

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.models import FindingCase
from xuncha.gather.browser.rendered import DOM_URI, PICTURE_URI
from xuncha.gather.evidence.recorder import WarcRecorder

pytestmark = pytest.mark.django_db
PAGE = "http://www.s02.gov.example/k0/"


def with_record(case: FindingCase, name: str, content: bytes, uri: str, kind: str) -> str:
    """The finding rests on this record alone; the address of the record."""
    with WarcRecorder(case.round.result / "evidence", name) as recorder:
        kept = recorder.record_file(content, uri, kind)
    assert kept is not None
    case.evidence = [asdict(kept)]
    case.save(update_fields=["evidence"])
    return f"/findings/{case.pk}/evidence/0"


def test_the_picture_is_shown(veto: FindingCase, a_picture: Callable[..., bytes]) -> None:
    png = a_picture("PNG")
    address = with_record(veto, "shot", png, PICTURE_URI + PAGE, "image/png")
    client, _ = as_("reviewer")
    finding = client.get(f"/findings/{veto.pk}").content.decode()
    assert f"网页截图：{PAGE}" in finding
    assert "查看截图" in finding
    part = client.get(address).content.decode()
    assert f'src="{address}?picture=1"' in part
    noted = AuditEntry.objects.filter(act="查看证据").count()
    answer = client.get(f"{address}?picture=1", headers={"Sec-Fetch-Dest": "image"})
    assert (answer["Content-Type"], answer.content) == ("image/png", png)
    assert "sandbox" in answer["Content-Security-Policy"]
    assert AuditEntry.objects.filter(act="查看证据").count() == noted == 1


def test_nothing_else_goes_out_as_a_picture(veto: FindingCase) -> None:
    script = b"<html><script>alert(1)</script>"
    address = with_record(veto, "fake", script, PICTURE_URI + PAGE, "image/png")
    client, _ = as_("reviewer")
    assert client.get(f"{address}?picture=1").status_code == 404
    address = with_record(veto, "dom", script, DOM_URI + PAGE, "text/html; charset=utf-8")
    answer = client.get(f"{address}?picture=1")
    assert answer["Content-Type"].startswith("text/html")
    assert "<script>" not in answer.content.decode()
    assert f"浏览器中显示的网页：{PAGE}" in client.get(f"/findings/{veto.pk}").content.decode()


def test_a_picture_that_is_gone_is_not_there(veto: FindingCase, a_picture: Callable[..., bytes]) -> None:
    address = with_record(veto, "gone", a_picture("PNG"), PICTURE_URI + PAGE, "image/png")
    (veto.round.result / "evidence" / veto.evidence[0]["warc"]).unlink()
    client, _ = as_("reviewer")
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?picture=1").status_code == 404
