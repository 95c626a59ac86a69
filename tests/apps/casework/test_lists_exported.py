"""Every list that can be long: a short one comes at once, a long one is made by a worker, whole, for whoever asked."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from people import a_person, an_assigned_case
from python_calamine import CalamineWorkbook

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks import sheets
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.directory.ownership import give_ownership
from xuncha.apps.error_reports.models import ReportCase
from xuncha.apps.inspections.models import FindingCase, Recheck, Round, VerdictEntry
from xuncha.apps.inspections.work.tasking import carry_out, next_task, work_of
from xuncha.apps.objections.models import Objection
from xuncha.apps.rectification.models import Rectification, RectificationStep
from xuncha.apps.reminders.models import OutlookEntry
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.models import ManualCheck

pytestmark = pytest.mark.django_db

MANY = sheets.MOST_AT_ONCE + 7


def findings(directory: Any, number: int) -> list[FindingCase]:
    """Confirmed findings of the first site of the directory."""
    pattern = an_assigned_case(directory).finding
    same = {
        one.attname: getattr(pattern, one.attname) for one in FindingCase._meta.fields if one.name != "id"
    }
    rows = [FindingCase(**same | {"place": n, "fingerprint": f"f{n}"}) for n in range(1, number + 1)]
    return FindingCase.objects.bulk_create(rows, batch_size=500)


def cases(directory: Any, number: int) -> None:
    due = timezone.localdate() + timedelta(days=3)
    of = findings(directory, number - 1)  # the pattern has one
    Rectification.objects.bulk_create([Rectification(finding=one, due_on=due) for one in of], batch_size=500)


def objections(directory: Any, number: int) -> None:
    by = a_person("owner", directory.organs[0])
    rows = [Objection(finding=one, reason="理由", made_by=by) for one in findings(directory, number)]
    Objection.objects.bulk_create(rows, batch_size=500)


def reports(directory: Any, number: int) -> None:
    given = {
        "site": directory.sites[0],
        "url": "http://a.gov.example/",
        "kind": "错别字",
        "state": "assigned",
    }
    rows = [ReportCase(description=f"第{n}件", **given) for n in range(number)]
    ReportCase.objects.bulk_create(rows, batch_size=500)


def rechecks(directory: Any, number: int) -> None:
    rows = [
        Recheck(what="page", site=directory.sites[0], folder=f"f{n}", standard="national-2019")
        for n in range(number)
    ]
    Recheck.objects.bulk_create(rows, batch_size=500)


def a_round(**more: Any) -> Round:
    given = {"kind": "full", "state": "finished", "standard": "national-2019", "finished_at": timezone.now()}
    return Round.objects.create(title="三季度检查", asof=timezone.now(), folder="o", **given, **more)


def checks(directory: Any, number: int) -> None:
    guide = next(iter(guides().values()))
    given = {"round": a_round(), "kind": "site", "guide_key": guide.key, "code": guide.code}
    given |= {"due_on": timezone.localdate(), "name": "教育局网站", "sponsor_name": "教育局"}
    rows = [ManualCheck(key=str(n), **given) for n in range(number)]
    ManualCheck.objects.bulk_create(rows, batch_size=500)


def warnings(directory: Any, number: int) -> None:
    round_ = a_round()
    given = {"round": round_, "kind": "site", "key": "9800000001", "name": "教育局网站", "what": "column"}
    given |= {"code": "W401", "state": "fresh", "last": timezone.localdate(), "region_name": "石堰市"}
    given |= {"breach_on": timezone.localdate(), "sponsor": directory.organs[0], "sponsor_name": "教育局"}
    given |= {"supervisor": directory.offices[0]}
    rows = [OutlookEntry(subject=f"栏目{n}", cause=str(n), **given) for n in range(number)]
    give_ownership(rows)
    OutlookEntry.objects.bulk_create(rows, batch_size=500)
    VerdictEntry.objects.create(
        round=round_, kind="site", key="9800000001", name="教育局网站", place=0, machine={}, outcome="pass"
    )


#: Who makes the rows, and the address of the file.
LISTS: dict[str, tuple[Any, str]] = {
    "cases": (cases, "/cases/export?state=all"),
    "objections": (objections, "/objections/export?state=all"),
    "reports": (reports, "/reports/export?state=all"),
    "rechecks": (rechecks, "/rechecks?as=xlsx"),
    "checks": (checks, "/checks/export?state=all"),
    "warnings": (warnings, "/warnings/export/warnings"),
    "columns": (warnings, "/warnings/export/columns"),
}


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def work_off() -> None:
    while lease := next_task("test"):
        carry_out(lease, work_of(lease))


def rows_of(answer: Any) -> list[list[Any]]:
    body = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_is_made_by_a_worker_and_holds_every_row(name: str, directory: Any) -> None:
    make, address = LISTS[name]
    make(directory, MANY)
    person = a_person("inspector")
    client = client_of(person)
    task = client.get(address)["Location"]
    assert task.startswith("/tasks/")
    assert client.get(address)["Location"] == task, "asked twice it is one"
    assert not AuditEntry.objects.filter(act__startswith="导出").exists(), "nothing is taken away yet"
    work_off()
    rows = rows_of(client.get(f"{task}/file"))
    assert len(rows) == 1 + MANY
    assert {len(row) for row in rows} == {len(rows[0])}
    assert AuditEntry.objects.filter(act__startswith="导出", actor_name=person.username).count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_a_short_one_comes_at_once(name: str, directory: Any) -> None:
    make, address = LISTS[name]
    make(directory, 3)
    answer = client_of(a_person("inspector")).get(address)
    assert len(rows_of(answer)) == 1 + 3
    assert not Task.objects.exists()
    assert AuditEntry.objects.filter(act__startswith="导出").count() == 1


@pytest.mark.parametrize("name", ["objections", "reports", "warnings"])
def test_an_owner_is_given_what_is_its_own_and_another_nothing(name: str, directory: Any) -> None:
    make, address = LISTS[name]
    make(directory, MANY)
    owner, other = (client_of(a_person("owner", organ)) for organ in directory.organs)
    task = owner.get(address)["Location"]
    work_off()
    assert len(rows_of(owner.get(f"{task}/file"))) == 1 + MANY
    assert other.get(f"{task}/file").status_code == 404
    assert len(rows_of(other.get(address))) == 1


@pytest.mark.parametrize("name", ["rechecks", "checks"])
def test_who_may_not_see_it_any_more_gets_no_empty_file_but_is_told(name: str, directory: Any) -> None:
    make, address = LISTS[name]
    make(directory, MANY)
    person = a_person("inspector")
    client_of(person).get(address)
    type(person).objects.filter(pk=person.pk).update(role="owner", unit=directory.organs[0])
    work_off()
    task = Task.objects.get()
    assert (task.state, task.stored_as) == ("failed", "")
    assert "无权查看" in task.reason


def test_what_is_gone_when_the_worker_comes_to_it_is_told(directory: Any) -> None:
    warnings(directory, MANY)
    client_of(a_person("inspector")).get("/warnings/export/columns")
    OutlookEntry.objects.all().delete()
    work_off()
    task = Task.objects.get()
    assert task.state == "failed"
    assert "已经不在" in task.reason


@pytest.mark.parametrize("name", ["rechecks", "columns"])
def test_csv_comes_at_once_whole(name: str, directory: Any) -> None:
    make, address = LISTS[name]
    make(directory, MANY)
    answer = client_of(a_person("inspector")).get(address.partition("?")[0] + "?as=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + MANY
    assert not Task.objects.exists()


def test_of_a_case_the_latest_words_are_given(directory: Any) -> None:
    silent, spoken = an_assigned_case(directory), findings_case(directory)
    now = timezone.now()
    for minutes, words in ((2, "退回：仍打不开"), (5, "已改正"), (1, "已反馈")):
        step = RectificationStep.objects.create(case=spoken, was="assigned", now="replied", note=words)
        RectificationStep.objects.filter(pk=step.pk).update(at=now + timedelta(minutes=minutes))
    rows = rows_of(client_of(a_person("inspector")).get("/cases/export?state=all"))
    place = rows[0].index("最近说明")
    assert sorted(row[place] for row in rows[1:]) == ["", "已改正"]
    assert silent.steps.count() == 0


def findings_case(directory: Any) -> Rectification:
    """A case of another finding of the same target."""
    pattern = Rectification.objects.get().finding
    pattern.pk, pattern.fingerprint, pattern.place = None, "another", 9
    pattern.save(force_insert=True)
    return Rectification.objects.create(finding=pattern, due_on=timezone.localdate())
