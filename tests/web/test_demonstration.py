"""What ``xuncha demo`` leaves in the web system: a directory, a round, and people of several roles."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from small_province import inspected_into, write_inputs

from xuncha.apps.directory.models import ColumnEntry, MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.models import Round
from xuncha.web.demonstration import take_in_demonstration


@pytest.mark.django_db
def test_it_works(tmp_path: Path) -> None:
    result = inspected_into(tmp_path)
    people = take_in_demonstration(write_inputs(tmp_path / "again"), result)
    assert (SiteEntry.objects.count(), MediaAccountEntry.objects.count(), ColumnEntry.objects.count()) == (
        6,
        2,
        5,
    )
    assert Round.objects.get().verdicts.count() == 7
    assert {role for _, role, _ in people} >= {"省级检查员", "复核员", "市县或部门主管"}
    for username, _, password in people:
        client = Client()
        assert client.post("/login", {"username": username, "password": password}).status_code == 302
        assert client.get("/").status_code == 200
