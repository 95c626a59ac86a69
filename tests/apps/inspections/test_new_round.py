"""新建检查: what the form orders, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from xuncha.apps.directory.inputs import read_inputs
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.work import preparing
from xuncha.apps.inspections.work.network import NoBrowserError
from xuncha.apps.inspections.work.preparing import inputs_folder, prepare_round, run_of, write_lists

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


def test_lists_are_written_row_by_row(
    client: Client, directory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A province has hundreds of thousands of rows: none waits in memory for the last."""
    client.post("/rounds/new", FORM | {"kind": "full"})
    record, written = SiteEntry.record, preparing.csv.DictWriter.writerow
    told: list[str] = []

    def read(site: SiteEntry) -> dict[str, str]:
        told.append("read")
        return record(site)

    def wrote(writer: Any, row: dict[str, str]) -> Any:
        told.append("written")
        return written(writer, row)

    monkeypatch.setattr(SiteEntry, "record", read)
    monkeypatch.setattr(preparing.csv.DictWriter, "writerow", wrote)
    assert write_lists(Round.objects.get()).sites is not None
    sites = SiteEntry.objects.count()
    assert sites > 1
    # The header is a row too.
    assert told[: 2 * sites + 1] == ["read", "written", *["written", "read"] * (sites - 1), "written"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("indicators", "Z9"),
        ("percent", ""),
        ("percent", "0"),
        ("title", ""),
        ("asof", "明天"),
        ("asof", "0001-01-01T10:00"),
        ("asof", "9999-12-31T10:00"),
        ("standard", "/etc/passwd"),
    ],
)
def test_what_makes_no_sense_is_refused(client: Client, directory: Any, field: str, value: str) -> None:
    answer = client.post("/rounds/new", FORM | {field: value})
    assert 'class="error"' in answer.content.decode()
    assert not Round.objects.exists()


def test_ordered_for_tonight_but_not_for_next_week(client: Client, directory: Any) -> None:
    for hours, made in ((80, 0), (20, 1)):
        asof = timezone.localtime(timezone.now() + timedelta(hours=hours))
        client.post("/rounds/new", FORM | {"asof": asof.strftime("%Y-%m-%dT%H:%M")})
        assert Round.objects.count() == made


def test_pause_and_resume(client: Client, directory: Any) -> None:
    client.post("/rounds/new", FORM)
    made = Round.objects.get()
    Round.objects.update(state="running")
    acts = ("pause", "paused"), ("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")
    for act, state in (*acts, ("resume", "cancelled")):
        client.post(f"/rounds/{made.pk}/steer", {"act": act})
        assert Round.objects.get().state == state
    page = client.post(f"/rounds/{made.pk}/steer", {"act": "pause"}, follow=True).content.decode()
    assert "没有暂停检查：这次检查现在是“已取消”。" in page  # pressed on a page that was opened before
    target = made.targets.get()
    assert (target.state, target.reason) == ("failed", "检查已取消，该对象没有检查")
    assert "检查已取消" in client.get(f"/rounds/{made.pk}").content.decode()


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


def a_file(name: str, text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_the_options_of_the_command_line_are_kept_and_shown(client: Client, directory: Any) -> None:
    wanted = {"browser": "off", "whole_site": "on", "max_pages": "5000"}
    assert client.post("/rounds/new", FORM | wanted).status_code == 302
    made = Round.objects.get()
    run = run_of(made, write_lists(made))
    assert (run.request.whole_site, run.request.max_pages, run.request.site_minutes) == (True, 5000, 0.0)
    page = client.get(f"/rounds/{made.pk}").content.decode()
    assert "逐页检查全站" in page
    assert "5000" in page


def test_a_word_list_is_checked_when_it_is_handed_in(client: Client, directory: Any) -> None:
    good = a_file("词库.toml", '[[word]]\nwrong = "蓝沚省"\nright = "蓝沚市"\n')
    bad = a_file("词库.toml", '[[word]]\nwrong = ""\nright = "蓝沚市"\n')
    answer = client.post("/rounds/new", FORM | {"words": bad}).content.decode()
    assert "词库.toml：第 " in answer
    assert not Round.objects.exists()
    assert client.post("/rounds/new", FORM | {"words": good}).status_code == 302
    made = Round.objects.get()
    assert [word.wrong for word in read_inputs(write_lists(made)).words] == ["蓝沚省"]
    assert "本单位正误词库" in client.get(f"/rounds/{made.pk}").content.decode()


def test_columns_of_a_file_that_nobody_reads_are_named(client: Client, directory: Any) -> None:
    code = directory.sites[0].site_code
    head, row = "网站标识码,时间,耗时毫秒,状态,有效,机房,备注", f"{code},2025-06-20T10:00,120,200,1,一号,"
    probes = a_file("拨测.csv", f"{head}\n{row}\n")
    client.post("/rounds/new", FORM | {"kind": "full", "probes": probes})
    made = Round.objects.get()
    prepare_round(made)
    assert made.remarks == [
        "可用性监测记录：没有使用这些列：“机房”（不是本表要求的列；本应使用的，请核对表头）"
    ]
    made.save()
    assert "没有使用这些列：“机房”" in client.get(f"/rounds/{made.pk}").content.decode()


def test_a_score_form_is_checked_when_it_is_handed_in(client: Client, directory: Any) -> None:
    answer = client.post("/rounds/new", FORM | {"scores": a_file("评分.toml", "x = 1\n")}).content.decode()
    assert 'class="error"' in answer
    answer = client.post("/rounds/new", FORM | {"scores": a_file("评分.pdf", "x")}).content.decode()
    assert "文件应为 .xlsx、.toml" in answer
    assert not Round.objects.exists()


def test_a_browser_that_must_be_there_and_is_not_stops_the_round(
    client: Client, directory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_CHROMIUM", str(tmp_path / "none"))
    client.post("/rounds/new", FORM | {"browser": "on"})
    with pytest.raises(NoBrowserError, match="不能使用浏览器"):
        prepare_round(Round.objects.get())


def test_the_draw_can_be_made_again(client: Client, directory: Any) -> None:
    client.post("/rounds/new", FORM | {"seed": "2025Q2"})
    made = Round.objects.get()
    lists = write_lists(made)
    page = client.get(f"/rounds/{made.pk}/draw").content.decode()
    assert page.count("完全一致") == 2
    frame = b"".join(client.get(f"/rounds/{made.pk}/draw/sites/frame").streaming_content)
    assert frame.count(b"\n") == 3
    SiteEntry.objects.all().update(name="改了名")  # the directory goes on; the frame is what it was
    assert client.get(f"/rounds/{made.pk}/draw").content.decode().count("完全一致") == 2
    assert lists.sites is not None
    lines = lists.sites.read_text(encoding="utf-8").splitlines()
    lists.sites.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    assert "不一致" in client.get(f"/rounds/{made.pk}/draw").content.decode()


def test_the_progress_of_every_target(client: Client, directory: Any) -> None:
    client.post("/rounds/new", FORM)
    made, now = Round.objects.get(), timezone.now()
    Round.objects.update(state="running", started_at=now)
    half_a_minute = {"started_at": now - timedelta(seconds=30), "finished_at": now}
    made.targets.all().delete()
    for place, (state, pages, reached, reason) in enumerate(
        (
            ("done", 10, 8, ""),
            ("done", 1, 0, "没有打开任何页面（超时）"),
            ("running", 5, 0, ""),
            ("queued", 0, 0, ""),
        )
    ):
        RoundTarget.objects.create(
            round=made, kind="site", key=str(place), name=f"第{place}站", place=place, state=state,
            pages=pages, reached=reached, reason=reason, **(half_a_minute if state == "done" else {}),
        )  # fmt: skip
    page = client.get(f"/rounds/{made.pk}/progress").content.decode()
    assert "<b>2</b> / 4 个对象（50%）" in page
    assert "已打开 16 页" in page
    assert "已查完的 2 个网站中，1 个打得开；应读 11 页，读到 8 页" in page
    assert "没有打开任何页面（超时）：1 个" in page
    listed = client.get(f"/rounds/{made.pk}/targets?state=trouble").content.decode()
    assert "第1站" in listed
    assert "第0站" not in listed
    sheet = b"".join(client.get(f"/rounds/{made.pk}/targets?as=csv").streaming_content).decode()
    assert "0,第0站,已完成,10,8,30,20.0," in sheet
