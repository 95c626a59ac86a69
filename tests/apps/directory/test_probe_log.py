"""The file of samples: whole rows alone, each sample once, one writer, readable by the inspection."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from xuncha.apps.directory.probe_log import ProbeLog, ProbeLogError
from xuncha.apps.directory.probes import read_probes
from xuncha.apps.directory.problems import Problems
from xuncha.facts.seen import BEIJING
from xuncha.facts.website import PAGES, ProbeSample

CODE = "9901000001"
AT = datetime(2025, 6, 20, 8, 0, 7, tzinfo=BEIJING)


def sample(minutes: int = 0, outcome: str = "200", *, valid: bool = True) -> ProbeSample:
    return ProbeSample(AT + timedelta(minutes=minutes), 120, outcome, valid)


def read(path: Path) -> list[ProbeSample]:
    problems = Problems()
    found = read_probes(path, None, problems)
    problems.raise_if_any()
    return found[CODE]


def test_what_is_written_is_what_an_inspection_reads(tmp_path: Path) -> None:
    path = tmp_path / "new" / "probes.csv"
    rows = [sample(), sample(60, "timeout"), sample(120, "dns", valid=False), sample(180, "508")]
    with ProbeLog(path) as log:
        assert log.append((CODE, one, "证书已过期，仍可打开") for one in rows) == 4
    assert read(path) == rows
    assert path.read_text(encoding="utf-8").startswith("网站标识码,时间,耗时毫秒,状态,有效")


def test_what_stood_in_place_of_the_home_page_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "probes.csv"
    rows = [ProbeSample(AT + timedelta(hours=n), 9, "200", True, page) for n, page in enumerate(PAGES)]
    with ProbeLog(path) as log:
        log.append((CODE, one, f"{one.page.label}；证书已过期") for one in rows)
    assert read(path) == rows


def test_a_second_run_goes_on_and_repeats_nothing(tmp_path: Path) -> None:
    path = tmp_path / "probes.csv"
    with ProbeLog(path) as log:
        log.append([(CODE, sample(), "")])
    with ProbeLog(path) as log:
        assert log.last == {CODE: AT}
        assert log.append([(CODE, sample(), ""), (CODE, sample(60), "")]) == 1
    assert read(path) == [sample(), sample(60)]


@pytest.mark.parametrize("cut", range(1, 30, 4))
def test_a_torn_row_is_cut_off(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "probes.csv"
    with ProbeLog(path) as log:
        log.append([(CODE, sample(), ""), (CODE, sample(60), "")])
    path.write_bytes(path.read_bytes()[:-cut])
    with ProbeLog(path) as log:
        log.append([(CODE, sample(90), "")])
    assert read(path) == [sample(), sample(90)]


def test_even_a_torn_header(tmp_path: Path) -> None:
    path = tmp_path / "probes.csv"
    path.write_bytes("网站标".encode())
    with ProbeLog(path) as log:
        log.append([(CODE, sample(), "")])
    assert read(path) == [sample()]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "probes.csv"
    with ProbeLog(path), pytest.raises(ProbeLogError, match="另一个拨测进程"):
        ProbeLog(path)
    ProbeLog(path).__exit__(None, None, None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("编号,名称\n1,甲\n", "第 1 行"),
        ("网站标识码,时间,耗时毫秒,状态,有效,备注\n9901000001,昨天,1,200,1,\n", "第 2 行"),
    ],
)
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProbeLogError, match=named):
        ProbeLog(path)
    assert path.read_text(encoding="utf-8") == text
