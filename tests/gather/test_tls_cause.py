"""A home page without an encrypted connection: the cause is told in words wherever it keeps anybody from looking."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

from small_sites import ASOF, SITE, listed, plan_of

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import HomepageSeen, SiteFacts
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.site import gather_site
from xuncha.indicators.freshness import why_unseen
from xuncha.indicators.kernel import judge, rules_for

CAUSE = "该端口返回的不是加密的内容"


async def seen(folder: Path) -> SiteFacts:
    """A site whose https port speaks plain HTTP, and one of whose columns is listed."""

    async def speaks_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(speaks_plainly, "127.0.0.1", 0) as server:
        home = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        plan = plan_of([listed("工作动态", home + "dt/")], site=replace(SITE, url=home), staged=False)
        settings = FetchSettings(rate=1000, retries=0, allow_net=(ip_network("127.0.0.0/8"),))
        async with Fetcher(settings) as fetcher:
            return await gather_site(plan, fetcher, folder)


async def test_every_doubt_names_the_cause(tmp_path: Path) -> None:
    facts = await seen(tmp_path)
    assert isinstance(facts.homepage, HomepageSeen)
    assert facts.homepage.status is FetchStatus.TLS
    assert isinstance(facts.columns, tuple)
    assert CAUSE in why_unseen(facts.columns[0])
    for code in ("W301", "W501", "W601", "W104", "D402"):
        (rule,) = rules_for(code)
        judgement = judge(rule, facts, ASOF, {})
        assert not judgement.hits
        assert CAUSE in judgement.doubts[0].detail, code
