"""What a result is judged with is out of memory before the notice is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_province import sites_served, write_inputs
from specimens.server import serve

from xuncha.cli import main
from xuncha.commands import judging
from xuncha.text.wording.word_model import shipped_words


def test_the_tables_are_let_go_before_the_notice_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: dict[str, int] = {}

    def noted(name: str) -> None:
        given = getattr(judging, name)

        def noting(*args: Any) -> Any:
            held[name] = shipped_words.cache_info().currsize
            return given(*args)

        monkeypatch.setattr(judging, name, noting)

    noted("write_findings")
    noted("publish")
    paths = write_inputs(tmp_path / "in")
    with serve(sites_served()) as server:
        args = ["inspect", "--sites", paths.sites, "--connect-to", server.address, "--rate", "1000"]
        args += ["--asof", "2025-06-25T10:00", "--indicators", "W101", "--browser", "off"]
        args += ["--out", tmp_path / "out"]
        done = CliRunner(env={"XUNCHA_PDF_ENGINE": "typst"}).invoke(main, [str(arg) for arg in args])
    assert done.exit_code in (0, 3), done.output
    assert held == {"write_findings": 1, "publish": 0}
