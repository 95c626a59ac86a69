"""Links to a port that nobody answers at are told each, only sooner; and the same again from the evidence."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

from small_sites import ASOF, QUICK, SITE, html, menu, plan_of, site
from specimens.server import serve

from xuncha.facts.seen import FetchStatus
from xuncha.facts.website import SiteFacts
from xuncha.gather.http.fetch import Fetcher
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.rereading import reread_site
from xuncha.gather.site import gather_site
from xuncha.indicators.kernel import judge, rules_for

RETRIES = 2


async def test_every_link_is_told_and_told_again(tmp_path: Path) -> None:
    async def says_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal accepted
        accepted += 1
        await reader.read()
        writer.close()

    accepted = 0
    async with await asyncio.start_server(says_nothing, "127.0.0.1", 0) as mute:
        port = mute.sockets[0].getsockname()[1]
        links = [f"https://127.0.0.1:{port}/apply{n}.html" for n in range(3)]
        words = "".join(f"<p><a href='{url}'>网上申报平台入口{n}</a></p>" for n, url in enumerate(links))
        served = site(
            {"/": html("首页", menu({"工作动态": "/dt/"}) + words), "/dt/": html("工作动态", "<p>无</p>")},
            host="127.0.0.1",
        )
        with serve([served]) as server:
            home = f"http://127.0.0.1:{server.port}/"
            plan = plan_of(
                site=replace(SITE, url=home), staged=False, depth=replace(QUICK, confirm_pause_s=0.0)
            )
            settings = FetchSettings(
                rate=1000,
                connect_s=1.5,
                retries=RETRIES,
                backoff_s=0.01,
                allow_net=(ip_network("127.0.0.0/8"),),
            )
            async with Fetcher(settings) as fetcher:
                facts = await gather_site(plan, fetcher, tmp_path)
    assert accepted <= 5, "three, and what was under way meanwhile"
    told = _told(facts)
    assert sorted(told) == links
    assert all(cited for cited in told.values())
    again = await reread_site(plan, tmp_path, RETRIES)
    assert again.links == facts.links
    assert _told(again) == told


def _told(facts: SiteFacts) -> dict[str, tuple[object, ...]]:
    """The doubts of N109 by the link they name, with the records they cite."""
    assert isinstance(facts.links, tuple)
    assert {link.status for link in facts.links if "/apply" in link.url} == {FetchStatus.TIMEOUT}
    (rule,) = rules_for("N109")
    judgement = judge(rule, facts, ASOF, {})
    assert not [hit for hit in judgement.hits if "/apply" in hit.urls[0]]
    doubts = [doubt for doubt in judgement.doubts if "/apply" in doubt.urls[0]]
    assert all("超时" in doubt.detail for doubt in doubts)
    return {doubt.urls[0]: doubt.evidence for doubt in doubts}
