"""Files and folders that cannot be written end in a sentence, not in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from small_province import write_inputs

from xuncha.cli import main


@pytest.mark.parametrize("command", [("inspect",), ("probe", "--once", "--no-reference")])
def test_a_place_that_cannot_be_written(tmp_path: Path, command: tuple[str, ...]) -> None:
    write_inputs(tmp_path)
    sites, nowhere = str(tmp_path / "sites.csv"), "/proc/no-such-place/out"
    done = CliRunner().invoke(main, [*command, "--sites", sites, "--out", nowhere])
    assert done.exit_code == 2, done.output
    assert isinstance(done.exception, SystemExit)
    assert "无法读写“/proc/no-such-place" in done.output
