"""What a fetch leaves as proof, from the wire to another program's reader."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer, answer, counted, drip, then_reset
from warcio.archiveiterator import ArchiveIterator

from xuncha.facts.seen import FetchStatus
from xuncha.gather.evidence.read import read_record
from xuncha.gather.evidence.recorder import WarcRecorder
from xuncha.gather.evidence.verify import verify, verify_cited
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.response import Response


async def fetch(settings: Any, directory: Path, url: str = "https://site.test/a") -> Response:
    with WarcRecorder(directory, "site") as recorder:
        async with Fetcher(settings) as fetcher:
            seen = await fetcher.fetch(url, recorder=recorder)
    assert verify(directory).problems == ()
    assert seen.evidence is not None
    assert verify_cited(directory, [seen.evidence]) == ()
    return seen


def kinds(directory: Path) -> list[tuple[str, str]]:
    with (directory / "site.warc.gz").open("rb") as file:
        seen = []
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            seen.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or ""))
    return seen[1:-1]


async def test_request_and_response_as_they_went(server: FaultServer, quick: Any, tmp_path: Path) -> None:
    packed = gzip.compress("朱镕基".encode("gbk"))
    chunked = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:9], packed[9:])) + b"0\r\n\r\n"
    )
    server.routes["/a"] = (
        b"HTTP/1.1 200 Fine\r\ncontent-encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked
    )
    seen = await fetch(quick(), tmp_path)
    assert kinds(tmp_path) == [("request", "https://site.test/a"), ("response", "https://site.test/a")]
    assert seen.evidence is not None
    stored = read_record(tmp_path, seen.evidence)
    assert stored.body == packed
    assert stored.status_line == "HTTP/1.1 200 Fine"
    assert dict(stored.headers)["WARC-IP-Address"] == "127.0.0.1"
    with (tmp_path / "site.warc.gz").open("rb") as file:
        requests = [
            record.raw_stream.read()
            for record in ArchiveIterator(file, no_record_parse=True)
            if record.rec_type == "request"
        ]
    assert requests == [server.requests[0].raw]


async def test_every_hop_and_every_try_is_kept(server: FaultServer, quick: Any, tmp_path: Path) -> None:
    server.routes["/a"] = answer("302 Found", b"moved", location="/b")
    server.routes["/b"] = counted(answer("502 Bad", b"bad"), answer(body=b"good"))
    seen = await fetch(quick(retries=1), tmp_path)
    assert (seen.status, seen.tries) == (FetchStatus.OK, 2)
    urls = [url for kind, url in kinds(tmp_path) if kind == "response"]
    assert urls == ["https://site.test/a", "https://site.test/b"] * 2


@pytest.mark.parametrize(
    ("route", "cause", "truncated"),
    [
        (drip(b"HTTP/1.1 200 OK\r\ncontent-length: 3999\r\n\r\n", b"x"), "timeout", "time"),
        (then_reset(b"HTTP/1.1 200 OK\r\ncontent-length: 3999\r\n\r\nabc"), "reset", "disconnect"),
        (answer(body=b"x" * 5000), "too_large", "length"),
        (answer(body=gzip.compress(bytes(100_000), mtime=0), content_encoding="gzip"), "too_large", "length"),
    ],
)
async def test_what_came_of_a_broken_body(
    attentive: None, server: FaultServer, quick: Any, tmp_path: Path, route: Any, cause: str, truncated: str
) -> None:
    server.routes["/a"] = route
    deadline_s = 2.0 if cause == "timeout" else 120.0
    seen = await fetch(quick(deadline_s=deadline_s, max_wire_bytes=4000, max_body_bytes=4000), tmp_path)
    assert seen.status.value == cause
    assert [kind for kind, _ in kinds(tmp_path)] == ["request", "response", "metadata"]
    assert seen.evidence is not None
    assert dict(read_record(tmp_path, seen.evidence).headers)["WARC-Truncated"] == truncated


@pytest.mark.parametrize(("url", "status"), [("javascript:x", "refused"), ("http://127.0.0.1/", "refused")])
async def test_refusals_are_kept(quick: Any, tmp_path: Path, url: str, status: str) -> None:
    seen = await fetch(quick(), tmp_path, url)
    assert [kind for kind, _ in kinds(tmp_path)] == ["metadata"]
    assert seen.evidence is not None
    assert json.loads(read_record(tmp_path, seen.evidence).body)["status"] == status


async def test_silence_is_kept_with_its_cause(quick: Any, tmp_path: Path, closed_port: int) -> None:
    seen = await fetch(quick(connect_to=("127.0.0.1", closed_port), retries=1), tmp_path)
    assert seen.status is FetchStatus.CONNECT
    assert [kind for kind, _ in kinds(tmp_path)] == ["request", "metadata"] * 2
    assert seen.evidence is not None
    assert json.loads(read_record(tmp_path, seen.evidence).body)["try"] == 2
