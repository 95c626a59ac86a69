"""D203, D303 and D401–D409: guides, letters, and what the pages of a portal show of themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from seen import HOME, PAGE, SITE, judged, site_facts
from traced import stated

from xuncha.facts.portal import Ipv6Seen, MarksSeen, PageRole, SearchEntry, TagsSeen
from xuncha.facts.seen import DateSource, FetchStatus, Published, Unseen
from xuncha.facts.services import BoardSeen, GuideSeen, LetterSeen, ServicesSeen
from xuncha.indicators.kernel import Judgement

MARKS = MarksSeen(HOME, *[True] * 7, SearchEntry.FORM, "", PAGE)
NAMES = ("party_mark", "site_code", "icp", "police", "sponsor", "contact")
SCRIPTED = "首页部分内容由脚本加载，未能读取"


def on_marks(code: str, **more: Any) -> Judgement:
    return judged(code, site_facts(marks=replace(MARKS, **more), identity=stated()))


class TestD402:
    def test_all_six_are_fine(self) -> None:
        assert on_marks("D402").outcome == "pass"

    @pytest.mark.parametrize("name", NAMES)
    def test_each_missing_one_is_one_fault(self, name: str) -> None:
        assert len(on_marks("D402", **{name: False}).hits) == 1

    def test_what_a_script_may_fill_in_is_a_doubt(self) -> None:
        judgement = on_marks("D402", icp=False, unseen=SCRIPTED)
        assert (judgement.hits, len(judgement.doubts)) == ((), 1)
        assert on_marks("D402", unseen=SCRIPTED).outcome == "pass"

    def test_a_foot_of_which_nothing_was_recognised_is_a_doubt(self) -> None:
        assert on_marks("D402", **dict.fromkeys(NAMES, False)).outcome == "unknown"
        assert len(on_marks("D402", **dict.fromkeys(NAMES[1:], False)).hits) == 5


class TestD404:
    LINK = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code="

    def entrance(self, link: str, code: str, **more: Any) -> Judgement:
        identity = stated(report_link=link, report_code=code)
        return judged("D404", site_facts(marks=replace(MARKS, **more), identity=identity))

    def test_the_sites_own_entrance_is_fine(self) -> None:
        assert self.entrance(self.LINK + SITE.site_code, SITE.site_code).outcome == "pass"
        assert self.entrance(self.LINK, "").outcome == "pass"

    def test_an_entrance_with_another_sites_code_is_a_hit(self) -> None:
        assert self.entrance(self.LINK + "4400000002", "4400000002").hits[0].key == "code"

    def test_none_is_a_hit_where_the_page_was_read_whole(self) -> None:
        assert self.entrance("", "", report=False).outcome == "fail"
        assert self.entrance("", "", report=False, unseen=SCRIPTED).outcome == "unknown"
        assert self.entrance("", "", report=True).outcome == "unknown"


@pytest.mark.parametrize(
    ("search", "unseen", "expected"),
    [
        (SearchEntry.FORM, "", "pass"),
        (SearchEntry.LINK, SCRIPTED, "pass"),
        (SearchEntry.HINT, "", "unknown"),
        (SearchEntry.NONE, SCRIPTED, "unknown"),
        (SearchEntry.NONE, "", "fail"),
    ],
)
def test_d409_search(search: SearchEntry, unseen: str, expected: str) -> None:
    assert on_marks("D409", search=search, unseen=unseen).outcome == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://www.qinghe.gov.cn/", "pass"),
        ("http://www.qinghe.gov.example/", "pass"),
        ("http://www.清河县.政务/", "pass"),
        ("http://清河.xn--zfr164b/", "pass"),
        ("http://qinghe.gov.cn/", "unknown"),
        ("http://www.qinghe.com.cn/", "fail"),
        ("http://www.qinghegov.cn/", "fail"),
        ("http://www.gov.cn.qinghe.com/", "fail"),
        ("http://10.1.2.3/", "fail"),
    ],
)
def test_d401_domains(address: str, expected: str) -> None:
    assert judged("D401", site_facts(identity=stated(address=address))).outcome == expected


class TestD408:
    def found(self, *addresses: str, control: str = "") -> Judgement:
        return judged("D408", site_facts(ipv6=Ipv6Seen("www.qinghe.gov.example", addresses, control)))

    def test_an_address_is_fine(self) -> None:
        assert self.found("2001:db8::1").outcome == "pass"

    def test_none_is_a_doubt_and_says_whether_the_name_server_gives_any(self) -> None:
        assert "可能不返回" in self.found().doubts[0].detail
        assert "查得到 www.b.gov.example" in self.found(control="www.b.gov.example").doubts[0].detail

    def test_names_not_looked_up_are_a_doubt(self) -> None:
        assert judged("D408", site_facts(ipv6=Unseen("改连到指定地址"))).outcome == "unknown"


GOOD = {
    "sitename": SITE.name, "sitedomain": "www.qinghe.yl.gov.example", "siteidcode": SITE.site_code,
    "columnname": "要闻", "columndescription": "县里的要闻", "columnkeywords": "要闻", "columntype": "工作动态",
    "articletitle": "一项通知", "pubdate": "2025-06-01 10:00", "contentsource": "县政府办",
}  # fmt: skip


def page(role: PageRole, number: int = 1, **changed: str | None) -> TagsSeen:
    tags = {k: v for k, v in (GOOD | changed).items() if v is not None}
    return TagsSeen(f"{HOME}{role.value}/{number}.html", role, tuple(sorted(tags.items())), PAGE)


def tagged(*pages: TagsSeen) -> Judgement:
    return judged("D405", site_facts(tags=pages))


class TestD405:
    def test_all_tags_are_fine_on_every_page(self) -> None:
        assert tagged(*(page(role) for role in PageRole)).outcome == "pass"

    @pytest.mark.parametrize(
        ("role", "name"),
        [
            *((role, name) for role in PageRole for name in ("sitename", "sitedomain", "siteidcode")),
            *(
                (PageRole.COLUMN, n)
                for n in ("columnname", "columndescription", "columnkeywords", "columntype")
            ),
            *((PageRole.ARTICLE, n) for n in ("articletitle", "pubdate", "contentsource")),
        ],
    )
    def test_each_required_tag_is_one_fault_for_a_kind_of_page(self, role: PageRole, name: str) -> None:
        (hit,) = tagged(*(page(role, n, **{name: None}) for n in (1, 2, 3))).hits
        assert hit.key.lower() == f"{role.value}|{name}"
        assert hit.observed == {"pages": 3, "faulty": 3}

    def test_articles_need_no_tags_of_columns_and_homes_none_of_articles(self) -> None:
        bare = page(PageRole.ARTICLE, columnname=None, columntype=None, columnkeywords=None)
        home = page(PageRole.HOME, articletitle=None, pubdate=None, contentsource=None)
        assert tagged(bare, home).outcome == "pass"

    @pytest.mark.parametrize(
        "value", ["", "null", "NULL", "undefined", "--", "网站名称", "{{site.name}}", "${name}", "xxx"]
    )
    def test_a_placeholder_is_no_value(self, value: str) -> None:
        assert tagged(page(PageRole.HOME, sitename=value)).outcome == "fail"

    def test_one_leftover_page_among_many_is_a_doubt(self) -> None:
        good = [page(PageRole.ARTICLE, n) for n in range(5)]
        assert tagged(*good, page(PageRole.ARTICLE, 9, pubdate=None)).outcome == "unknown"
        lacking = [page(PageRole.ARTICLE, n, pubdate=None) for n in (8, 9)]
        assert tagged(*good, *lacking).outcome == "fail"

    @pytest.mark.parametrize(
        ("domain", "expected"),
        [
            ("qinghe.yl.gov.example", "pass"),
            ("http://www.qinghe.yl.gov.example/", "pass"),
            ("gxq.cq.gov.cn", "fail"),
            ("www.yl.gov.example", "unknown"),
            ("www.qinghe.com;www.qinghe.yl.gov.example", "pass"),
        ],
    )
    def test_a_domain_must_be_the_sites_own(self, domain: str, expected: str) -> None:
        assert tagged(page(PageRole.HOME, sitedomain=domain)).outcome == expected

    def test_a_code_must_be_the_directorys(self) -> None:
        judgement = tagged(page(PageRole.COLUMN, siteidcode="4400000002"))
        assert "4400000002" in judgement.hits[0].detail

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2025-06-01 10:00", "pass"), ("2025–06–01 10:00:01", "pass"), ("2025/6/1", "pass"),
            ("2025年6月1日", "unknown"), ("昨天", "unknown"),
        ],
    )  # fmt: skip
    def test_ways_to_write_a_date(self, written: str, expected: str) -> None:
        assert tagged(page(PageRole.ARTICLE, pubdate=written)).outcome == expected


class TestD203:
    def found(self, *guides: GuideSeen) -> Judgement:
        return judged("D203", site_facts(services=ServicesSeen(True, guides, True, evidence=PAGE)))

    def test_one_missing_element_is_a_fault_of_its_guide(self) -> None:
        judgement = self.found(
            GuideSeen("开店", HOME + "g.html", ("联系电话",)), GuideSeen("建房", HOME + "h.html", ())
        )
        assert [hit.key for hit in judgement.hits] == [HOME + "g.html"]

    def test_a_guide_not_read_whole_is_a_doubt(self) -> None:
        assert self.found(GuideSeen("开店", HOME, ("联系电话",), "部分内容在附件中")).outcome == "unknown"

    def test_no_guide_is_a_doubt(self) -> None:
        assert self.found().outcome == "unknown"


def letter(day: str | None, **more: Any) -> LetterSeen:
    answered = Published(date.fromisoformat(day), DateSource.LIST) if day else None
    return LetterSeen("路灯不亮", HOME + "x.html", answered=answered, **more)


def board(*letters: LetterSeen, **more: Any) -> BoardSeen:
    return BoardSeen("县长信箱", HOME + "xx/", FetchStatus.OK, letters, True, **{"evidence": PAGE, **more})


class TestD303:
    def outcome(self, *boards: BoardSeen) -> str:
        return judged("D303", site_facts(boards=boards)).outcome

    @pytest.mark.parametrize(
        ("day", "expected"), [("2025-04-26", "pass"), ("2025-04-25", "pass"), ("2025-04-24", "fail")]
    )
    def test_answers_have_two_calendar_months(self, day: str, expected: str) -> None:
        assert self.outcome(board(letter(day))) == expected

    def test_special_channels_do_not_count(self) -> None:
        assert self.outcome(board(letter("2025-06-01"), special=True), board(letter("2025-01-01"))) == "fail"

    def test_what_could_not_be_read_is_a_doubt(self) -> None:
        old = board(letter("2025-01-01"))
        assert self.outcome(old, board(unseen="留言由脚本加载，未能读取")) == "unknown"
        assert self.outcome(board(letter("2025-01-01"), letter(None))) == "unknown"
        assert self.outcome() == "unknown"

    def test_a_long_list_with_its_newest_at_the_end_may_go_on(self) -> None:
        days = [f"2024-{month:02}-01" for month in range(1, 13)]
        assert self.outcome(board(*map(letter, days))) == "unknown"
        assert self.outcome(board(*map(letter, reversed(days)))) == "fail"

    def test_a_date_to_come_is_no_answer(self) -> None:
        assert self.outcome(board(letter("2025-07-01"), letter("2025-01-01"))) == "fail"
