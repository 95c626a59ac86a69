"""A list asks the database as often for fifty rows as for ten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from people import a_person

from xuncha.apps.directory.models import MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.reminders.models import Message, OutlookEntry

LISTS = (
    "/", "/sites", "/accounts", "/units", "/rounds", "/rounds/1", "/findings?state=all", "/users", "/audit", "/notices",
    "/warnings", "/warnings/columns", "/warnings/near", "/warnings/calendar", "/messages", "/objections", "/reports",
    "/cases", "/rechecks", "/manuscripts/history", "/suppressions",
)  # fmt: skip


def grow(directory: Any, person: Any, first: int, last: int) -> None:
    """Rows numbered from ``first`` up to ``last`` in every list, all of one organ."""
    organ, office, region = directory.organs[0], directory.offices[0], directory.regions[0]
    owned = {"sponsor": organ, "supervisor": office, "region": region, "state": "正常运行"}
    now = timezone.now()
    for n in range(first, last):
        SiteEntry.objects.create(site_code=f"97{n:08}", name=f"站{n}", kind="部门网站", **owned)
        MediaAccountEntry.objects.create(account_id=f"a{n}", name=f"号{n}", platform="抖音", **owned)
        Round.objects.create(
            title=f"第{n}次", kind="full", state="finished", asof=now - timedelta(days=n), standard="national-2019",
            folder=f"f{n}",
        )  # fmt: skip
        a_person("leader")
        Message.objects.create(to=person, cause=f"{person.pk} {n}", body="预警")
        named = {"kind": "site", "key": f"97{n:08}", "name": f"站{n}", "region_name": region.name}
        held = {"sponsor_name": organ.name, "sponsor": organ, "supervisor": office, "round_id": Round.objects.first().pk}  # fmt: skip
        verdict = VerdictEntry.objects.create(
            **named, **held, place=n, outcome="fail", veto=["W401"], is_settled=True,
            machine={"reached": 1, "pages": 1},
        )  # fmt: skip
        FindingCase.objects.create(
            round_id=verdict.round_id, verdict=verdict, place=0, kind="site", target=verdict.key, code="W401",
            tier="veto", rank=0, outcome="hit", title="不更新", detail="情况", state="confirmed", fingerprint=f"f{n}",
        )  # fmt: skip
        for what, due, lacking in (("column", now.date(), None), ("count", None, 1)):
            OutlookEntry.objects.create(
                **named, **held, what=what, code="W401", subject=f"栏目{n}", state="fresh", breach_on=due,
                lacking=lacking, cause=f"{what}{n}",
            )  # fmt: skip


@pytest.mark.parametrize("role", ["administrator", "supervisor"])
def test_as_many_queries_for_fifty_rows_as_for_ten(directory: Any, role: str) -> None:
    unit = directory.regions[0] if role == "supervisor" else None
    person = a_person(role, unit)
    client = Client()
    client.force_login(person)

    def asked() -> dict[str, int]:
        found = {}
        for address in LISTS:
            if address in ("/", "/rounds/1"):
                client.get(address)  # what is counted once and kept
            with CaptureQueriesContext(connection) as queries:
                status = client.get(address).status_code
            if status == 200:
                found[address] = len(queries)
        return found

    grow(directory, person, 0, 10)
    few = asked()
    grow(directory, person, 10, 50)
    assert asked() == few
    assert len(few) > 9
