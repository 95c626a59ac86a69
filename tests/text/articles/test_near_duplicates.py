"""Articles published twice, and all those that only look so."""

from __future__ import annotations

import random
import unicodedata
from datetime import date, timedelta
from time import process_time

import pytest

from xuncha.text.articles.near_duplicates import Article, Repeat, RepeatKind, _in_one_form, find_repeats

_DAY = date(2025, 1, 6)
_WORDS = [
    "全市",
    "各县区",
    "有关部门",
    "乡镇干部",
    "驻村队员",
    "网格员",
    "志愿者",
    "企业代表",
    "推进",
    "落实",
    "检查",
    "走访",
    "宣传",
    "整治",
    "完善",
    "安全生产",
    "防汛抗旱",
    "营商环境",
    "义务教育",
    "医疗救助",
    "河湖保护",
    "道路养护",
    "就业服务",
    "森林防火",
    "食品安全",
    "工作",
    "任务",
    "措施",
    "机制",
    "清单",
    "台账",
    "隐患",
    "成效",
    "经验",
    "群众",
    "项目",
    "资金",
    "进度",
    "质量",
    "责任",
    "时限",
]


def prose(seed: int, sentences: int = 20) -> str:
    dice = random.Random(seed)
    return "".join(
        "".join(dice.choices(_WORDS, k=7)) + "，" + "".join(dice.choices(_WORDS, k=6)) + "。"
        for _ in range(sentences)
    )


def compare(
    first: str,
    second: str,
    *,
    titles: tuple[str, str] = ("关于某项工作的通知", "关于某项工作的通知"),
    columns: tuple[str, str] = ("通知公告", "通知公告"),
    days: int | None = 40,
) -> tuple[Repeat, ...]:
    later = None if days is None else _DAY + timedelta(days=days)
    return find_repeats(
        [
            Article("later", columns[1], titles[1], second, later),
            Article("earlier", columns[0], titles[0], first, _DAY),
        ]
    )


def test_same_text_in_one_column_is_a_repetition() -> None:
    text = prose(1)

    assert compare(text, text) == (Repeat("earlier", "later", RepeatKind.REPETITION, 1.0, 1.0, 40),)


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: f"来源：县政府办\n各有关单位：\n{text}\n特此通知。\n责任编辑：李红",
        lambda text: text[: len(text) * 4 // 5],
        lambda text: "。".join(part for n, part in enumerate(text.split("。")) if n % 8 != 3),
        lambda text: "".join("错" if n % 60 == 30 else char for n, char in enumerate(text)),
        lambda text: text.replace("，", ",\n").replace("。", ".　"),
        lambda text: "（记者王小明）" + text,
    ],
    ids=["framed", "cut", "sentences dropped", "characters changed", "marks changed", "opened otherwise"],
)
def test_edited_reposts_are_found(edit) -> None:  # type: ignore[no-untyped-def]
    text = prose(2)

    assert [repeat.kind for repeat in compare(text, edit(text))] == [RepeatKind.REPETITION]


def test_new_title_above_the_same_text_is_found() -> None:
    text = prose(3)

    assert compare(text, text, titles=("全市安全生产会议召开", "我市部署重点工作"))


@pytest.mark.parametrize(
    ("columns", "days", "kind"),
    [
        (("要闻", "部门动态"), 0, RepeatKind.CROSS_POSTING),
        (("要闻", "部门动态"), 3, RepeatKind.REPETITION),
        (("要闻", "部门动态"), 500, RepeatKind.REPETITION),
        (("要闻", "部门动态"), None, RepeatKind.UNDATED),
        (("要闻", "要闻"), 0, RepeatKind.REPETITION),
        (("要闻", "要闻"), None, RepeatKind.REPETITION),
    ],
)
def test_column_and_date_tell_the_kind(columns: tuple[str, str], days: int | None, kind: RepeatKind) -> None:
    text = prose(4)
    (found,) = compare(text, text, columns=columns, days=days)

    assert found.kind is kind
    assert found.days_apart == days


def test_each_article_is_reported_once_with_its_gravest_match() -> None:
    text = prose(5)
    day = _DAY + timedelta(days=9)
    articles = [
        Article("a", "要闻", "会议召开", text, _DAY),
        Article("b", "部门动态", "会议召开", text, _DAY),
        Article("c", "部门动态", "会议召开", text, day),
        Article("c", "基层动态", "会议召开", text, day),
    ]
    found = {repeat.key: repeat for repeat in find_repeats(articles)}

    assert found.keys() == {"b", "c"}
    assert found["b"].kind is RepeatKind.CROSS_POSTING
    assert found["c"].kind is RepeatKind.REPETITION


def test_half_shared_text_is_no_repetition() -> None:
    one, other = prose(6), prose(7)

    assert compare(one, one[: len(one) // 2] + other[len(other) // 2 :]) == ()


def test_digest_that_contains_an_article_is_no_repetition() -> None:
    one = prose(8, 6)

    assert compare(one, one + prose(9, 12)) == ()


_BULLETIN = "本周全市空气质量优良天数{}天，细颗粒物平均浓度{}微克每立方米，同比下降{}%，水质达标断面{}个。市生态环境局将继续做好监测工作，及时公布环境质量状况，欢迎广大市民监督，如发现污染环境的行为，可以拨打举报电话。"
_APPOINTED = "各乡镇人民政府，县政府各部门、各直属机构：经县人民政府研究，决定任命{}同志为县教育局副局长，试用期一年，任职时间从决定之日起计算。试用期满后按照有关规定进行考核，考核合格的正式任职，请按规定办理手续。"
_WATER = "因供水管道抢修施工，定于本周五夜间对{}实施停水，届时请广大用户做好储水准备，关好家中水龙头，以免造成不必要的损失。恢复供水后，水质可能短时浑浊，请适当排放后使用。给您带来的不便，敬请谅解。"
_COURT = "{}：本院受理原告青山银行诉你借款合同纠纷一案，已审理终结。因你下落不明，依法向你公告送达民事判决书，自公告之日起经过三十日视为送达。如不服本判决，可在公告期满后十五日内递交上诉状，逾期本判决即发生法律效力。"
_OFFICER = "现将拟任人选情况公示如下：{}，男，汉族，{}年{}月生，大学学历，中共党员，现任{}，拟任{}。公示期间，可通过来信、来电、来访等方式，向县委组织部反映公示对象的情况和问题。反映问题要实事求是、客观公正，对反映人情况严格保密。"
_SUBSIDY = "经个人申请、街道初审、区人社局复核，现将{}符合条件的人员名单予以公示，公示期为{}。公示期间如有异议，请以书面形式反映，反映情况要客观真实，并提供联系方式，监督电话：0531-88812345。逾期不予受理，特此公示。"


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        (_BULLETIN, ("5", "35", "2.1", "18"), ("6", "41", "3.4", "20")),
        (_APPOINTED, ("王建国",), ("王建军",)),
        (_WATER, ("人民路片区",), ("人民路东片区",)),
        (_WATER, ("建设街及阳光花园小区",), ("人民路以北片区",)),
        (_COURT, ("赵大勇",), ("孙丽娟",)),
        (
            _OFFICER,
            ("王建国", "1975", "3", "教育局副局长", "民政局局长"),
            ("李强", "1980", "11", "水利局副局长", "林业局局长"),
        ),
        (_SUBSIDY, ("一季度", "4月1日至4月7日"), ("二季度", "7月1日至7月7日")),
    ],
)
@pytest.mark.parametrize("titles", [("公示", "公示"), ("", "")])
def test_notices_of_one_form_are_no_repetition(
    form: str, one: tuple[str, ...], other: tuple[str, ...], titles: tuple[str, str]
) -> None:
    assert compare(form.format(*one), form.format(*other), titles=titles) == ()
    assert compare(form.format(*one), form.format(*one), titles=titles)


def test_news_of_different_places_under_their_names_is_no_repetition() -> None:
    text = "{0}组织干部进村入户开展宣传。" + prose(10)

    assert (
        compare(text.format("青石镇"), text.format("石桥镇"), titles=("青石镇宣传防火", "石桥镇宣传防火"))
        == ()
    )


@pytest.mark.parametrize(
    "titles",
    [
        ("医保问答（一）", "医保问答（二）"),
        ("全市简报第12期", "全市简报第13期"),
        ("2023年防汛工作通知", "2024年防汛工作通知"),
        ("一季度工作情况", "二季度工作情况"),
    ],
)
def test_series_are_no_repetition(titles: tuple[str, str]) -> None:
    text = prose(11)

    assert compare(text, text.replace("清单", "台账", 2) + prose(12, 3), titles=titles) == ()


@pytest.mark.parametrize(
    "title", ["关于某项工作的通知（更正）", "更正公告：关于某项工作的通知", "关于某项工作的通知（重新发布）"]
)
def test_corrections_are_no_repetition(title: str) -> None:
    text = prose(13)

    assert compare(text, text, titles=("关于某项工作的通知", title)) == ()


def test_short_notices_must_be_equal() -> None:
    notice = "因施工，定于3月{}日对人民路停水，请做好储水准备，敬请谅解。"

    assert compare(notice.format(5), notice.format(5))
    assert compare(notice.format(5), notice.format(6)) == ()
    assert compare(notice.format(5), notice.format(5), titles=("停水通知一", "停水通知二")) == ()


def test_texts_that_point_elsewhere_say_nothing() -> None:
    pointer = (
        "根据有关规定，现将评审结果予以公示，公示期五个工作日，如有异议，请与我局联系，具体名单见附件。" * 2
    )

    assert compare("详见附件", "详见附件") == ()
    assert compare("", "") == ()
    assert compare(pointer, pointer, titles=("职称评审结果", "技能评审名单")) == ()
    assert compare(pointer, pointer)


def test_standing_words_of_a_column_do_not_make_articles_alike() -> None:
    standing = prose(14, 12)
    articles = [
        Article(
            str(n),
            "招标公告",
            f"{name}招标公告",
            f"{prose(100 + n, 4)}\n{standing}",
            _DAY + timedelta(days=n),
        )
        for n, name in enumerate(("河道治理", "校舍维修", "道路改建", "桥梁加固", "管网更新", "泵站扩建"))
    ]
    again = Article("again", "招标公告", articles[2].title, articles[2].text, _DAY + timedelta(days=90))

    assert find_repeats(articles) == ()
    assert [(r.earlier_key, r.key) for r in find_repeats([*articles, again])] == [("2", "again")]


def test_no_articles_no_repeats() -> None:
    assert find_repeats([]) == ()
    assert find_repeats([Article("a", "要闻", "标题", prose(15), None)]) == ()


def test_thousands_of_reports_of_one_form_take_no_time() -> None:
    dice = random.Random(16)
    text = "截至今日8时，柳河水位{:.2f}米，流量{}立方米每秒，蓄水量{}万立方米。以上数据由水文站提供，仅供参考，请沿河群众注意安全，不要到河边游泳、钓鱼，遇有险情及时报告当地政府，防汛值班电话全天有人接听。"
    articles = [
        Article(
            str(n),
            "水情",
            "今日水情",
            text.format(dice.uniform(20, 40), dice.randint(100, 999), dice.randint(1000, 9999)),
            _DAY + timedelta(days=n),
        )
        for n in range(3000)
    ]
    begun = process_time()

    assert find_repeats(articles) == ()
    assert process_time() - begun < 20


def test_letters_are_put_in_one_form_as_unicode_says() -> None:
    """Looking only between the ideographs changes nothing, whatever stands beside them."""
    for text in ("第１２期：ｶﾞｽ會議", "日\u3099期e\u0301Å①㈱", "가나각\u11a8", "\u0301日", "㎡々〇日ﾞ", ""):
        assert _in_one_form(text) == unicodedata.normalize("NFKC", text)
