"""Ctrl-C before an inspection has written anything: the same command with --resume goes on, as it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from xuncha.apps.inspections import running
from xuncha.cli import main

ACCOUNTS = (
    "账号标识,账号名称,平台,主办单位,主管单位,地区,运行状态\n"
    "wx-1,石堰发布,微信公众号,石堰县人民政府办公室,石堰市人民政府办公室,石堰市,正常运行\n"
)


@pytest.mark.parametrize("is_there", [False, True], ids=["no folder yet", "an empty folder"])
def test_broken_off_before_anything_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    out = tmp_path / "out"
    if is_there:
        out.mkdir()
    args = ["inspect", "--accounts", str(tmp_path / "accounts.csv"), "--out", str(out)]
    args += ["--asof", "2025-06-25T10:00", "--indicators", "A201"]
    with monkeypatch.context() as patched:
        patched.setattr(running, "read_inputs", interrupted)
        ran = CliRunner().invoke(main, args)
    assert (ran.exit_code, "--resume" in ran.stderr) == (130, True), ran.stderr
    ran = CliRunner().invoke(main, [*args, "--resume"])
    assert ran.exit_code == 3, ran.stderr  # no posts were given
    assert (out / "verdicts.csv").is_file()


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "read_inputs", interrupted)
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    ran = CliRunner().invoke(
        main, ["inspect", "--accounts", str(tmp_path / "accounts.csv"), "--out", str(tmp_path)]
    )
    assert ran.exit_code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.csv"]
