"""Whatever the rows say, no page runs it, links to it or hands it to a spreadsheet as a formula (survive.md 24)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone
from people import a_person
from test_every_address import ADDRESSES

from xuncha.apps.casework.audit import record
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.manuscripts.models import ManuscriptCheck, Remarked

MARKUP = "=cmd|' /C calc'!A0<script>alert(1)</script><img src=x onerror=alert(2)>\"'>../../x"
LINK = "javascript:alert(3)//"
#: Fields the program itself reads back: a hostile word there would only break the row, or they are not shown.
_OWN = {
    "path",
    "standard",
    "folder",
    "fingerprint",
    "code",
    "guide_key",
    "kind",
    "tier",
    "outcome",
    "way",
    "state",
    "username",
    "password",
    "site_code",
    "account_id",
    "key",
    "stored_as",
    "digest",
    "file_name",
}
_BAD = re.compile(
    r"<script>alert|<img src=x|(?:href|src|action)=[\"']?\s*javascript:|data-\w+=\"[^\"]*\"'>", re.I
)


@pytest.fixture
def rows(directory: Any) -> None:
    """A round with a finding, a checked manuscript, an act; then every free text of every table is hostile."""
    now = timezone.now()
    round_ = Round.objects.create(
        title="检查", kind="full", state="finished", asof=now, standard="national-2019", folder="f"
    )
    verdict = VerdictEntry.objects.create(
        round=round_, kind="site", key="9800000001", name="站", region_name="石堰市", sponsor_name="教育局",
        sponsor=directory.organs[0], place=1, outcome="fail", is_settled=True,
        machine={
            "kind": "site", "id": "9800000001", "name": MARKUP, "region": MARKUP, "sponsor": MARKUP, "platform": "",
            "outcome": "fail", "veto": [], "other": [], "note": MARKUP,
        },
    )  # fmt: skip
    FindingCase.objects.create(
        round=round_, verdict=verdict, place=1, kind="site", target="9800000001", code="N105", tier="note",
        outcome="hit", title="泄露", detail="x", quote="x", fingerprint="f", state="confirmed",
        urls=[LINK, "http://a.example/" + MARKUP], observed={"wrong": MARKUP},
    )  # fmt: skip
    check = ManuscriptCheck.objects.create(
        by=a_person("owner", directory.organs[0]),
        by_name="x",
        unit=directory.organs[0],
        way="pasted",
        length=1,
    )
    Remarked.objects.create(
        check_of=check, code="N105", line=1, column=1, quote="x", suggestion="x", reason="x", alert=True
    )
    record(None, MARKUP[:90], on=MARKUP, 理由=MARKUP)
    for model in apps.get_models():
        if model.__module__.startswith("xuncha.") and model._meta.label != "casework.AuditEntry":
            _spoil(model)


def _spoil(model: Any) -> None:
    """Write hostile words into every field of every row where a person or a page could have put words."""
    for field in model._meta.concrete_fields:
        free = isinstance(field, (models.CharField, models.TextField)) and not isinstance(
            field, models.URLField
        )
        if (
            free
            and not field.choices
            and not field.unique
            and field.name not in _OWN
            and not field.primary_key
        ):
            for pk in model._default_manager.values_list("pk", flat=True):
                words = LINK if field.name in ("url", "document") else MARKUP[: (field.max_length or 200) - 6]
                model._default_manager.filter(pk=pk).update(**{field.name: f"{words}{str(pk)[:6]}"})


@pytest.mark.parametrize("role", ["administrator", "inspector", "owner"])
def test_no_page_runs_or_exports_what_rows_say(
    rows: None, directory: Any, as_role: Callable[..., Client], role: str
) -> None:
    client = as_role(role, directory.organs[0] if role == "owner" else None)
    shown = 0
    for address, _ in ADDRESSES:
        for query in ("", "?as=csv"):
            answer = client.get(address + query)
            if answer.status_code != 200:
                continue
            body = b"".join(answer) if answer.streaming else answer.content
            kind = answer["Content-Type"].partition(";")[0]
            if kind == "text/html":
                assert _BAD.search(body.decode()) is None, address
                shown += "alert(1)" in body.decode()
            elif kind == "text/csv":
                cells = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
                assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))], address
            elif "spreadsheetml" in kind:
                with zipfile.ZipFile(io.BytesIO(body)) as book:
                    assert not [n for n in book.namelist() if "sheet" in n and b"<f>" in book.read(n)], (
                        address
                    )
            if "attachment" in answer.get("Content-Disposition", ""):
                assert "/" not in answer["Content-Disposition"].partition("filename")[2].replace(
                    "%2F", "/"
                ), address
    assert shown >= 3, "the hostile words were hardly shown anywhere"
