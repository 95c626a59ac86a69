"""``xuncha probe --once`` as a user runs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from xuncha.cli import main

HEADER = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态\n"


class _Home(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Home) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def probe(folder: Path, port: int, *more: str) -> tuple[int, str]:
    (folder / "sites.csv").write_text(
        HEADER
        + "9901000001,石堰县人民政府,http://www.shiyan.gov.example/,县政府办公室,石堰县,石堰市,门户网站,正常运行\n"
        + "9901000002,石堰县旧网站,http://old.shiyan.gov.example/,县政府办公室,石堰县,石堰市,门户网站,关停\n",
        encoding="utf-8",
    )
    command = ["probe", "--once", "--no-reference", "--sites", str(folder / "sites.csv")]
    command += ["--out", str(folder / "probes.csv"), "--connect-to", f"127.0.0.1:{port}", *more]
    done = CliRunner().invoke(main, command)
    return done.exit_code, done.output


def rows(folder: Path) -> list[list[str]]:
    return [line.split(",") for line in (folder / "probes.csv").read_text(encoding="utf-8").splitlines()[1:]]


def test_each_site_in_operation_once(tmp_path: Path, port: int) -> None:
    code, said = probe(tmp_path, port)
    assert code == 0, said
    assert "打开 1，未打开 0" in said
    assert [(row[0], row[3], row[4]) for row in rows(tmp_path)] == [("9901000001", "200", "1")]


def test_again_at_once_is_no_sample_of_its_own(tmp_path: Path, port: int) -> None:
    probe(tmp_path, port)
    code, said = probe(tmp_path, port)
    assert code == 0
    assert "跳过" in said
    assert len(rows(tmp_path)) == 1


def test_a_bad_list_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(
        HEADER + "12,甲,ftp://x,乙,丙,丁,门户网站,正常运行\n", encoding="utf-8"
    )
    command = ["probe", "--once", "--sites", str(tmp_path / "sites.csv"), "--out", str(tmp_path / "p.csv")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert not (tmp_path / "p.csv").exists()
