"""清理整合: who is listed why, with which figures; what was not seen is never called unused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from xuncha.apps.directory.account_names import name_key
from xuncha.apps.directory.models import MediaAccountEntry
from xuncha.apps.received.models import AccountUse
from xuncha.apps.received.using import note_use
from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import BEIJING, Unseen
from xuncha.facts.targets import MediaAccount, Platform, RunState

pytestmark = pytest.mark.django_db
NOW = timezone.now().astimezone(BEIJING)


def account(
    directory: SimpleNamespace, key: str, name: str, place: int = 0, **more: Any
) -> MediaAccountEntry:
    given = {"platform": "微信公众号", "state": "正常运行", "sponsor": directory.organs[place]} | more
    region = directory.regions[place]
    return MediaAccountEntry.objects.create(
        account_id=key, name=name, name_key=name_key(name), region=region, **given
    )


def published(key: str, *days: int, seen: bool = True) -> AccountFacts:
    who = MediaAccount(key, "", Platform.WECHAT, "", "", "", RunState.RUNNING)
    posts = tuple(Post(str(n), NOW - timedelta(days=day), "", "", "") for n, day in enumerate(days))
    return AccountFacts(who, posts if seen else Unseen("没有采到"), Unseen("没有提供"))


def listed(client: Client, kind: str, **more: Any) -> str:
    return client.get("/consolidation", {"list": kind, **more}).content.decode()


def test_one_unit_with_two_accounts(directory: Any, as_role: Callable[..., Client]) -> None:
    account(directory, "wx-9", "第二个号")
    account(directory, "wx-8", "关了的", 1, state="关停")
    page = listed(as_role("inspector"), "same")
    assert "第二个号" in page
    assert "石堰市教育发布" in page
    assert "蓝沚市教育发布" not in page
    assert "没有这一类账号" in listed(as_role("owner", directory.organs[1]), "same")


def test_names_alike_of_different_units(directory: Any, as_role: Callable[..., Client]) -> None:
    account(directory, "wx-9", "石堰旅游发布")
    account(directory, "wx-8", "石堰市旅游局", 1)
    account(directory, "wb-8", "石堰旅游", 1, platform="新浪微博")
    page = listed(as_role("inspector"), "alike")
    assert "石堰旅游发布" in page
    assert "石堰市旅游局" in page
    assert "wb-8" not in page
    assert "新浪微博" not in page


def test_low_use_needs_figures(directory: Any, as_role: Callable[..., Client]) -> None:
    note_use([published("wx-1", 3, 100), published("wx-2", seen=False)], NOW)
    client = as_role("inspector")
    low = listed(client, "low")
    assert "石堰市教育发布" in low
    assert "蓝沚市教育发布" not in low
    assert "蓝沚市教育发布" in listed(client, "unknown")
    assert "没有这一类账号" in listed(client, "low", few="1")
    use = AccountUse.objects.get()
    assert (use.posts, use.newest_on) == (1, (NOW - timedelta(days=3)).date())
    sheet = b"".join(client.get("/consolidation?list=low&as=csv").streaming_content).decode()
    assert f"低使用,石堰市教育发布,微信公众号,教育局,石堰市,wx-1,1,{use.newest_on}," in sheet


def test_readers_are_shown_where_they_were_told(directory: Any, as_role: Callable[..., Client]) -> None:
    MediaAccountEntry.objects.filter(account_id="wx-1").update(followers=1234)
    told = published("wx-1", 1, 2, 3, 200)
    assert not isinstance(told.posts, Unseen)
    reads = (100, None, 301, 9999)
    posts = tuple(replace(post, reads=n) for post, n in zip(told.posts, reads, strict=True))
    note_use([replace(told, posts=posts), published("wx-2", 1)], NOW)
    use = AccountUse.objects.get(account__account_id="wx-1")
    assert (use.reads, use.reads_of, use.reads_each) == (401, 2, 200)
    client = as_role("inspector")
    page = listed(client, "low")
    assert ">1234<" in page
    assert ">200<" in page
    sheet = b"".join(client.get("/consolidation?list=low&as=csv").streaming_content).decode()
    lines = {line.split(",")[5]: line.split(",")[8:10] for line in sheet.splitlines()}
    assert lines == {"账号标识": ["关注数", "篇均阅读数"], "wx-1": ["1234", "200"], "wx-2": ["", ""]}


def test_figures_of_a_later_day_stay(directory: Any) -> None:
    note_use([published("wx-1", 1, 2, 3)], NOW)
    note_use([published("wx-1", 50)], NOW - timedelta(days=30))
    assert AccountUse.objects.get().posts == 3
    note_use([published("wx-1", 1)], NOW + timedelta(days=1))
    assert AccountUse.objects.get().posts == 1
