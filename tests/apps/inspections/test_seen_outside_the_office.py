"""Outside the office everybody sees and counts confirmed findings alone: the same in charts, lists, pages and exports."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from deciding import as_, post
from django.test import Client
from test_review_of_many import copies

from xuncha.apps.inspections.ledger import settle_again
from xuncha.apps.inspections.models import Round, VerdictEntry
from xuncha.apps.inspections.other_problems import Others
from xuncha.apps.inspections.own_figures import own_figures
from xuncha.apps.inspections.tallies import UnitFigures, mark
from xuncha.web.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["owner", "supervisor"])
def outside(request: Any, round_: Round, directory: Any) -> tuple[Client, User]:
    """Somebody who answers for every target of the round; each target is settled, and one has a note that waits."""
    (note,) = copies(round_, 1)
    settle_again(note.verdict)
    unit = directory.organs[0] if request.param == "owner" else directory.offices[0]
    round_.verdicts.update(sponsor=directory.organs[0], supervisor=directory.offices[0], is_settled=True)
    client, person = as_(request.param, unit)
    return client, User.objects.select_related("unit").get(pk=person.pk)


def problems(client: Client, round_: Round) -> dict[tuple[str, str], tuple[int, int]]:
    """(targets, doubtful) by sort of target and code, as the chart's table is exported."""
    answer: Any = client.get(f"/charts/{round_.pk}/problems?as=csv")
    rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    return {(row["类别"], row["代码"]): (int(row["涉及对象"]), int(row["待核对象"])) for row in rows}


def listed(client: Client, round_: Round) -> dict[tuple[str, str], set[str]]:
    """Codes beside the vetoes by target, as the list of verdicts is exported."""
    answer: Any = client.get(f"/rounds/{round_.pk}?as=csv")
    rows = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    return {(row["类别"], row["标识"]): set(filter(None, row["其他问题"].split("、"))) for row in rows}


def test_what_nobody_confirmed_is_neither_shown_nor_counted(
    outside: tuple[Client, User], round_: Round
) -> None:
    client, _ = outside
    waiting = list(round_.findings.filter(outcome="hit", state="suspected", tier="note"))
    assert problems(client, round_) == {}
    assert not any(listed(client, round_).values())
    row = VerdictEntry.objects.get(pk=waiting[0].verdict_id)
    assert waiting[0].code in row.other, "the office sees it"
    for address in (f"/verdicts/{row.pk}", f"/rounds/{round_.pk}", "/"):
        page = client.get(address).content.decode()
        assert waiting[0].code not in page, address
    office = as_("inspector")[0]
    assert waiting[0].code in office.get(f"/verdicts/{row.pk}").content.decode()
    assert (
        waiting[0].code in listed(office, round_)["政府网站" if row.kind == "site" else "政务新媒体", row.key]
    )


def test_what_is_confirmed_is_the_same_everywhere(outside: tuple[Client, User], round_: Round) -> None:
    client, person = outside
    case = round_.findings.filter(outcome="hit", state="suspected", tier="note").order_by("pk").first()
    assert case is not None
    post(as_("reviewer")[0], case, "confirm")
    kind = "政府网站" if case.kind == "site" else "政务新媒体"
    shown = {(one.kind, one.code) for one in client.get("/findings").context["page"]}
    assert shown == {(case.kind, case.code)}
    assert problems(client, round_) == {(kind, case.code): (1, 0)}, "as in the list, though a veto waits"
    round_.verdicts.update(is_settled=True)
    mark(round_.pk, [])
    assert problems(client, round_) == {(kind, case.code): (1, 0)}
    found = {key: codes for key, codes in listed(client, round_).items() if codes}
    assert found == {(kind, case.target): {case.code}}
    assert Others(person, round_).of(VerdictEntry.objects.get(pk=case.verdict_id)) == [case.code]
    assert case.code in client.get(f"/verdicts/{case.verdict_id}").content.decode()
    assert client.get("/findings").content.decode().count(f"/findings/{case.pk}") >= 1


def test_figures_kept_from_before_are_counted_anew(outside: tuple[Client, User], round_: Round) -> None:
    _, person = outside
    own_figures(person, [round_])
    kept = UnitFigures.objects.get()
    old = kept.good_for.removeprefix("confirmed, those under review told ")
    UnitFigures.objects.update(good_for=old, content=kept.content | {"problems": [["site", "N101", 5, 5]]})
    assert own_figures(person, [round_]).problems == []


@pytest.mark.parametrize("address", ["/", "/rounds/{}"])
def test_targets_under_review_are_told_beside_the_figures(
    outside: tuple[Client, User], round_: Round, address: str
) -> None:
    """They are in no figure, and a pass rate without a word of them would be a clean bill for them."""
    client, _ = outside
    address, whole = address.format(round_.pk), round_.verdicts.count()
    assert "还在核实" not in client.get(address).content.decode()
    waiting = list(round_.verdicts.order_by("pk").values_list("pk", "name"))[: whole - 1]
    for some in (waiting, [*waiting, *round_.verdicts.order_by("-pk").values_list("pk", "name")[:1]]):
        round_.verdicts.filter(pk__in=[pk for pk, _ in some]).update(is_settled=False)
        mark(round_.pk, [])
        page = client.get(address).content.decode()
        assert f"另有 {len(some)} 个网站、账号的结果还在核实" in page
        assert "没有你可以查看的判定" not in page
        assert not any(f">{name}</a>" in page for _, name in some)
    assert "还在核实" not in as_("inspector")[0].get(address).content.decode()
