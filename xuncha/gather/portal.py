"""tags, marks, ipv6, interpretations — what the scored indicators of a portal ask for beside its columns."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import asdict

from xuncha.facts.portal import InterpretationSeen, Ipv6Seen, MarksSeen, PageRole, TagsSeen
from xuncha.facts.seen import Unseen
from xuncha.facts.targets import ColumnKind
from xuncha.facts.website import ColumnSeen
from xuncha.gather.columns import filled_by_script_file
from xuncha.gather.visit import SiteVisit
from xuncha.gather.visited import Item, Visited
from xuncha.indicators.portal_columns import INTERPRETATION
from xuncha.text.articles.interpretation_pairs import document_of
from xuncha.text.pages.addresses import host_of, page_key
from xuncha.text.pages.body import needs_script
from xuncha.text.pages.home_marks import home_marks
from xuncha.text.pages.picture_page import is_picture_alone

_LOOKUP_S = 10.0
_SCRIPTED = "首页部分内容由脚本加载，未能读取"
_PICTURED = "首页只有图片，没有可读的文字和链接"
#: Other hosts of the directory asked for IPv6 addresses before the name server is called unable to give any.
_CONTROLS = 5


async def tags(
    visit: SiteVisit, home: Visited, columns: tuple[ColumnSeen, ...]
) -> tuple[TagsSeen, ...] | Unseen:
    """The tags of the home page, of every column page and of every article that was read."""
    if home.page is None:
        return Unseen(f"首页未能打开：{home.why}", home.status)
    found = [TagsSeen(home.final_url, PageRole.HOME, home.tags, home.evidence)]
    seen = {page_key(home.final_url)}
    opened = visit.opened
    for column in columns:
        visited = opened.get(page_key(column.url))
        if visited is None or not (visited.is_read or visited.dropped) or not visit.is_own(visited.final_url):
            continue
        if page_key(visited.final_url) not in seen:
            seen.add(page_key(visited.final_url))
            found.append(TagsSeen(visited.final_url, PageRole.COLUMN, visited.tags, visited.evidence))
    for key, item in sorted(visit.items.items()):
        if key not in seen and visit.is_own(item.visited.final_url):
            read = item.visited
            found.append(TagsSeen(read.final_url, PageRole.ARTICLE, read.tags, read.evidence))
    return tuple(found)


async def marks(visit: SiteVisit, home: Visited) -> MarksSeen | Unseen:
    """The marks at the foot of the home page and its way to search; unseen where it would not open."""
    if home.page is None:
        return Unseen(f"首页未能打开：{home.why}", home.status)
    scripted = needs_script(home.page) or await filled_by_script_file(visit, home.page)
    pictured = is_picture_alone(home.page, visit.home_url)
    return MarksSeen(
        url=home.final_url,
        **asdict(home_marks(home.page)),
        unseen=_SCRIPTED if scripted else _PICTURED if pictured else "",
        evidence=home.evidence,
    )


async def ipv6(visit: SiteVisit) -> Ipv6Seen | Unseen:
    """The AAAA records of the site's host; unseen where names are not really looked up."""
    if visit.plan.staged:
        return Unseen("各域名改连到指定地址，没有查询域名的 IPv6 记录")
    host = host_of(visit.home_url)
    if _is_address(host):
        return Unseen(f"网址 {host} 不是域名，没有 IPv6 记录可查")
    own = await _ipv6_addresses(host)
    if own is None:
        return Unseen(f"域名 {host} 的 IPv6 记录未能查询")
    if own:
        return Ipv6Seen(host, own, host)
    for other in sorted(visit.plan.hosts - {host})[:_CONTROLS]:
        if await _ipv6_addresses(other):
            return Ipv6Seen(host, (), other)
    return Ipv6Seen(host, ())


async def interpretations(
    visit: SiteVisit, columns: tuple[ColumnSeen, ...]
) -> tuple[InterpretationSeen, ...]:
    """Documents and interpretations that were read and whose titles name each other."""
    documents = dict(_read_items(visit, [c for c in columns if c.kind is ColumnKind.POLICY]))
    titles = {key: title for key, (title, _) in documents.items()}
    found = []
    explaining = [c for c in columns if INTERPRETATION.search(c.name)]
    for key, (title, item) in _read_items(visit, explaining):
        about = document_of(title, titles)
        if about is None or about == key:
            continue
        name, document = documents[about]
        cited = (document.visited.evidence, item.visited.evidence)
        found.append(
            InterpretationSeen(
                document_title=name,
                document_url=document.visited.final_url,
                interpretation_title=title,
                interpretation_url=item.visited.final_url,
                from_document=_links_to(document, item, key),
                to_document=_links_to(item, document, about),
                evidence=tuple(one for one in cited if one is not None),
            )
        )
    return tuple(found)


def _read_items(visit: SiteVisit, columns: list[ColumnSeen]) -> Iterator[tuple[str, tuple[str, Item]]]:
    met = set()
    for column in columns:
        for entry in column.entries:
            key = page_key(entry.url)
            if key in visit.items and key not in met:
                met.add(key)
                yield key, (entry.title, visit.items[key])


def _links_to(item: Item, other: Item, key: str) -> bool:
    wanted = {key, page_key(other.visited.final_url)}
    return any(page_key(url) in wanted for url, _ in item.visited.linked)


async def _ipv6_addresses(host: str) -> tuple[str, ...] | None:
    """The addresses, empty where the name has none, None where the name server did not answer."""
    try:
        return await asyncio.wait_for(asyncio.to_thread(look_up_ipv6, host), _LOOKUP_S)
    except TimeoutError:
        return None


def look_up_ipv6(host: str) -> tuple[str, ...] | None:
    """The IPv6 addresses of a name by the system's own look-up; empty where it has none, None without an answer."""
    try:
        found = socket.getaddrinfo(host, None, socket.AF_INET6, socket.SOCK_STREAM)
    except socket.gaierror as error:
        no_record = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        return () if error.errno in no_record else None
    except (OSError, UnicodeError):
        return None
    return tuple(sorted({str(one[4][0]) for one in found}))


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
