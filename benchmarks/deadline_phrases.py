"""Sentences and whole calls with known deadlines, made by chance, for ``deadlines.py``."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

SEED = 20250625
ASOF = date(2025, 6, 25)
_HAN = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Phrase:
    """A sentence, when it was published, and its last deadline (None: it has none)."""

    text: str
    published: date | None
    day: date | None


def han_year(year: int) -> str:
    """2025 as 二〇二五."""
    return "".join(_HAN[int(digit)] for digit in str(year))


def han_number(number: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else _HAN[tens] + "十")
    return head + (_HAN[ones] if ones or not tens else "")


class Maker:
    """Makes phrases with one source of chance."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)

    def phrase(self) -> Phrase:
        """One phrase, one in four without a deadline."""
        makers = self._without() if self.dice.random() < 0.25 else self._with()
        return self.dice.choice(makers)()

    def _with(self) -> list[Callable[[], Phrase]]:
        return [
            self.label,
            self.span,
            self.span,
            self.open_span,
            self.before,
            self.counted,
            self.from_day,
            self.month_end,
        ]

    def _without(self) -> list[Callable[[], Phrase]]:
        return [
            self.statistic,
            self.other_day,
            self.condition,
            self.rule,
            self.habit,
            self.endless,
            self.past,
        ]

    def _published(self) -> date:
        return date(2025, 6, 1) - timedelta(days=self.dice.randrange(900))

    def _day(self, day: date, *, year: bool) -> str:
        if year:
            forms = (
                "{y}年{m}月{d}日",
                "{y}-{m:02}-{d:02}",
                "{y}.{m}.{d}",
                "{y}/{m}/{d}",
                "{y}年{m:02}月{d:02}日",
                "{hy}年{hm}月{hd}日",
            )
        else:
            forms = ("{m}月{d}日", "{m:02}月{d:02}日", "{m}月{d}号", "{hm}月{hd}日")
        return self.dice.choice(forms).format(
            y=day.year, m=day.month, d=day.day,
            hy=han_year(day.year), hm=han_number(day.month), hd=han_number(day.day),
        )  # fmt: skip

    def _with_clock(self, day: str) -> str:
        clock = self.dice.choice(
            ("", "", "", " 17:00", "17时", "下午5点", "24:00", "18时30分", "24时", "（周五）", "（含当日）")
        )
        return day + (" " if clock and not day.endswith(("日", "号")) else "") + clock

    def _what(self) -> str:
        return self.dice.choice(
            (
                "报名",
                "征集",
                "申报",
                "招募",
                "投票",
                "投稿",
                "作品征集",
                "活动",
                "参与",
                "意见征集",
                "志愿者招募",
                "网上报名",
            )
        )

    def label(self) -> Phrase:
        """截止时间：…"""
        published = self._published()
        day = published + timedelta(days=self.dice.randrange(3, 90))
        year = self.dice.random() < 0.6
        label = self.dice.choice(
            (
                "{w}截止时间：",
                "{w}截止日期为",
                "{w}截止时间为",
                "{w}截止：",
                "截止日期：",
                "{w}时间截止到",
                "{w}时间截至",
            )
        )
        return Phrase(
            f"{label.format(w=self._what())}{self._with_clock(self._day(day, year=year))}。", published, day
        )

    def span(self) -> Phrase:
        """报名时间：…至…"""
        published = self._published()
        begin = published + timedelta(days=self.dice.randrange(0, 20))
        day = begin + timedelta(days=self.dice.randrange(2, 80))
        link = self.dice.choice(("至", "—", "-", "到", "～", "——", " 至 ", "起至", "-"))
        first_year = self.dice.random() < 0.6
        first = self._day(begin, year=first_year)
        second = self._day(day, year=first_year and self.dice.random() < 0.4)
        if begin.month == day.month and begin.year == day.year and self.dice.random() < 0.6:
            first = (
                f"{begin.year}年{begin.month}月{begin.day}日"
                if first_year
                else f"{begin.month}月{begin.day}日"
            )
            second = f"{day.day}日"
        if not first_year and first.endswith(("日", "号")) is False:
            link = "至"
        opening = self.dice.choice(
            ("{w}时间：", "{w}时间为", "（一）{w}时间\n", "{w}期限：", "{w}期间为", "一、{w}时间：")
        )
        end = self.dice.choice(("。", "", "止。", "，逾期不再受理。", "（工作日9:00—17:00）。"))
        return Phrase(opening.format(w=self._what()) + first + link + second + end, published, day)

    def open_span(self) -> Phrase:
        """即日起至…"""
        published = self._published()
        day = published + timedelta(days=self.dice.randrange(3, 90))
        printed = self._with_clock(self._day(day, year=self.dice.random() < 0.4))
        form = self.dice.choice(
            (
                "{w}时间：即日起至{d}",
                "即日起至{d}，市民可通过公众号参与{w}",
                "从即日起到{d}止，面向社会开展{w}",
                "{w}自即日起至{d}截止。",
                "即日起—{d}，欢迎参加{w}",
            )
        )
        return Phrase(form.format(w=self._what(), d=printed), published, day)

    def before(self) -> Phrase:
        """请于…前"""
        published = self._published()
        day = published + timedelta(days=self.dice.randrange(3, 90))
        printed = self._with_clock(self._day(day, year=self.dice.random() < 0.5))
        form = self.dice.choice((
            "请有意者于{d}前将报名表发送至邮箱。", "有意参加者请在{d}之前扫码报名。", "{w}通道将于{d}关闭。", "{w}将于{d}截止，请抓紧时间。",
            "应征作品须于{d}前寄至市文化馆。", "请最迟于{d}提交申报材料。", "{w}时间延长至{d}。", "因故，{w}截止时间延期至{d}，请相互转告。",
            "欢迎社会各界人士于{d}前提出意见和建议。", "本次{w}于{d}结束。",
        ))  # fmt: skip
        return Phrase(form.format(w=self._what(), d=printed), published, day)

    def counted(self) -> Phrase:
        """自公告之日起…"""
        published = self._published()
        number = self.dice.choice((5, 7, 10, 15, 20, 30))
        month = self.dice.random() < 0.3
        count = (
            self.dice.choice(("一个月", "1个月"))
            if month
            else self.dice.choice(
                (f"{number}日", f"{number}天", f"{han_number(number)}日", f"{number}个自然日")
            )
        )
        day = published + (relativedelta(months=1) if month else timedelta(days=number))
        form = self.dice.choice((
            "自公告之日起{c}内，欢迎报名。", "报名时间：自本公告发布之日起{c}内。", "请自公告发布之日起{c}内将意见反馈至邮箱。", "征集时间：自发布之日起{c}。",
            "有意者请于公告发布之日起{c}内提交申请。", "征集期限为{c}，自公告发布之日起计算。", "即日起{c}内，可向我局报名参加。", "征求意见时间：{c}",
        ))  # fmt: skip
        return Phrase(form.format(c=count), published, day)

    def from_day(self) -> Phrase:
        """自…起，为期…"""
        published = self._published()
        begin = published + timedelta(days=self.dice.randrange(0, 15))
        printed = self._day(begin, year=self.dice.random() < 0.6)
        if self.dice.random() < 0.5:
            return Phrase(
                f"活动自{printed}起，为期一个月，欢迎参加。",
                published,
                begin + relativedelta(months=1) - timedelta(days=1),
            )
        number = self.dice.choice((7, 10, 15, 20))
        return Phrase(
            f"投票活动于{printed}开始，为期{number}天。", published, begin + timedelta(days=number - 1)
        )

    def month_end(self) -> Phrase:
        """…月底前"""
        published = self._published()
        month = (published + timedelta(days=self.dice.randrange(31, 120))).replace(day=1)
        day = month + relativedelta(months=1) - timedelta(days=1)
        year = f"{day.year}年" if self.dice.random() < 0.5 else ""
        form = self.dice.choice(
            (
                "请于{d}底前完成报名。",
                "申报时间：即日起至{d}底。",
                "作品征集截止到{d}底。",
                "{d}底前均可投稿。",
            )
        )
        return Phrase(form.format(d=f"{year}{day.month}月"), published, day)

    def statistic(self) -> Phrase:
        """截至某日的数字"""
        day = self._published() - timedelta(days=2)
        form = self.dice.choice((
            "截至{d}，全市共受理申请1203件。", "截止{d}，累计收到投稿560篇。", "截至{d}，报名人数已达3000人。", "截至{d}，我县已完成申报项目23个。",
            "截至目前，共征集意见建议15条。", "截至{d}底，全区登记志愿者12万人。",
        ))  # fmt: skip
        return Phrase(
            form.format(d=self._day(day, year=self.dice.random() < 0.5)), day + timedelta(days=3), None
        )

    def other_day(self) -> Phrase:
        """考试、公示、会议的日子"""
        published = self._published()
        day = published + timedelta(days=30)
        form = self.dice.choice((
            "笔试时间：{d}上午9:00。", "面试时间为{d}，地点另行通知。", "成绩查询时间：{d}起。", "准考证打印时间：{d}至考试当日。", "公示时间：{d}起5个工作日。",
            "发布日期：{d}", "会议定于{d}召开。", "培训时间：{d}。", "开标时间：{d}9时30分。", "自{d}起施行。", "成文日期：{d}",
            "报名时间：{d}起，额满为止。",
        ))  # fmt: skip
        return Phrase(form.format(d=self._day(day, year=self.dice.random() < 0.6)), published, None)

    def condition(self) -> Phrase:
        """某日前出生的人"""
        form = self.dice.choice(
            (
                "年满18周岁（{d}前出生）的市民均可报名。",
                "在{d}前注册成立的企业可以申报。",
                "{d}以前取得职称证书的人员可参加评选。",
                "申请人应于{d}前毕业。",
            )
        )
        return Phrase(form.format(d=self._day(date(2007, 8, 31), year=True)), self._published(), None)

    def rule(self) -> Phrase:
        """规则的有效期"""
        form = self.dice.choice((
            "本办法自{d}起施行，有效期5年。", "本通知自印发之日起施行，有效期至{d}。", "许可证有效期至{d}。", "本细则有效期至{d}，申请事项按照本细则办理。",
            "申请人应当自收到决定书之日起60日内申请行政复议。", "任何单位和个人有异议的，请自公示之日起5个工作日内提出。",
        ))  # fmt: skip
        return Phrase(form.format(d=self._day(date(2030, 12, 31), year=True)), self._published(), None)

    def habit(self) -> Phrase:
        """每年的日子"""
        form = self.dice.choice(
            (
                "每年3月1日至4月15日接受报名。",
                "用人单位应于每年6月30日前申报。",
                "每月15日前登录系统申报。",
                "申报时间为每年1月1日至3月31日。",
            )
        )
        return Phrase(form, self._published(), None)

    def endless(self) -> Phrase:
        """长期"""
        form = self.dice.choice(
            (
                "报名时间：长期有效。",
                "志愿者招募常年进行，欢迎加入。",
                "报名时间：即日起，额满为止。",
                "征集时间：长期征集。",
            )
        )
        return Phrase(form, self._published(), None)

    def past(self) -> Phrase:
        """往事"""
        day = self._published()
        form = self.dice.choice(
            (
                "{d}，我市组织开展了普法答题活动。",
                "{d}上午，市图书馆活动室迎来了小读者。",
                "{d}，县长到乡镇调查研究。",
                "{d}至次日，全市普降大雨。",
            )
        )
        return Phrase(
            form.format(d=self._day(day, year=self.dice.random() < 0.5)), day + timedelta(days=2), None
        )


_INVITES = (
    "欢迎广大市民踊跃参加。", "现面向社会公开征集意见建议。", "火热报名中！", "我要报名", "点击参与", "诚邀您的参与！",
    "请于规定时间内扫码报名。", "欢迎踊跃投稿。", "快来报名吧！", "投票通道现已开启，立即投票！",
)  # fmt: skip
_OVER = (
    "活动已结束，感谢参与。", "【已截止】", "现将征集结果公布如下。", "活动圆满落幕。", "本次投票已于{d}结束。", "状态：已结束",
    "报名已截止", "获奖名单公布如下：", "本页面已归档。", "报名通道已关闭。",
)  # fmt: skip


def calls(count: int, seed: int = SEED) -> Iterator[tuple[str, str, date, bool]]:
    """Title, text, publication, and whether the text still invites after its deadline."""
    maker, dice = Maker(seed + 1), random.Random(seed)
    for _ in range(count):
        phrase = dice.choice((maker.label, maker.span, maker.open_span, maker.before, maker.counted))()
        if phrase.published is None or phrase.day is None:
            continue
        thing = dice.choice(
            ("摄影作品", "志愿者", "“金点子”", "城市形象标识", "读书分享会", "亲子植树", "普法答题")
        )
        title = dice.choice(
            ("关于开展{t}征集活动的公告", "{t}招募令", "{t}活动开始报名啦", "邀您参加{t}活动")
        ).format(t=thing)
        over = dice.random() < 0.3
        ending = dice.choice(_OVER).format(d=f"{phrase.day:%Y年%m月%d日}") if over else ""
        text = f"{dice.choice(_INVITES)}\n{phrase.text}\n联系电话：0795-1234567。\n{ending}"
        # Reckoned days may be meant one day later; such close calls are not asked for.
        if abs((ASOF - phrase.day).days) > 2:
            yield title, text, phrase.published, phrase.day < ASOF and not over
