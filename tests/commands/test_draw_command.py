"""``xuncha draw``: the same list, share and seed give the same sample, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from xuncha.cli import main


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    rows = ["网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态"]
    rows += [f"99{n:08},第{n}站,,,,{'甲乙'[n % 2]}市,部门网站,正常运行" for n in range(40)]
    rows += ["9900000099,停了,,,,甲市,部门网站,关停"]
    path = tmp_path / "frame-sites.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def run(frame: Path, *more: str, seed: str = "2025Q2") -> Result:
    return CliRunner().invoke(main, ["draw", "--list", str(frame), "--percent", "25", "--seed", seed, *more])


def test_a_draw_made_again_says_identical(frame: Path, tmp_path: Path) -> None:
    first = tmp_path / "drawn.csv"
    first.write_text(run(frame).output, encoding="utf-8")
    rows = first.read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + 2 * 5
    assert not any("停了" in row for row in rows)
    again = run(frame, "--compare", str(first))
    assert (again.exit_code, again.output[:4]) == (0, "完全一致")
    other = run(frame, "--compare", str(first), seed="别的")
    assert other.exit_code == 2
    assert "不一致" in other.output


def test_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    refused = run(path)
    assert refused.exit_code == 2
    assert "不是网站或账号名单" in refused.output
