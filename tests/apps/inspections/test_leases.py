"""Leases and tokens: who lost a target writes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from xuncha.apps.inspections.jobs import AddressHold
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.work.leases import (
    LEASE,
    MOST_CLAIMS,
    Lease,
    LeaseLostError,
    beat,
    claim,
    let_go,
    take,
    take_back_expired,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    made = Round.objects.create(
        title="检查", kind="full", state="running", asof=timezone.now(), standard="national-2019", folder="x"
    )
    for place in range(4):
        host = "same.gov.example" if place < 2 else f"h{place}.gov.example"
        RoundTarget.objects.create(round=made, kind="site", key=str(place), place=place, lock=host)
    return made


def expire() -> None:
    RoundTarget.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1))


def test_it_works(round_: Round) -> None:
    (lease,) = claim("a", "site", 1)
    with lease.held():
        lease.finish(pages=7)
    target = RoundTarget.objects.get(pk=lease.target.pk)
    assert (target.state, target.pages, target.token, target.lease_until) == ("done", 7, 1, None)


def test_a_host_is_visited_once_at_a_time(round_: Round) -> None:
    leases = claim("a", "site", 10)
    assert [lease.target.key for lease in leases] == ["0", "2", "3"]
    assert claim("b", "site", 10) == []
    with leases[0].held():
        leases[0].finish()
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["1"]


def test_a_beat_keeps_the_lease(round_: Round) -> None:
    (lease,) = claim("a", "site", 1)
    expire()
    beat("a", [lease])
    assert take_back_expired() == 0
    assert RoundTarget.objects.get(pk=lease.target.pk).lease_until > timezone.now() + LEASE / 2


def test_who_was_overtaken_writes_nothing(round_: Round) -> None:
    (old,) = claim("a", "site", 1)
    expire()
    assert take_back_expired() == 1
    (new,) = claim("b", "site", 1)
    assert (new.target.pk, new.token) == (old.target.pk, 2)
    with pytest.raises(LeaseLostError), old.held():
        Round.objects.update(title="überschrieben")
    assert Round.objects.get().title == "检查"
    old.finish()
    old.give_back()
    beat("a", [old])
    assert RoundTarget.objects.get(pk=new.target.pk).state == "running"
    with new.held():
        new.finish()


def test_one_claims_what_two_read(round_: Round) -> None:
    target = RoundTarget.objects.get(key="3")
    first, second = take(target, "a"), take(target, "b")
    assert isinstance(first, Lease)
    assert second is None


def test_a_target_that_kills_its_workers_is_given_up(round_: Round) -> None:
    for _ in range(MOST_CLAIMS):
        assert claim("a", "site", 1)[0].target.key == "0"
        expire()
        take_back_expired()
    target = RoundTarget.objects.get(key="0")
    assert target.state == "failed"
    assert "多次中途退出" in target.reason


def test_what_came_back_twice_is_tried_by_itself(round_: Round) -> None:
    RoundTarget.objects.filter(key="0").update(token=2)
    assert [lease.target.key for lease in claim("a", "site", 10)] == ["0"]
    RoundTarget.objects.filter(key="3").update(token=2)
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["2"]
    assert [lease.target.key for lease in claim("c", "site", 10)] == ["3"]


def test_nothing_of_a_paused_round_is_claimed(round_: Round) -> None:
    Round.objects.update(state="paused")
    assert claim("a", "site", 5) == []


@pytest.fixture
def one_machine(round_: Round) -> Round:
    """Two names of one address, and one of another."""
    for place, host in enumerate(("localhost", "127.0.0.1", "127.0.0.2", "127.0.0.1")):
        RoundTarget.objects.filter(place=place).update(lock=host)
    return round_


def test_one_worker_at_a_time_visits_the_sites_of_one_address(one_machine: Round) -> None:
    first = claim("a", "site", 1)
    assert [lease.target.key for lease in first] == ["0"]
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["2"]
    assert [lease.target.key for lease in claim("a", "site", 10)] == ["1"], "its own fetcher counts both"
    with first[0].held():
        first[0].finish()
    let_go("a")
    RoundTarget.objects.filter(key="1").update(state="done")
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["3"]


def test_the_addresses_of_a_dead_worker_become_free(one_machine: Round) -> None:
    claim("a", "site", 1)
    AddressHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["1", "2"]
    assert set(AddressHold.objects.values_list("worker", flat=True)) == {"b"}


def test_a_beat_keeps_the_addresses(one_machine: Round) -> None:
    leases = claim("a", "site", 1)
    AddressHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    beat("a", leases)
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["2"]


def test_behind_a_staging_address_each_host_counts_for_itself(one_machine: Round) -> None:
    Round.objects.update(network={"connect_to": ["127.0.0.1", 1]})
    assert len(claim("a", "site", 1)) == 1
    assert [lease.target.key for lease in claim("b", "site", 10)] == ["1", "2"]
