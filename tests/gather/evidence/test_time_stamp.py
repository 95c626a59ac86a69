"""Time-stamps of a real authority: openssl behind a loopback server, checked offline afterwards."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from xuncha.cli import main
from xuncha.gather.evidence.exchange import Exchange
from xuncha.gather.evidence.manifest import MANIFEST, TIME_STAMP, sign_off
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.time_stamp import TimeStampError, check_stamp, stamp
from xuncha.gather.evidence.verify_result import verify_result

AT = datetime(2025, 6, 25, 2, 0, tzinfo=UTC)
pytest.importorskip("rfc3161_client", reason="the extra timestamp is not installed")
if shutil.which("openssl") is None:
    pytest.skip("openssl is not installed", allow_module_level=True)

_SETTINGS = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[for_tsa]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[for_ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""


def openssl(*args: str | Path) -> None:
    subprocess.run(["openssl", *map(str, args)], check=True, capture_output=True)


class Authority:
    """A time-stamp authority with a root of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.root, self.settings = folder, folder / "ca.pem", folder / "tsa.cnf"
        self.settings.write_text(_SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01\n")
        new = ("req", "-newkey", "rsa:2048", "-nodes", "-config", "/dev/null")
        ca = ("-x509", "-days", "9999", "-subj", "/CN=root", "-keyout", folder / "ca.key", "-out", self.root)
        openssl(
            *new,
            *ca,
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign",
        )
        openssl(*new, "-subj", "/CN=tsa", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
        signed = ("-CA", self.root, "-CAkey", folder / "ca.key", "-CAcreateserial", "-days", "9999")
        openssl(
            "x509",
            "-req",
            "-in",
            folder / "tsa.csr",
            *signed,
            "-extfile",
            self.settings,
            "-extensions",
            "for_tsa",
            "-out",
            folder / "tsa.pem",
        )

    def reply(self, query: bytes) -> bytes:
        asked, answer = self.folder / "query", self.folder / "answer"
        asked.write_bytes(query)
        openssl("ts", "-reply", "-config", self.settings, "-queryfile", asked, "-out", answer)
        return answer.read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def address(authority: Authority) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            body = authority.reply(query) if self.path == "/" else b"no"
            self.send_response(200 if self.path in ("/", "/rubbish") else 500)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    with WarcRecorder(tmp_path, "site") as recorder:
        recorder.record(Exchange("http://a.test/", "GET", AT, None, b"HTTP/1.1 200 OK", (), b"page"))
    sign_off(tmp_path, {"asof": "2025-06-25"}, AT)
    return tmp_path


def test_a_stamp_is_kept_and_holds_offline(evidence: Path, address: str, authority: Authority) -> None:
    assert check_stamp(evidence) is None
    stamp(evidence, f"{address}/")
    seen = check_stamp(evidence, authority.root)
    assert seen is not None
    assert (seen.problem, seen.is_trusted) == ("", True)
    assert abs((datetime.fromisoformat(seen.at) - datetime.now(UTC)).total_seconds()) < 600
    assert verify_result(evidence, root=authority.root).problems == ()
    told = CliRunner().invoke(main, ["evidence", "verify", str(evidence), "--tsa-ca", str(authority.root)])
    assert (told.exit_code, "签名已核对" in told.output) == (0, True)
    untold = CliRunner().invoke(main, ["evidence", "verify", str(evidence)])
    assert (untold.exit_code, "签名未核对" in untold.output) == (0, True)


def test_a_manifest_written_anew_no_longer_fits_its_stamp(evidence: Path, address: str) -> None:
    stamp(evidence, f"{address}/")
    token = (evidence / TIME_STAMP).read_bytes()
    (evidence / MANIFEST).unlink()
    sign_off(evidence, {"asof": "2024-01-01"}, AT)
    assert not (evidence / TIME_STAMP).exists()
    (evidence / TIME_STAMP).write_bytes(token)  # as a forger would leave it
    assert ["不是对这份证据清单的" in problem.text for problem in verify_result(evidence).problems] == [True]


def test_a_changed_token_or_a_strange_authority_is_found(
    evidence: Path, address: str, authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stamp(evidence, f"{address}/")
    path = evidence / TIME_STAMP
    whole = path.read_bytes()
    for place in range(40, len(whole), len(whole) // 25):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        seen = check_stamp(evidence, authority.root)
        assert seen is not None
        assert seen.problem, place
    path.write_bytes(whole)
    strange = Authority(tmp_path_factory.mktemp("tsa") / "two")
    seen = check_stamp(evidence, strange.root)
    assert seen is not None
    assert "签名核对不通过" in seen.problem
    seen = check_stamp(evidence, evidence / MANIFEST)
    assert seen is not None
    assert "不是 PEM" in seen.problem


@pytest.mark.parametrize("path", ["/rubbish", "/error"])
def test_an_authority_that_gives_none(evidence: Path, address: str, path: str) -> None:
    with pytest.raises(TimeStampError, match="时间戳"):
        stamp(evidence, address + path)
    assert not (evidence / TIME_STAMP).exists()
    for url in ("http://127.0.0.1:9/", "file:///etc/passwd"):
        with pytest.raises(TimeStampError):
            stamp(evidence, url)
    refused = CliRunner().invoke(main, ["evidence", "stamp", str(evidence), "--tsa", address + path])
    assert (refused.exit_code, "Traceback" in refused.output) == (1, False)
