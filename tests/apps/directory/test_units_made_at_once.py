"""Units that a list names are made level by level, and hang where they would if made row by row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xuncha.apps.directory.models import Unit
from xuncha.apps.directory.units import UnitTree

pytestmark = pytest.mark.django_db

#: (地区, 主管单位, 主办单位): one above another that is named later, the region itself, nobody above, told twice.
ROWS = (
    ("石堰市", "", "石堰市教育局"),
    ("石堰市", "石堰市政府", "石堰市教育局"),
    ("石堰市", "石堰市教育局", "石堰市第一小学"),
    ("石堰市", "石堰市", "石堰市水务局"),
    ("石堰市", "石堰市民政局", "石堰市水务局"),
    ("蓝沚市", "石堰市教育局", "石堰市第一小学"),
    ("蓝沚市", "蓝沚市政府", "蓝沚市政府"),
    ("蓝沚市", "蓝沚市医院", "蓝沚市卫健委"),
    ("蓝沚市", "蓝沚市卫健委", "蓝沚市医院"),
)


def records() -> list[dict[str, str]]:
    return [dict(zip(("地区", "主管单位", "主办单位"), row, strict=True)) for row in ROWS]


def name_all(tree: UnitTree, rows: list[dict[str, str]]) -> None:
    for row in rows:
        region = tree.region(row["地区"])
        tree.organ(row["主办单位"], region, tree.supervisor(row["主管单位"], region))


def hanging() -> dict[tuple[str, str], list[str]]:
    """The names from the root down, by region and name."""
    found = list(Unit.objects.select_related("region"))
    names = {unit.pk: unit.name for unit in found}
    for unit in found:
        keys = [int(key) for key in unit.path.strip("/").split("/")]
        assert keys[-1] == unit.pk
        assert keys[:-1] == [] or keys[-2] == unit.parent_id
    return {
        (unit.region.name if unit.region else "", unit.name): [
            names[int(key)] for key in unit.path.strip("/").split("/")
        ]
        for unit in found
    }


@pytest.mark.parametrize("order", [1, -1])
def test_the_same_tree_as_row_by_row(order: int) -> None:
    rows = records()[::order]
    name_all(UnitTree(), rows)
    one_by_one = hanging()
    for unit in Unit.objects.order_by("-path"):
        unit.delete()
    tree = UnitTree()
    tree.make_missing(rows)
    name_all(tree, rows)
    assert hanging() == one_by_one
    assert hanging()["石堰市", "石堰市第一小学"][1:] == [
        "石堰市",
        "石堰市政府",
        "石堰市教育局",
        "石堰市第一小学",
    ]


def test_a_hundred_units_take_as_many_queries_as_ten() -> None:
    def asked(number: int, region: str) -> int:
        tree = UnitTree()
        rows: list[dict[str, Any]] = [{"地区": region, "主管单位": f"{region}主管{n % 3}", "主办单位": f"单位{n}"} for n in range(number)]  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            tree.make_missing(rows)
        assert Unit.objects.filter(region__name=region).count() == number + 3
        return len(seen)

    UnitTree().region("省直部门")
    assert asked(10, "石堰市") == asked(100, "蓝沚市")


def test_what_is_known_is_left_as_it_is() -> None:
    tree = UnitTree()
    tree.make_missing(records())
    name_all(tree, records())
    before = hanging(), set(Unit.objects.values_list("pk", flat=True))
    again = UnitTree()
    again.make_missing(records())
    name_all(again, records())
    assert (hanging(), set(Unit.objects.values_list("pk", flat=True))) == before
