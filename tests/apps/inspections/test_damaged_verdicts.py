"""A verdict that is not kept whole settles nothing: it is named with the cause, and the others go on."""

from __future__ import annotations

from typing import Any

import pytest
from deciding import as_
from django.test import Client
from people import a_person
from test_review_of_many import asked_by, copies, work_off

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.tasks.model import Task
from xuncha.apps.inspections.kept_verdict import DamagedVerdictError
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.inspections.reviewing import decide_all
from xuncha.apps.inspections.reviewing_many import MOST_AT_ONCE

pytestmark = pytest.mark.django_db


def damage(row: VerdictEntry, how: str) -> None:
    """Take a key away, add an unknown one, or spoil one."""
    if how == "extra":
        row.machine["newer"] = 1
    elif how == "pairs":
        row.machine["states"] = ["W101"]
    else:
        del row.machine[how]
    row.save()


def another_target(round_: Round) -> list[FindingCase]:
    """Findings of one more target, which is damaged."""
    first = round_.verdicts.order_by("pk").first()
    assert first is not None
    row = VerdictEntry.objects.get(pk=first.pk)
    row.pk, row.key, row.name = None, "9899999999", "损坏的网站"
    row.save(force_insert=True)
    pattern = round_.findings.filter(machine_state="violation").first()
    assert pattern is not None
    pattern.pk, pattern.verdict, pattern.target, pattern.state = None, row, row.key, "suspected"
    pattern.code, pattern.tier = "N107", "note"
    pattern.save(force_insert=True)
    return [FindingCase.objects.select_related("verdict").get(pk=pattern.pk)]


@pytest.mark.parametrize(
    ("how", "said"),
    [("veto", "缺 veto"), ("outcome", "缺 outcome"), ("extra", "不认识 newer"), ("pairs", "")],
)
def test_it_is_named_and_the_others_are_decided(round_: Round, how: str, said: str) -> None:
    sound, spoilt = copies(round_, 3), another_target(round_)
    damage(spoilt[0].verdict, how)
    taken, refused = decide_all(asked_by(a_person("inspector")), [*spoilt, *sound], "dismiss", "误报")
    assert taken == 3
    (why,) = refused
    assert why.startswith("9899999999 N107：“损坏的网站（9899999999）”的机器判定记录已损坏")
    assert said in why
    spoilt[0].refresh_from_db()
    assert spoilt[0].state == "suspected", "half a decision"
    assert AuditEntry.objects.filter(act="核实：判为误报").count() == 3


def test_a_worker_goes_on_past_it(round_: Round) -> None:
    sound, spoilt = copies(round_, MOST_AT_ONCE + 1), another_target(round_)
    damage(spoilt[0].verdict, "other")
    client = as_("inspector")[0]
    form = {"decision": "dismiss", "note": "误报", "pick": [row.pk for row in (*sound, *spoilt)]}
    address = client.post("/findings/decide", form)["Location"]
    work_off()
    task = Task.objects.get()
    assert (task.state, task.fault_count) == ("done", 1)
    assert task.reason == f"已处理 {MOST_AT_ONCE + 1} 条，1 条没有处理。"
    page = client.get(address).content.decode()
    assert f"9899999999 N107（问题 {spoilt[0].pk}）" in page
    assert "机器判定记录已损坏（缺 other）" in page


def test_its_pages_open_and_say_so(round_: Round) -> None:
    (case,) = another_target(round_)
    damage(case.verdict, "platform")
    client: Client = as_("inspector")[0]
    for address in (f"/rounds/{round_.pk}", f"/findings/{case.pk}", "/findings"):
        assert client.get(address).status_code == 200
    assert "机器判定记录已损坏（缺 platform）" in client.get(f"/verdicts/{case.verdict_id}").content.decode()
    assert "缺 platform" in client.get(f"/rounds/{round_.pk}?as=csv").getvalue().decode("utf-8-sig")
    answer: Any = client.post(f"/findings/{case.pk}", {"decision": "dismiss", "note": "误报"}, follow=True)
    assert "缺 platform" in answer.content.decode()
    with pytest.raises(DamagedVerdictError):
        case.verdict.machine_verdict()
