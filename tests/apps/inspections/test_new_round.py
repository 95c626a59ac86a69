"""新建检查: what the form orders, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.work.preparing import inputs_folder, write_lists

pytestmark = pytest.mark.django_db
FORM = {
    "title": "二季度抽查",
    "kind": "sample",
    "percent": "50",
    "asof": "2025-06-25T10:00",
    "standard": "national-2019",
    "indicators": "W3, A2",
    "rate": "2",
    "connections": "2",
    "max_pages": "300",
}


@pytest.fixture
def client(as_role: Callable[..., Client]) -> Client:
    return as_role("inspector")


def test_it_works(client: Client, directory: Any) -> None:
    posts = SimpleUploadedFile("posts.jsonl", b"{}\n")
    assert client.post("/rounds/new", FORM | {"posts": posts}).status_code == 302
    made = Round.objects.get()
    assert (made.state, made.percent, made.indicators) == ("preparing", 50, ["W3", "A2"])
    assert len(made.seed) == 16
    assert made.asof.isoformat() == "2025-06-25T02:00:00+00:00"
    assert [target.kind for target in made.targets.all()] == ["prepare"]
    assert (inputs_folder(made) / "posts.jsonl").read_bytes() == b"{}\n"
    page = client.get(f"/rounds/{made.pk}").content.decode()
    assert made.seed in page
    assert "等待工作进程领取" in page


def test_the_same_seed_lists_the_same_targets(client: Client, directory: Any) -> None:
    drawn = []
    for _ in range(2):
        client.post("/rounds/new", FORM | {"seed": "2025Q2"})
        drawn.append(write_lists(Round.objects.latest("pk")).sites.read_text(encoding="utf-8"))
    assert drawn[0] == drawn[1]
    assert drawn[0].count("\n") == 3  # the header and one site of each of the two strata


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("indicators", "Z9"),
        ("percent", ""),
        ("percent", "0"),
        ("title", ""),
        ("asof", "明天"),
        ("standard", "/etc/passwd"),
    ],
)
def test_what_makes_no_sense_is_refused(client: Client, directory: Any, field: str, value: str) -> None:
    answer = client.post("/rounds/new", FORM | {field: value})
    assert 'class="error"' in answer.content.decode()
    assert not Round.objects.exists()


def test_pause_and_resume(client: Client, directory: Any) -> None:
    client.post("/rounds/new", FORM)
    made = Round.objects.get()
    Round.objects.update(state="running")
    for act, state in (("pause", "paused"), ("pause", "paused"), ("resume", "running")):
        client.post(f"/rounds/{made.pk}/steer", {"act": act})
        assert Round.objects.get().state == state


def test_progress_names_silence(client: Client, directory: Any) -> None:
    client.post("/rounds/new", FORM)
    made = Round.objects.get()
    Round.objects.update(state="running")
    page = client.get(f"/rounds/{made.pk}/progress", headers={"HX-Request": "true"}).content.decode()
    assert "没有工作进程在运行" in page
    assert "<b>0</b> / 1 个对象" in page


def test_only_folders_laid_out_for_it_are_loaded(client: Client) -> None:
    client.post("/rounds/load", {"title": "x", "folder": "../../etc"})
    assert not Round.objects.exists()
