"""W101, N110 and A101: wrong wording is only ever a doubt, and a form only spoken of is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from said import attached, said, url_of
from seen import ASOF, HOME, PAGE, account_facts, judged, site_facts

from xuncha.facts.account import Post
from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import DateSource, Published, Unseen
from xuncha.facts.words import WordEntry
from xuncha.indicators.kernel import Judgement

W101, N110, A101 = "W101", "N110", "A101"
SERIOUS = "全县深入推进扫黑险恶专项斗争。"
EVERYDAY = "目前，工程的关健环节已经完成。"
#: 国家计委 was renamed on this day.
RENAMED = WordEntry(
    "国家发展计划委员会",
    "国家发展和改革委员会",
    serious=True,
    not_after=("原",),
    valid_from=date(2003, 3, 10),
)


def on_site(code: str, *texts: TextSeen, words: tuple[WordEntry, ...] = (), **limits: int) -> Judgement:
    return judged(code, site_facts(texts=texts, office_words=words), **limits)


def posted(title: str, text: str, at: datetime = ASOF, words: tuple[WordEntry, ...] = ()) -> Judgement:
    post = Post("p1", at, title, text, "https://social.example/p1")
    return judged(A101, account_facts(posts=(post,), posts_evidence=PAGE, office_words=words))


@pytest.mark.parametrize(
    ("code", "words", "wrong", "right"),
    [
        (W101, SERIOUS, "扫黑险恶", "扫黑除恶"),
        (W101, "根据《中华人民共合国水法》，", "中华人民共合国", "中华人民共和国"),
        (W101, "清河县人民攻府办公室", "攻府", "政府"),
        (N110, EVERYDAY, "关健", "关键"),
        (N110, "请各单位认真尊照执行。", "尊", "遵"),
    ],
)
def test_a_wrong_form_is_a_doubt_and_never_a_hit(code: str, words: str, wrong: str, right: str) -> None:
    judgement = on_site(code, said(1, words))
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    (doubt,) = judgement.doubts
    assert (doubt.observed["wrong"], doubt.observed["right"], doubt.key) == (wrong, right, f"{wrong}|{right}")
    assert f"“{wrong}”疑应为“{right}”" in doubt.detail
    assert wrong in doubt.quote
    assert (doubt.urls, doubt.evidence) == ((url_of(1),), (PAGE,))


def test_serious_and_everyday_forms_go_to_their_own_codes() -> None:
    text = said(1, SERIOUS + EVERYDAY)
    assert [d.observed["wrong"] for d in on_site(W101, text).doubts] == ["扫黑险恶"]
    assert [d.observed["wrong"] for d in on_site(N110, text).doubts] == ["关健"]


@pytest.mark.parametrize(
    "words",
    [
        "更正：本网稿件中“扫黑险恶”应为“扫黑除恶”，特此更正。",
        "网传“我县改为清河自冶县”系谣言，请勿转发。",
        "易错词：扫黑险恶、关健、拔款。",
        "关健（关键）、拔款（拨款）。",
        "时任国务院总理朱镕基出席。居民萧华、张林、杜家毫参加了座谈。",
        "台风在沿海登陆，部队官兵随后登陆舰艇。",
        "各居（村）民委员会要配合，市场监督管理厅派员参加。",
        "向社会主义现代化强省迈进，打赢精准脱贫攻坚战。",
        "",
    ],
)
@pytest.mark.parametrize("code", [W101, N110])
def test_what_is_right_or_only_spoken_of_is_no_alarm(code: str, words: str) -> None:
    assert on_site(code, said(1, words)).outcome == "pass"


@pytest.mark.parametrize("code", [W101, N110])
def test_a_list_of_common_slips_as_an_article_is_no_alarm(code: str) -> None:
    text = said(
        1, "错误写法|正确写法\n扫黑险恶\n扫黑除恶\n关健\n关键\n“布署”要写作“部署”", title="公文易错词一百例"
    )
    assert on_site(code, text).outcome == "pass"


@pytest.mark.parametrize("code", [W101, N110])
def test_undecodable_text_is_not_read(code: str) -> None:
    assert on_site(code, said(1, SERIOUS + EVERYDAY, lossy=True)).outcome == "pass"


@pytest.mark.parametrize(("code", "words"), [(W101, SERIOUS), (N110, EVERYDAY)])
def test_documents_are_read_as_well(code: str, words: str) -> None:
    text = said(1, "名单见附件。", title="公示", attachments=(attached("名单.docx", words),), lossy=True)
    (doubt,) = on_site(code, text).doubts
    assert doubt.detail.startswith("《公示》的附件“名单.docx”中的")
    assert doubt.urls == (f"{HOME}fj/名单.docx",)


def test_one_form_on_many_pages_is_one_doubt_that_counts_them() -> None:
    texts = [said(n, SERIOUS * 2, title=f"第{n}篇") for n in range(30)]
    (doubt,) = on_site(W101, *texts).doubts
    assert (doubt.observed["pages"], doubt.observed["places"], len(doubt.urls)) == (30, 60, 20)
    assert doubt.detail.startswith("《第0篇》等 30 个页面中的")


@pytest.mark.parametrize(
    ("day", "text", "outcome"),
    [
        ("2003-03-10", "国家发展计划委员会印发通知。", "unknown"),
        ("2003-03-09", "国家发展计划委员会印发通知。", "pass"),
        ("2025-06-10", "原国家发展计划委员会印发的通知废止。", "pass"),
        (None, "国家发展计划委员会印发通知。", "unknown"),
    ],
)
def test_a_former_name_is_right_in_an_article_of_its_time(day: str | None, text: str, outcome: str) -> None:
    assert on_site(W101, said(1, text, day), words=(RENAMED,)).outcome == outcome


def test_a_day_that_the_page_does_not_state_excuses_nothing() -> None:
    guessed = Published(date(1999, 1, 1), DateSource.URL)
    text = said(1, "国家发展计划委员会印发通知。", published=guessed)
    assert on_site(W101, text, words=(RENAMED,)).outcome == "unknown"


def test_the_offices_own_list_joins_the_shipped_one() -> None:
    own = (WordEntry("清合县", "清河县", serious=True),)
    found = on_site(W101, said(1, "清合县召开会议。" + SERIOUS), words=own)
    assert sorted(str(d.observed["wrong"]) for d in found.doubts) == ["扫黑险恶", "清合县"]
    assert on_site(W101, said(1, "清合县召开会议。")).outcome == "pass"


def test_open_typos_are_looked_for_in_the_newest_articles_alone() -> None:
    texts = [said(n, "请各单位认真尊照执行。", f"2025-06-{n:02}") for n in range(1, 6)]
    (doubt,) = on_site(N110, *texts, typo_articles=2).doubts
    assert doubt.urls == (url_of(4), url_of(5))
    page = said(9, "请各单位认真尊照执行。", role=TextRole.PAGE)
    assert on_site(N110, page).outcome == "pass"


@pytest.mark.parametrize(("title", "text"), [(SERIOUS, ""), ("", SERIOUS), ("喜报", "甲\n" + SERIOUS)])
def test_a_post_is_read_with_its_title(title: str, text: str) -> None:
    judgement = posted(title, text)
    assert (judgement.outcome, judgement.hits) == ("unknown", ())
    (doubt,) = judgement.doubts
    assert (doubt.urls, doubt.evidence) == (("https://social.example/p1",), (PAGE,))


@pytest.mark.parametrize(
    ("title", "text"), [("更正", "“扫黑险恶”应为“扫黑除恶”。"), ("", "今日晴，南风三级。"), ("", EVERYDAY)]
)
def test_right_posts_and_everyday_slips_are_no_serious_ones(title: str, text: str) -> None:
    assert posted(title, text).outcome == "pass"


def test_a_post_scheduled_for_later_is_not_read() -> None:
    assert posted("", SERIOUS, at=ASOF.replace(hour=11)).outcome == "pass"


def test_the_day_of_a_post_decides_about_dated_names() -> None:
    old = ASOF.replace(year=2003, month=1)
    assert posted("", "国家发展计划委员会", at=old, words=(RENAMED,)).outcome == "pass"
    assert posted("", "国家发展计划委员会", words=(RENAMED,)).outcome == "unknown"


def test_what_was_not_seen_leaves_a_doubt() -> None:
    assert judged(W101, site_facts(texts=Unseen("未看"))).outcome == "unknown"
    assert judged(N110, site_facts(texts=Unseen("未看"))).outcome == "unknown"
    assert judged(A101, account_facts(posts=Unseen("没有提供发布记录"))).outcome == "unknown"


_MEETING = "桐川市人民政府办公室召开乡村客运线路优化调度会。"


def test_a_name_of_the_directory_is_no_slip_of_another_name_on_its_own_site() -> None:
    assert [d.observed["right"] for d in on_site(W101, said(1, _MEETING)).doubts] == ["铜川市"]
    facts = site_facts(texts=(said(1, _MEETING + SERIOUS),))
    own = replace(facts, site=replace(facts.site, region="桐川市", name="桐川市人民政府门户网站"))
    assert [d.observed["wrong"] for d in judged(W101, own).doubts] == ["扫黑险恶"]


@pytest.mark.parametrize("place", ["霜岭市", "砚湖市", "茗岭市", "禾津市", "霁川市", "柘川市"])
def test_a_place_no_list_knows_is_no_slip_of_one_that_looks_and_sounds_otherwise(place: str) -> None:
    words = f"{place}召开义务教育学校招生调度会。据{place}民政局介绍，社区养老服务取得新进展。{place}人民政府办公室现场推进。"
    assert on_site(W101, said(1, words)).outcome == "pass"


@pytest.mark.parametrize("city", ["釜山市", "长野市", "柏林市", "兖州市", "潮阳市", "光州市"])
def test_cities_abroad_and_former_ones_are_no_slips(city: str) -> None:
    words = f"佛山市与{city}缔结友好城市。据{city}民政局介绍，访问{city}期间。{city}人民政府"
    assert on_site(W101, said(1, words)).outcome == "pass"
