"""Empty lists to fill in are what the import reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from xuncha.apps.directory.blank_lists import LAYOUTS
from xuncha.apps.directory.kinds import KINDS
from xuncha.apps.directory.problems import Problems

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", list(KINDS))
def test_the_import_takes_it_and_only_misses_rows(
    as_role: Callable[..., Client], tmp_path: Path, kind: str
) -> None:
    client = as_role("inspector")
    assert f"/imports/blank/{kind}" in client.get("/imports").content.decode()
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(client.get(f"/imports/blank/{kind}").streaming_content))
    header = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("名单").to_python()[0]
    layout = LAYOUTS[kind]
    assert [name.strip("*") for name in header] == list(layout.names)
    assert {name.strip("*") for name in header if name.endswith("*")} == set(layout.required)
    problems = Problems()
    KINDS[kind].read(path, problems)
    assert [one.message for one in problems.rows] == ["只有表头，没有数据，请补充后再导入"]
    assert not problems.unused


def test_others_and_other_lists_get_nothing(as_role: Callable[..., Client]) -> None:
    assert as_role("inspector").get("/imports/blank/users").status_code == 404
    assert as_role("leader").get("/imports/blank/sites").status_code == 403
