"""How the tests of this folder let people decide about findings, and read what came of it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from people import a_person

from xuncha.apps.inspections.models import FindingCase, Round


def as_(role: str, unit: Any = None) -> tuple[Client, Any]:
    """A new person of this role, logged in."""
    person, client = a_person(role, unit), Client()
    client.force_login(person)
    return client, person


def post(client: Client, case: FindingCase, decision: str, note: str = "", **more: str) -> None:
    """Send a decision from the page of the finding, and read the finding again."""
    client.post(f"/findings/{case.pk}", {"decision": decision, "note": note, **more})
    case.refresh_from_db()


def outcomes(round_: Round) -> dict[str, str]:
    """The outcome of every target of the round."""
    return dict(round_.verdicts.values_list("key", "outcome"))
