"""Facts on disk: the same bytes for the same facts, whole or not at all, damage named."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from small_province import ASOF, SCOPE
from small_sites import HOME, SITE

from xuncha.apps.inspections.facts_store import FactsError, FactsStore, Registry
from xuncha.apps.inspections.request import Request
from xuncha.facts.account import AccountFacts, Post
from xuncha.facts.seen import DateSource, Evidence, FetchStatus, Published, Unseen
from xuncha.facts.targets import ColumnKind, MediaAccount, Platform, RunState
from xuncha.facts.website import (
    ColumnSeen,
    Content,
    Coverage,
    EntrySeen,
    HomepageSeen,
    KindSource,
    LinkRole,
    LinkSeen,
    ProbeSample,
    SiteFacts,
)

PROOF = Evidence("a.warc.gz", "urn:uuid:1", HOME, "0" * 64, "2025-06-25T10:00:00+08:00")
ENTRY = EntrySeen(
    "题", HOME + "a", Published(ASOF.date(), DateSource.META, ASOF), True, FetchStatus.OK, PROOF
)
COLUMN = ColumnSeen(
    "动态",
    ColumnKind.NEWS,
    KindSource.LISTED,
    HOME,
    1,
    FetchStatus.OK,
    PROOF,
    Content.ENTRIES,
    (ENTRY,),
    True,
)
LINK = LinkSeen(HOME + "x", "附件", LinkRole.ENTRY, FetchStatus.NOT_FOUND, 404, 3, False, (HOME,), PROOF)
FACTS = SiteFacts(
    SITE,
    Coverage(9, 8, 70, 60, "停", (("blocked", 1),)),
    HomepageSeen(HOME, FetchStatus.OK, PROOF, (ENTRY,), picture_news=Content.NOTHING),
    (COLUMN,),
    (LINK,),
    (ProbeSample(ASOF - timedelta(hours=1), None, "timeout", False),),
    PROOF,
)
ACCOUNT = MediaAccount("wx-1", "石堰发布", Platform.WECHAT, "某办", "", "石堰市", RunState.RUNNING)
ACCOUNTS = [
    AccountFacts(ACCOUNT, (Post("1", ASOF, "题", "文\u2028行", ""),), Unseen("没有"), PROOF),
    AccountFacts(ACCOUNT, Unseen("没有"), ()),
]
REQUEST = Request(ASOF, "national-2019", SCOPE, (("sites", "ab"),), "1.0", "某办", 99)


@pytest.fixture
def store(tmp_path: Path) -> FactsStore:
    filled = FactsStore(tmp_path)
    filled.save_request(REQUEST)
    filled.save_registry(Registry((SITE,), (ACCOUNT,), None))
    filled.save_site(FACTS)
    filled.save_accounts(ACCOUNTS)
    filled.save_inputs({"sites": PROOF})
    return filled


def test_everything_comes_back_as_it_was(store: FactsStore) -> None:
    assert store.request() == REQUEST
    assert store.registry() == Registry((SITE,), (ACCOUNT,), None)
    assert store.site(SITE.site_code) == FACTS
    assert list(store.accounts()) == ACCOUNTS
    assert store.inputs() == {"sites": PROOF}


def test_unseen_facts_stay_unseen(tmp_path: Path) -> None:
    store = FactsStore(tmp_path)
    store.save_request(REQUEST)
    unseen = SiteFacts(SITE, Coverage(), Unseen("一"), Unseen("二"), Unseen("三"), Unseen("四"))
    store.save_site(unseen)
    assert store.site(SITE.site_code) == unseen


def test_the_same_facts_give_the_same_bytes(store: FactsStore, tmp_path: Path) -> None:
    def content() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    before = content()
    store.save_site(FACTS)
    store.save_accounts(ACCOUNTS)
    store.save_registry(Registry((SITE,), (ACCOUNT,), None))
    assert content() == before


def test_a_site_that_was_not_finished(store: FactsStore) -> None:
    (store.folder / "sites" / "9901000099.json.gz.part").write_bytes(b"half")
    assert store.site("9901000099") is None
    assert FactsStore(store.folder / "nowhere").inputs() is None
    assert list(FactsStore(store.folder / "nowhere").accounts()) == []


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 0x5A]) + data[middle + 1 :]


def other(data: bytes) -> bytes:
    return gzip.compress(b'{"site": 1}\n')


def bomb(data: bytes) -> bytes:
    return gzip.compress(bytes(300 << 20), 1)


def deep(data: bytes) -> bytes:
    return gzip.compress(b"[" * 300_000)


def zeros(data: bytes) -> bytes:
    return b"\x00" * len(data)


@pytest.mark.parametrize("damage", [cut, flipped, other, zeros, deep])
@pytest.mark.parametrize("name", ["registry.json.gz", f"sites/{SITE.site_code}.json.gz", "accounts.jsonl.gz"])
def test_damage_is_named_in_chinese(store: FactsStore, name: str, damage: Callable[[bytes], bytes]) -> None:
    path = store.folder / name
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FactsError, match=r"内容已损坏") as caught:
        store.registry(), store.site(SITE.site_code), list(store.accounts())
    assert path.name in str(caught.value)


@pytest.mark.parametrize("damage", [cut, bomb, deep])
def test_samples_of_a_damaged_file_are_none(store: FactsStore, damage: Callable[[bytes], bytes]) -> None:
    path = store.folder / "sites" / f"{SITE.site_code}.json.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FactsError, match="内容已损坏"):
        store.probes(SITE.site_code)


def test_what_would_fill_the_memory_is_not_unpacked(store: FactsStore) -> None:
    path = store.folder / "sites" / f"{SITE.site_code}.json.gz"
    path.write_bytes(bomb(b""))
    with pytest.raises(FactsError, match="内容已损坏"):
        store.site(SITE.site_code)


def test_the_facts_of_one_site_do_not_stand_for_another(store: FactsStore) -> None:
    """Files exchanged, as by somebody who sorts them by hand, would put one site's faults on another."""
    path = store.folder / "sites" / f"{SITE.site_code}.json.gz"
    path.rename(path.with_name("9901000099.json.gz"))
    with pytest.raises(FactsError, match="调换"):
        store.site("9901000099")


def test_a_result_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="这里不是一次检查的结果"):
        FactsStore(tmp_path).request()
