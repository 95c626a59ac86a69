"""What was handed in day by day is what a round reads, up to its timepoint and no further."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from people import a_person

from xuncha.apps.directory.inputs import read_inputs
from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.work.preparing import inputs_folder, write_lists
from xuncha.apps.received.taking_in import take_posts, take_probes
from xuncha.facts.seen import BEIJING, FetchStatus

PROBES = (
    "网站标识码,时间,耗时毫秒,状态,有效\n"
    "9800000001,2025-06-25 10:00:00,312,200,1\n"
    "9800000001,2025-06-25 10:00:01,,timeout,0\n"
    "9800000001,2025-07-01 10:00:00,312,200,1\n"
)
POST = '{"account": "wx-1", "post_id": "%s", "published_at": "%s", "title": "甲,\\"乙\\"", "text": "一\\n二", "url": "", "collection": ["工作动态"]}\n'
POSTS = POST % ("1", "2025-06-20 09:00") + POST % ("2", "2025-07-02")


def a_round() -> Round:
    at = datetime(2025, 6, 26, tzinfo=BEIJING)
    return Round.objects.create(
        title="检查",
        kind=Round.Kind.FULL,
        asof=at,
        standard="national-2019",
        folder=f"handed-on-{Round.objects.count()}-{id(at)}",
    )


def test_a_round_reads_what_was_handed_in(directory: Any) -> None:
    by = a_person("inspector")
    take_probes(PROBES.encode(), by)
    take_posts(POSTS.encode(), by)
    inputs = read_inputs(write_lists(a_round()))
    assert inputs.probes is not None
    assert inputs.posts is not None
    assert [(s.elapsed_ms, s.outcome, s.valid) for s in inputs.probes["9800000001"]] == [
        (312, "200", True),
        (None, "timeout", False),
    ]
    (post,) = inputs.posts["wx-1"]
    assert post.collections == ("工作动态",)
    assert (post.title, post.text) == ('甲,"乙"', "一\n二")
    assert post.published_at == datetime(2025, 6, 20, 9, tzinfo=BEIJING)


def test_what_stood_in_place_of_a_home_page_is_handed_on(directory: Any) -> None:
    by = a_person("inspector")
    row = "9800000001,2025-06-25 10:00:00,312,200,1,"
    said = f"网站标识码,时间,耗时毫秒,状态,有效,备注\n{row}{FetchStatus.SUSPENDED.label}\n"
    assert take_probes(said.encode(), by).added == 1
    assert take_probes(said.encode(), by).added == 0
    inputs = read_inputs(write_lists(a_round()))
    assert inputs.probes is not None
    assert [sample.page for sample in inputs.probes["9800000001"]] == [FetchStatus.SUSPENDED]


def test_an_uploaded_file_goes_before(directory: Any) -> None:
    take_probes(PROBES.encode(), a_person("inspector"))
    round_ = a_round()
    folder = inputs_folder(round_)
    folder.mkdir(parents=True, exist_ok=True)
    given = folder / "probes.csv"
    given.write_text("\n".join(PROBES.splitlines()[:2]) + "\n", "utf-8")
    try:
        inputs = read_inputs(write_lists(round_))
    finally:
        given.unlink()
    assert inputs.probes is not None
    assert len(inputs.probes["9800000001"]) == 1


def test_without_anything_there_is_no_file(directory: Any) -> None:
    inputs = read_inputs(write_lists(a_round()))
    assert inputs.probes is None
    assert inputs.posts is None
