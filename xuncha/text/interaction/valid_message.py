"""Whether a message of a citizen is a valid one (有效留言), which the office has to answer.

Not valid: nothing said, a test, a repetition of an earlier one, advertising, mere abuse, mere thanks. Only
what is plain is decided; everything else stays open for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validity:
    """``valid`` is None where the text does not tell; ``reason`` says why it is not valid, in Chinese."""

    valid: bool | None
    reason: str = ""


_NOT_WORDS = re.compile(r"[\W_]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: What a person who wants something says.
_WANTS = re.compile(
    r"请问|咨询|想问|问一下|询问|请教|希望|建议|要求|恳请|请求|请(?:尽快|及时|核实|帮|给|予|贵|有关|相关|政府|领导|查|处|解决|修|更正|改|删|答)|盼|求助|投诉|举报|反映|申请|申诉|如何|怎么|怎样|为什么|为何|什么|哪里|哪儿|哪些|多少|何时|几时|几点|能否|能不能|可否|可以吗|是否|是不是|有没有|吗|呢|[?？]|解决|处理|维修|答复|回复一下|不给|不能|无法|没有|未|打不开|错误|有误|应为|应该|问题|故障|拖欠|扰民|违[法规章建]|骗|缺失|失效|过期|需要|什么时候|不了|不对|不符|不到|不清|不全|缺少|建议|更新|改为|修改|删除|更正|不是|不亮|停水|停电|断[水电网]|漏水|渗水|积水|损坏|破损|坏了|坍?塌|堵塞|拥堵|污染|噪[音声]|异味|臭|油烟|占道|乱[停放倒扔收]|失修|坑洼|太[多少慢差高]|拖延|推诿|不[足准许便畅见]|长期(?!有效|供应|供货|合作|承接|招|收购|办理|提供|出售)|至今|迟迟|还没"
)
_TEST = re.compile(r"测试|试一试|试一下|试试|压测|联调|test(?:ing|er)?|demo|ceshi", re.I)
#: What may stand beside the word of a test when a message is a test and nothing more.
_BESIDE_TEST = re.compile(
    r"这是|这|一?[个条封次]|仅|只是|用于|系统|功能|网站|留言|信件|信箱|来信|咨询|平台|接口|数据|一下|看看|看|请忽略|请?勿回复?|(?:不用|无需|请勿)回复|内容|标题|提交|邮件|人员|用|中|专用|再次|第[一二三四五六七八九十\d]+次|的|我|你好|您好|哈+|谢谢|(?:能否|是否|能不能)(?:成功|正常|用)|能不能|\d+"
)
_NOISE = re.compile(
    r"[a-z\d]+|你好|您好|在吗|哈+|呵+|嗯+|啊+|顶|沙发|路过|签到|打卡|好的|收到|(.{1,3})\1{2,}", re.I
)
_PROMOTES = (
    re.compile(r"代开(?:各类|各种|正规)?(?:发票|票据)|代开票|办理?(?:各类|各种|真实|国家认可)?(?:假证|文凭|学历|毕业证|证书).{0,12}(?:联系|加|电话|q|v|微信)|刻章|套现|信用卡提额|刷单|刷信誉|兼职日结|博彩|赌场|棋牌|六合彩|彩票计划|时时彩|百家乐|成人用品|约炮|上门服务|迷药|私服|外挂|(?:无|免)抵押.{0,6}贷|快速(?:放款|贷款|下款)|小额贷款|网赚|躺赚|加盟(?:热线|电话|费)|招商加盟|厂家直销|批发价|优惠促销|限时(?:优惠|抢购)|包邮|seo优化|网站(?:建设|排名|推广)公司|关键词排名|引流|涨粉|代写论文|论文代(?:写|发)|代孕|股票推荐|内幕消息|荐股", re.I),
    re.compile(r"加(?:我|下|一下)?(?:微信|v信|vx|qq|q群|扣扣|好友)|(?:微信|薇信|vx|v信|qq|扣扣|电话|手机|热线|联系|咨询)[号码方式]*\W{0,3}[a-z0-9_-]{6,}|https?://|www\.|\.(?:com|net|cc|top|vip|xyz)\b|扫码|点击链接|官网|1[3-9]\d{9}", re.I),
)  # fmt: skip
_COMPLAINS = re.compile(
    r"投诉|举报|诈骗|被骗|骚扰|收到.{0,10}(?:短信|电话)|查处|取缔|请问|咨询|受骗|违法|小广告|泛滥"
)
_ABUSE = re.compile(
    r"(?:傻|煞|沙)[逼比b]|草泥马|操你|曹尼玛|你妈(?:的|逼|死)|他妈的?|尼玛|王八蛋|狗日的?|狗娘养|龟儿子|去死|混蛋|滚蛋|杂种|畜生|狗官|人渣|不要脸|(?<![a-z])(?:sb|cnm|nmsl)(?![a-z])|脑残|废物|贱人|垃圾(?:政府|单位|部门|网站|东西|玩意)|饭桶|吃屎|放屁|猪狗不如|该死",
    re.I,
)
_THANKS = re.compile(
    r"感谢|谢谢|多谢|致谢|感激|点赞|表扬|辛苦了|赞一个|为.{1,20}点赞|好评|满意|致敬|祝.{0,12}(?:快乐|顺利|愉快|健康|越来越好)|棒"
)
_PRAISE = re.compile(
    r"热情|耐心|周到|负责|敬业|细致|认真|专业|高效|效率高|态度好|服务好|贴心|暖心|为民|帮助|帮忙|解决了|好干部|好政府|优秀|温暖|感动|值得|表扬|您好|你好|尊敬的"
)
_CLAUSES = re.compile(r"[，,。；;！!\n\s]+")
_LONGEST_NAME = 6
#: The kind of message in brackets before its title: [咨询]测试.
_SORT = re.compile(r"^\s*[\[【（(〔][\u4e00-\u9fff]{2,6}[\]】）)〕]\s*")
_BUT = re.compile(r"但是?|不过|然而|可是|只是|另外|还有|顺便|同时希望|如果")
_LEAST_REPEATED = 6
_ALIKE = 0.9
_LONGEST_TEST, _LONGEST_NOISE, _LONGEST_ABUSE, _LONGEST_THANKS = 40, 40, 60, 200


def judge_message(title: str, text: str, earlier: Iterable[str] = ()) -> Validity:
    """Judges a message by its own words and those of earlier messages (title and text, joined).

    A message that wants something is never called invalid for its tone: abuse with a request is left open.
    """
    title = _SORT.sub("", title) or title
    plain = _plain(title + text)
    body = _plain(text) or plain
    if not plain:
        return Validity(False, "没有内容")
    if _is_repeated(plain, earlier):
        return Validity(False, "与此前留言内容重复")
    wants = _WANTS.search(title + text) is not None
    if len(plain) <= _LONGEST_TEST and _is_test(body) and (_is_test(plain) or not wants):
        return Validity(False, "测试留言")
    if len(plain) <= _LONGEST_NOISE and not wants and not _NOISE.sub("", plain):
        return Validity(False, "没有实际内容")
    return _by_content(title + " " + text, plain, wants)


def _is_test(plain: str) -> bool:
    """True when nothing is left without the words of a test."""
    rest, tests = _TEST.subn("", plain)
    return tests > 0 and not _BESIDE_TEST.sub("", rest)


def _is_thanks(said: str) -> bool:
    """True when every clause thanks or praises; a request with 谢谢 at its end does not."""
    clauses = [clause for clause in _CLAUSES.split(said) if len(_plain(clause)) > _LONGEST_NAME]
    thanks = [clause for clause in clauses if _THANKS.search(clause)]
    return bool(_THANKS.search(said)) and all(_PRAISE.search(c) for c in clauses if c not in thanks)


def _by_content(said: str, plain: str, wants: bool) -> Validity:
    """Advertising, abuse, thanks; then whether the message asks for anything."""
    if all(pattern.search(said) for pattern in _PROMOTES) and not _COMPLAINS.search(said):
        return Validity(None, "") if wants else Validity(False, "广告推销")
    if _ABUSE.search(plain):
        rest = _plain(_ABUSE.sub("", plain))
        if not wants and len(plain) <= _LONGEST_ABUSE and len(rest) <= max(6, len(plain) // 2):
            return Validity(False, "仅为谩骂")
        return Validity(None, "")
    if not wants and len(plain) <= _LONGEST_THANKS and not _BUT.search(said) and _is_thanks(said):
        return Validity(False, "仅表达感谢或表扬")
    if wants and len(_HAN.findall(plain)) >= 4:
        return Validity(True)
    return Validity(None, "")


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", text).lower()


def _is_repeated(plain: str, earlier: Iterable[str]) -> bool:
    """True when an earlier message says the same: equal letters, or nearly all pieces of them."""
    if len(plain) < _LEAST_REPEATED:
        return False
    own = _pieces(plain)
    for other in map(_plain, earlier):
        if plain == other:
            return True
        pieces = _pieces(other)
        alike = len(own & pieces) / max(1, len(own | pieces))
        if alike >= _ALIKE and re.findall(r"\d+", plain) == re.findall(r"\d+", other):
            return True
    return False


def _pieces(plain: str) -> set[str]:
    return {plain[i : i + 3] for i in range(max(1, len(plain) - 2))}
