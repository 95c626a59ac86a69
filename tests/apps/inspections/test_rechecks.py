"""复查: still there, gone or not seen, as served now; the verdict of the round stays as it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from four_columns import NAMES, four_columns
from people import a_person
from small_sites import article, html, listing, menu, site
from specimens.server import serve
from specimens.site_files import PageRule, SpecimenSite

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.inspections.judging import fingerprint
from xuncha.apps.inspections.models import FindingCase, Recheck, Round, VerdictEntry
from xuncha.apps.inspections.rechecks.looking import look
from xuncha.apps.inspections.rechecks.ordering import (
    RecheckRefusedError,
    recheck_at_large,
    recheck_finding,
)
from xuncha.apps.inspections.work.asking import asked_of
from xuncha.apps.inspections.work.leases import take
from xuncha.apps.inspections.work.network import settings_of
from xuncha.apps.inspections.work.rechecking import RecheckLane, rechecked
from xuncha.gather.browser.settings import NoBrowser
from xuncha.gather.http.fetch import Fetcher

pytestmark = pytest.mark.django_db
CODE, HOST = "9800000001", "jyj1.gov.example"
HOME = f"http://{HOST}/"
DEAD = "/fujian/gone.html"
WORDS = "联系人身份证号码 11010519491231002X，请有关人员核对。"


@pytest.fixture
def round_(directory: Any) -> Round:
    made = Round.objects.create(
        title="二季度检查",
        kind="full",
        state="finished",
        asof=timezone.now() - timedelta(days=20),
        standard="national-2019",
        folder="r",
        network={"rate": 1000, "connections": 8, "retries": 0},
    )
    VerdictEntry.objects.create(
        round=made,
        kind="site",
        key=CODE,
        name="石堰市教育局网站",
        place=1,
        outcome="fail",
        veto=["W403"],
        machine={"kind": "site", "id": CODE, "name": "", "region": "", "sponsor": "", "platform": ""}
        | {"outcome": "fail", "veto": [], "other": []},
        sponsor=directory.organs[0],
    )
    return made


def finding(round_: Round, code: str, urls: list[str], key: str = "", **more: Any) -> FindingCase:
    given = {"outcome": "hit", "title": code, "detail": "有问题", "tier": "note", "kind": "site"} | more
    return FindingCase.objects.create(
        round=round_,
        verdict=round_.verdicts.get(),
        place=0,
        target=CODE,
        code=code,
        urls=urls,
        fingerprint=fingerprint("site", CODE, code, key),
        **given,
    )


def served(pages: dict[str, str], *rules: PageRule) -> SpecimenSite:
    return site(pages, *rules, host=HOST)


def carried_out(row: Recheck, specimen: SpecimenSite) -> Recheck:
    """The recheck as a worker carries it out, on this site."""
    with serve([specimen]) as server:
        row.network = {**row.network, "connect_to": ["127.0.0.1", server.port]}
        row.save()
        lease = take(row, "w")
        assert lease is not None
        asked = asked_of(row)
        asked = replace(asked, plan=replace(asked.plan, depth=replace(asked.plan.depth, confirm_pause_s=0)))

        async def looked() -> Any:
            async with Fetcher(settings_of(row.network)) as fetcher:
                return await look(asked, fetcher, NoBrowser("没有"))

        lane = RecheckLane("w", lambda _: None, lambda _: None)
        lane._keep(lease, asyncio.run(looked()))
    row.refresh_from_db()
    return row


def home(*links: str, **columns: str) -> str:
    words = "".join(f"<p>{'教育资讯' * 9}，<a href='{url}'>附件</a></p>" for url in ("/tu/", *links))
    return html("石堰市教育局", menu({**NAMES, **columns}) + words)


def linking(target: str) -> dict[str, str]:
    return four_columns() | {"/": home(target), "/tu/": article("图")}


@pytest.mark.parametrize(
    ("pages", "rules", "outcome"),
    [
        (linking(DEAD), [], "there"),
        (linking(DEAD) | {DEAD: article("附件")}, [], "gone"),
        (four_columns() | {"/": home()}, [], "gone"),
        (linking(DEAD), [PageRule(DEAD, 403)], "unseen"),
        (linking(DEAD), [PageRule(DEAD, 503)], "unseen"),
    ],
    ids=["dead", "opens", "no longer linked", "blocked", "overloaded"],
)
def test_a_link(round_: Round, pages: dict[str, str], rules: list[PageRule], outcome: str) -> None:
    case = finding(round_, "N109", [f"{HOME.rstrip('/')}{DEAD}", HOME], f"{HOME.rstrip('/')}{DEAD}")
    row = carried_out(recheck_finding(case, a_person("reviewer")), served(pages, *rules))
    assert (row.what, row.outcome, row.state) == ("link", outcome, "done"), row.said
    if rules == [] and outcome == "there":
        assert row.evidence, "the answer is kept"
    assert round_.verdicts.get().outcome == "fail"
    assert FindingCase.objects.get().state == "suspected"


def privacy(words: str) -> dict[str, str]:
    return four_columns() | {"/": home(), "/a/1.html": article("关于报名的通知", words)}


@pytest.mark.parametrize(
    ("pages", "rules", "outcome"),
    [
        (privacy(WORDS), [], "there"),
        (privacy("已去标识化处理。"), [], "gone"),
        (four_columns() | {"/": home()}, [], "gone"),
        (privacy("已去标识化处理。"), [PageRule("/a/1.html", 403)], "unseen"),
    ],
    ids=["there", "masked", "taken down", "blocked"],
)
def test_the_words_of_a_page(round_: Round, pages: dict[str, str], rules: Any, outcome: str) -> None:
    url = f"{HOME}a/1.html"
    case = finding(round_, "N105", [url], url)
    row = carried_out(recheck_finding(case, a_person("reviewer")), served(pages, *rules))
    assert (row.what, row.outcome) == ("page", outcome), row.said


@pytest.mark.parametrize(
    ("blank", "rules", "outcome"),
    [(True, [], "there"), (False, [], "gone"), (False, [PageRule("/", 403)], "unseen")],
    ids=["there", "gone", "blocked"],
)
def test_what_only_the_whole_site_shows(round_: Round, blank: bool, rules: Any, outcome: str) -> None:
    names = {f"栏目{n}": f"/k{n}/" for n in range(6)}
    pages = four_columns()
    pages["/"] = home(**names)
    for name, path in names.items():
        rows = [(f"{path}{n}.html", f"关于{name}第{n}项工作的通知", "2026-05-01") for n in range(3)]
        pages[path] = html(name, f"{menu(names)}<h2>{name}</h2>") if blank else listing(name, rows)
        pages |= {url: article(title) for url, title, _ in rows}
    case = finding(round_, "W403", [f"{HOME}k{n}/" for n in range(6)], tier="veto")
    row = carried_out(recheck_finding(case, a_person("inspector")), served(pages, *rules))
    assert (row.what, row.outcome) == ("site", outcome), row.said


def test_a_column_at_large(round_: Round) -> None:
    pages = four_columns() | {"/": home(通知公告="/tzgg/"), "/tzgg/": listing("通知公告", [])}
    row = recheck_at_large(CODE, "column", f"{HOME}tzgg/", a_person("inspector"), round_)
    row = carried_out(row, served(pages))
    assert (row.name, row.outcome) == ("通知公告", "there"), row.said
    assert {"W403", "W401"} == {one["code"] for one in row.results}


def test_a_site_at_large_names_what_is_new_and_what_is_gone(round_: Round) -> None:
    round_.indicators = ["N109"]
    round_.save()
    case = finding(round_, "N109", [f"{HOME}fixed.html"], f"{HOME}fixed.html")
    row = recheck_at_large(CODE, "site", "", a_person("inspector"), round_)
    pages = linking(DEAD) | {"/fixed.html": article("好了")}
    pages["/"] = home(DEAD, "/fixed.html")
    row = carried_out(row, served(pages))
    assert row.outcome == "there", row.said
    by_outcome = {one["outcome"]: one for one in row.results}
    assert DEAD in by_outcome["there"]["detail"] or "附件" in by_outcome["there"]["detail"]
    assert [one["finding"] for one in row.results if one["outcome"] != "there"] == [case.pk]


def test_whoever_waits_for_it_is_told(round_: Round) -> None:
    heard: list[Recheck] = []
    rechecked.connect(hear := lambda recheck, **_: heard.append(recheck))
    url = f"{HOME.rstrip('/')}{DEAD}"
    row = recheck_finding(finding(round_, "N109", [url], url), a_person("reviewer"))
    carried_out(row, served(linking(DEAD) | {DEAD: article("附件")}))
    rechecked.disconnect(hear)
    assert [one.outcome for one in heard] == ["gone"]
    assert AuditEntry.objects.filter(act="提交复查").count() == 1


def test_one_that_still_waits_is_not_ordered_twice(round_: Round) -> None:
    url = f"{HOME}x.html"
    case, person = finding(round_, "N109", [url], url), a_person("reviewer")
    assert recheck_finding(case, person) == recheck_finding(case, person)


@pytest.mark.parametrize(
    ("code", "more"),
    [("A201", {"kind": "account"}), ("W201", {}), ("N109", {"observed": {"manual_check": 1}})],
)
def test_what_a_look_cannot_settle_is_refused(round_: Round, code: str, more: dict[str, Any]) -> None:
    case = finding(round_, code, [HOME], **more)
    with pytest.raises(RecheckRefusedError):
        recheck_finding(case, a_person("reviewer"))


def test_only_pages_of_the_site_are_looked_at(round_: Round) -> None:
    for address in ("http://www.other.example/", "file:///etc/passwd", "javascript:1", ""):
        with pytest.raises(RecheckRefusedError):
            recheck_at_large(CODE, "page", address, a_person("inspector"))


def test_the_pages(round_: Round, as_role: Callable[..., Client]) -> None:
    url = f"{HOME.rstrip('/')}{DEAD}"
    case = finding(round_, "N109", [url, HOME], url)
    client = as_role("reviewer")
    assert "立即复查" in client.get(f"/findings/{case.pk}").content.decode()
    assert client.post(f"/findings/{case.pk}/recheck").status_code == 302
    row = Recheck.objects.get()
    assert "没有工作进程在运行" in client.get(f"/rechecks/{row.pk}").content.decode()
    carried_out(row, served(linking(DEAD)))
    for address in (
        f"/findings/{case.pk}",
        f"/rechecks/{row.pk}",
        "/rechecks",
        f"/verdicts/{case.verdict_id}",
    ):
        assert "仍然存在" in client.get(address).content.decode(), address
    assert "HTTP/1.1 404" in client.get(f"/rechecks/{row.pk}/evidence/0").content.decode()
    sheet = b"".join(client.get("/rechecks?as=csv").streaming_content).decode()
    assert "链接仍打不开" in sheet
    assert as_role("leader").post(f"/findings/{case.pk}/recheck").status_code == 405
    assert as_role("owner").get("/rechecks").status_code == 403


def test_a_form_that_makes_no_sense_is_told(round_: Round, as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    assert client.get(f"/rechecks/new?site={CODE}").status_code == 200
    answer = client.post("/rechecks/new", {"site": "0000000000", "what": "site"}, follow=True)
    assert "名录中没有这个网站" in answer.content.decode()
    client.post("/rechecks/new", {"site": CODE, "what": "column", "column": f"{HOME}tzgg/"})
    assert Recheck.objects.get().name == "通知公告"


def test_a_look_whose_outcome_cannot_be_told_ends_and_harms_no_other(round_: Round) -> None:
    def refuses(sender: Any, recheck: Recheck, **_: Any) -> None:
        raise ValueError("poison")

    rechecked.connect(refuses)
    try:
        row = carried_out(
            recheck_finding(finding(round_, "N109", [HOME], DEAD), None), served(four_columns())
        )
    finally:
        rechecked.disconnect(refuses)
    assert (row.state, row.outcome) == ("failed", "unseen")
    assert "ValueError: poison" in row.said


@pytest.mark.parametrize("network", [{"connect_to": ["127.0.0.1"]}, {"allow_net": ["nowhere"]}])
def test_a_look_that_cannot_begin_is_ended_and_the_next_is_taken(
    round_: Round, network: dict[str, Any]
) -> None:
    bad = recheck_finding(finding(round_, "N109", [HOME], DEAD), None)
    Recheck.objects.filter(pk=bad.pk).update(network=network)
    good = recheck_at_large(CODE, "page", HOME, None, round_)
    claimed = RecheckLane("w", lambda _: None, lambda _: None)._claim(None)
    assert [one.lease.target.pk for one in claimed] == [good.pk]
    bad.refresh_from_db()
    assert (bad.state, bad.outcome) == ("failed", "unseen")
