"""Generated articles of government sites: prose, and eight forms whose issues differ only in particulars."""

from __future__ import annotations

import random
from datetime import date, timedelta

from xuncha.text.articles.near_duplicates import Article

DAY = date(2025, 1, 6)
OFFICES = [
    "市政府",
    "县委",
    "市教育局",
    "区住建局",
    "镇党委",
    "市发展改革委",
    "县农业农村局",
    "街道办事处",
    "市市场监管局",
    "县水利局",
    "市交通运输局",
    "民政部门",
    "消防救援大队",
    "驻村工作队",
]
_HOW = [
    "扎实",
    "有序",
    "全面",
    "深入",
    "持续",
    "统筹",
    "加快",
    "精准",
    "主动",
    "认真",
    "积极",
    "稳步",
    "从严",
    "及时",
    "广泛",
    "多措并举",
]
_DO = [
    "推进",
    "开展",
    "落实",
    "部署",
    "完善",
    "强化",
    "组织",
    "督促",
    "优化",
    "排查",
    "治理",
    "整改",
    "宣传",
    "保障",
    "提升",
    "规范",
    "细化",
    "建设",
]
_WHAT = [
    "安全生产",
    "防汛抗旱",
    "义务教育",
    "医疗救助",
    "营商环境",
    "乡村振兴",
    "河湖保护",
    "老旧小区改造",
    "食品安全",
    "森林防火",
    "道路养护",
    "就业服务",
    "养老服务",
    "项目建设",
    "数据共享",
    "秸秆利用",
    "耕地保护",
    "社会救助",
    "文物保护",
    "科技创新",
]
_THING = [
    "工作",
    "专项行动",
    "任务",
    "措施",
    "体系",
    "机制",
    "清单",
    "服务",
    "培训",
    "检查",
    "台账",
    "方案",
    "试点",
    "活动",
    "责任",
    "短板",
]
_WHERE = [
    "在辖区各村组",
    "在重点企业",
    "在人员密集场所",
    "在施工现场",
    "在中小学校",
    "在沿河地带",
    "在集贸市场",
    "在产业园区",
    "在景区景点",
    "在政务大厅",
    "在偏远山区",
    "在物流站场",
]
_WHY = [
    "确保群众满意",
    "切实消除隐患",
    "不断提高效率",
    "推动问题解决",
    "形成工作合力",
    "守牢底线",
    "取得明显成效",
    "赢得企业好评",
    "方便群众办事",
    "补齐民生短板",
]
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文华建国志红玉兰婷宇浩然"
_PLACES = [
    "青石",
    "柳河",
    "白塔",
    "东岭",
    "南坪",
    "三溪",
    "云台",
    "金沙",
    "石桥",
    "梅岭",
    "双河",
    "龙泉",
    "清水",
    "长岗",
    "北湾",
    "新安",
    "大渡",
    "松林",
    "古城",
    "凤凰",
]


def sentence(dice: random.Random) -> str:
    """One sentence of official prose."""
    parts = [dice.choice(_WHERE) if dice.random() < 0.5 else "", dice.choice(OFFICES)]
    for _ in range(dice.randint(1, 3)):
        parts.append(f"{dice.choice(_HOW)}{dice.choice(_DO)}{dice.choice(_WHAT)}{dice.choice(_THING)}，")
    return "".join(parts) + dice.choice(_WHY) + "。"


def prose(dice: random.Random, length: int) -> str:
    """Sentences of about ``length`` characters in all."""
    text = ""
    while len(text) < length:
        text += sentence(dice)
    return text


def person(dice: random.Random) -> str:
    """An invented name."""
    return dice.choice(_SURNAMES) + "".join(dice.sample(_GIVEN, dice.randint(1, 2)))


def article(dice: random.Random, key: str, title: str, text: str, column: str = "通知公告") -> Article:
    """An article of a day in the first half of the year."""
    return Article(key, column, title, text, DAY + timedelta(days=dice.randrange(160)))


def bulletins(dice: random.Random, number: int) -> tuple[str, str]:
    """A weekly bulletin of air and water."""
    a, b, c = (dice.randint(20, 160) for _ in range(3))
    day = DAY + timedelta(weeks=number)
    return f"全市环境质量周报（2025年第{number + 1}周）", (
        f"{day.month}月{day.day}日至{day.month}月{day.day + 6}日，全市空气质量优良天数为{a % 7}天，优良率为{a / 1.6:.1f}%。"
        f"细颗粒物平均浓度为{b}微克每立方米，与上周相比下降{c / 10}个百分点。全市共监测断面{c}个，达到或者优于三类水质的"
        f"断面{a}个，占比{b / 1.6:.1f}%。市生态环境局将继续做好监测工作，及时向社会公布环境质量状况，欢迎广大市民监督。"
    )


def daily(dice: random.Random, number: int) -> tuple[str, str]:
    """A daily report under one title."""
    return "今日水情", (
        f"截至8时，柳河水位{dice.uniform(20, 40):.2f}米，流量{dice.randint(100, 900)}立方米每秒；东岭水库水位"
        f"{dice.uniform(80, 99):.2f}米，蓄水量{dice.randint(1000, 9000)}万立方米。以上数据由市水文站提供，仅供参考，"
        "请沿河群众注意安全，不要到河边游泳、钓鱼，遇有险情及时报告当地政府。防汛值班电话全天有人接听。"
    )


def appointments(dice: random.Random, number: int) -> tuple[str, str]:
    """An appointment: only names and posts differ."""
    who, post = person(dice), dice.choice(OFFICES)
    return f"关于{who}同志任职的通知", (
        f"各乡镇人民政府，各街道办事处，县政府各部门、各直属机构：经县人民政府研究，决定任命{who}同志为{post}副主任，"
        "试用期一年。任职时间从县人民政府决定之日起计算。试用期满后按照有关规定进行考核，考核合格的正式任职，"
        "考核不合格的免去试任职务。请有关单位按照规定办理相关手续。"
    )


def penalties(dice: random.Random, number: int) -> tuple[str, str]:
    """A table of a penalty, under one title."""
    firm = f"{dice.choice(_PLACES)}{dice.choice(_GIVEN)}{dice.choice(_GIVEN)}商贸有限公司"
    return "行政处罚信息公示", (
        f"行政相对人名称：{firm}\n法定代表人：{person(dice)}\n处罚决定书文号：县市监罚字〔2025〕{dice.randint(1, 400)}号\n"
        f"违法事实：销售超过保质期的食品\n处罚依据：《中华人民共和国食品安全法》第一百二十四条\n罚款金额：{dice.randint(1, 90)}000元\n"
        "处罚机关：县市场监督管理局\n备注：当事人如不服本处罚决定，可以依法申请行政复议或者提起行政诉讼。"
    )


def short_notices(dice: random.Random, number: int) -> tuple[str, str]:
    """A notice of less than eighty characters."""
    place = dice.choice(_PLACES) + dice.choice(("一", "二", "三", "四", "五")) + "村"
    return (
        "停电通知",
        f"因线路检修，定于{dice.randint(1, 12)}月{dice.randint(1, 28)}日8时至17时对{place}停电，请提前做好准备。",
    )


def series(dice: random.Random, number: int) -> tuple[str, str]:
    """A part of a series with a standing introduction."""
    numerals = "一二三四五六七八九"
    mark = numerals[number % 9] if number < 9 else f"十{numerals[number % 9]}" if number < 18 else str(number)
    return f"医保政策问答（{mark}）", (
        "为帮助广大群众了解医保政策，县医疗保障局整理了群众关心的问题，分期进行解答，欢迎关注。如有疑问，可以拨打"
        f"咨询电话，也可以到政务服务中心窗口咨询。\n{prose(dice, 90)}"
    )


def places(dice: random.Random, number: int) -> tuple[str, str]:
    """The same news of another town."""
    place = _PLACES[number % len(_PLACES)] + ("镇", "乡", "街道")[number // len(_PLACES)]
    return f"{place}开展森林防火宣传", (
        f"为做好森林防火工作，{place}组织干部进村入户开展宣传，发放宣传单，张贴标语，讲解防火知识，引导群众文明祭祀，"
        f"提高防火意识。{place}还组织护林员加强巡查，严格管理野外用火，做到早发现、早处置。下一步，{place}将压实责任，"
        "确保森林资源安全和群众生命财产安全。"
    )


def openings(dice: random.Random, number: int) -> tuple[str, str]:
    """A tender notice: half standing paragraphs, half the project."""
    name = f"{dice.choice(_PLACES)}{dice.choice(_WHAT)}项目{dice.choice('一二三四五六七八九')}标段"
    return f"{name}招标公告", (
        f"{name}已由有关部门批准建设，项目业主为{dice.choice(OFFICES)}，资金来自财政，招标人为{dice.choice(OFFICES)}。"
        f"{prose(dice, 60)}投标人应当具备独立法人资格，持有有效营业执照和安全生产许可证，未被列入失信名单。"
        "本次招标不接受联合体投标。凡有意参加投标者，请登录公共资源交易平台下载招标文件。逾期送达的投标文件，招标人不予受理。"
        f"联系人：{person(dice)}　电话：0{dice.randint(3100000, 3999999)}"
    )


FORMS = (bulletins, daily, appointments, penalties, short_notices, series, places, openings)
