"""Case 20: whatever is sent, the fetcher grows by less than 100 MB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from raw_server import RawServer, endless_chunks
from zoo_pages import packed_page

FETCH = """
import asyncio, resource, sys
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy

async def main(port):
    settings = FetchSettings(rate=1000, retries=0, robots=RobotsPolicy.IGNORE, connect_to=("127.0.0.1", port))
    async with Fetcher(settings) as fetcher:
        await fetcher.fetch("http://a.gov.example/small")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seen = await fetcher.fetch("http://a.gov.example/bomb")
        print(seen.status.value, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)

asyncio.run(main(int(sys.argv[1])))
"""


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "gzip, gzip", "", "endless"])
def test_growth_stays_below_100_megabytes(coding: str) -> None:
    bomb = (
        endless_chunks(b"x" * 65_536) if coding == "endless" else packed_page(300 if coding else 60, coding)
    )
    with RawServer(
        {"*": {"/small": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok", "/bomb": bomb}}
    ) as server:
        command = [sys.executable, "-c", FETCH, str(server.port)]
        repository = Path(__file__).parents[2]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=repository, timeout=600
        )
    status, grown = done.stdout.split()
    assert status == "too_large"
    assert int(grown) < 100, f"{grown} MiB"
