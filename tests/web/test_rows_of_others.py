"""Every address asked, by GET and POST, for every row of another unit: nothing of it is shown, nothing of it changes."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from people import a_person, an_assigned_case
from test_every_address import patterns

from xuncha.apps.api.tokens import issue
from xuncha.apps.casework.access import is_by_token, is_public
from xuncha.apps.casework.taking_files import write_new
from xuncha.apps.error_reports.models import ReportCase, ReportFile
from xuncha.apps.inspections.models import FindingComment, Recheck
from xuncha.apps.inspections.results import Verdict
from xuncha.apps.inspections.tallies import UnitFigures
from xuncha.apps.manuscripts.models import ManuscriptCheck, Remarked
from xuncha.apps.objections.models import Objection, ObjectionFile
from xuncha.apps.rectification.models import Extension, RectificationFile, RectificationStep
from xuncha.apps.reminders.models import Message, OutlookEntry
from xuncha.web.users.models import User

pytestmark = pytest.mark.django_db
#: Stands in everything of the other unit.
SECRET = "密栏"
#: What requests leave behind wherever they lead; and what people do with their own rows.
_OF_ANY_REQUEST = {"casework", "axes", "sessions", "auth", "contenttypes"}
#: Words that acts are sent with.
SENT = {
    "act": "confirm", "decision": "confirm", "answer": "uphold", "result": "属实", "words": "改了", "note": "改了",
    "reason": "改了", "state": "正常运行", "wanted_on": "2099-01-05", "granted_on": "2099-01-05", "title": "改了",
    "all": "1", "confirmed": "1", "agree": "1", "same": "1", "text": "改了", "way": "grant", "do": "grant",
    "message": "1", "open": "1", "on": "2025-01-01", "contact": "改了", "phone": "1", "kind": "text",
}  # fmt: skip


@pytest.fixture
def secrets(directory: Any) -> dict[str, set[str]]:
    """Rows of the first unit; what an address may name them by, for each of its parts."""
    organ, office, site, account = (one[0] for one in (directory.organs, directory.offices, directory.sites, directory.accounts))  # fmt: skip
    case = an_assigned_case(directory)
    finding, owner = case.finding, a_person("owner", organ, full_name=SECRET)
    verdict = Verdict("site", site.site_code, SECRET, "石堰市", SECRET, "", "fail", other=("N109",))
    finding.verdict.machine = asdict(verdict)
    for row in (site, account, finding.verdict):
        row.name = SECRET
        row.save()
    type(finding).objects.filter(pk=finding.pk).update(detail=SECRET, quote=SECRET, title=SECRET)
    site.columns.update(name=SECRET)
    FindingComment.objects.create(finding=finding, by=owner, by_name=SECRET, words=SECRET)
    today, now = timezone.localdate(), timezone.now()
    file = {"file_name": f"{SECRET}.jpg", "sha256": "0", "size": 1, "added_by": owner}
    step = RectificationStep.objects.create(case=case, by=owner, by_name=SECRET, was="assigned", now="replied", note=SECRET)  # fmt: skip
    objection = Objection.objects.create(finding=finding, reason=SECRET, made_by=owner)
    report = ReportCase.objects.create(number="R1", state="assigned", site=site, url=f"{site.url}{SECRET}", kind="错别字", description=SECRET, received_at=now, due_on=today)  # fmt: skip
    kept = [
        RectificationFile.objects.create(step=step, stored_as="a.jpg", **file),
        ObjectionFile.objects.create(objection=objection, stored_as="b.jpg", **file),
        ReportFile.objects.create(report=report, stored_as="c.jpg", **file),
    ]
    for one in kept:
        if not one.path.exists():
            write_new(one.path, SECRET.encode())
    check = ManuscriptCheck.objects.create(by=owner, by_name=SECRET, unit=organ, way="paste", title=SECRET, title_digest="0", text_digest="0", length=1)  # fmt: skip
    rows = [
        case, finding, finding.verdict, objection, report, check, *kept, owner, organ, office, site, account, step,
        Extension.objects.create(case=case, batch="0" * 32, reason=SECRET, was_due=today, wanted_on=today + timedelta(days=9), made_by=owner),
        Remarked.objects.create(check_of=check, code="W103", line=1, column=1, quote=SECRET, suggestion=SECRET, reason=SECRET, alert=True, fingerprint="f"),
        Message.objects.create(to=owner, cause="c", body=SECRET),
        Recheck.objects.create(what="site", site=site, name=SECRET, standard="national-2019", folder="r", finding=finding, round=finding.round),
        OutlookEntry.objects.create(round=finding.round, kind="site", key=site.site_code, name=SECRET, region_name="石堰市", sponsor_name=SECRET, sponsor=organ, supervisor=office, what="column", code="W401", subject=SECRET, state="fresh", cause="c", breach_on=today),
        issue(name=SECRET, role="owner", unit=organ, scopes=["read"], until=date(2099, 1, 1), by=owner)[0],
    ]  # fmt: skip
    keys = {str(row.pk) for row in rows} | {str(finding.round_id)}
    return {"pk": keys, "number": {"0", "R1"}, "site_code": {site.site_code}, "kind": {"sites", "accounts"}}


def as_stored() -> dict[str, list[Any]]:
    """Every row of every table that a request does not touch by itself."""
    apart = (
        User,
        UnitFigures,
    )  # who logs in is noted; the figures of a unit are summed up when it first looks
    models = [
        one for one in apps.get_models() if one._meta.app_label not in _OF_ANY_REQUEST and one not in apart
    ]
    return {one._meta.label: sorted(map(repr, one._default_manager.values_list())) for one in models}


def addresses(keys: dict[str, set[str]]) -> list[str]:
    found = []
    for route, pattern in patterns(get_resolver()):
        if is_public(pattern.callback) or is_by_token(pattern.callback) or route in ("logout", "password"):
            continue
        made = {route}
        for kind, name in re.findall(r"<(\w+):(\w+)>", route):
            values = keys.get(name, keys["pk"])
            made = {one.replace(f"<{kind}:{name}>", value) for one in made for value in values}
        found += sorted(
            f"/{one}" for one in made if not re.search("second-step|messages|/new$|^manuscripts$", one)
        )
    return found


def shown(client: Client, address: str, method: str, sent: dict[str, Any]) -> bool:
    """True when the answer says something of the other unit; what was asked for is no answer."""
    answer = getattr(client, method)(address, sent)
    assert answer.status_code < 500, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return SECRET in content.decode(errors="replace").replace(f'value="{SECRET}"', "")


def test_its_own_people_are_shown_it(directory: Any, secrets: dict[str, set[str]]) -> None:
    client = Client()
    client.force_login(a_person("owner", directory.organs[0]))
    assert sum(shown(client, address, "get", {"state": "all"}) for address in addresses(secrets)) > 15


@pytest.mark.parametrize("role", ["owner", "supervisor"])
def test_nothing_is_shown_and_nothing_changes(
    directory: Any, secrets: dict[str, set[str]], role: str
) -> None:
    unit = {"owner": directory.organs, "supervisor": directory.offices}[role][1]
    client = Client()
    client.force_login(a_person(role, unit))
    before, picked = as_stored(), sorted(secrets["pk"])
    assert SECRET in repr(before)
    asked = addresses(secrets)
    assert len(asked) > 200
    for address in asked:
        assert not shown(client, address, "get", {"q": SECRET, "state": "all"}), address
        assert not shown(client, address, "post", SENT | {"pick": picked}), address
    after = as_stored()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}
