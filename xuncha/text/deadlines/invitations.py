"""Whether a text still calls on people to take part: words that invite, and words that say it is over."""

from __future__ import annotations

import re
from dataclasses import dataclass

_THING = r"(?:报名|征集|征稿|征文|征求意见|申报|申请|招募|招聘|招生|投票|评选|投稿|调查|问卷|预约|答题|抢券|领券|领取|申领|认养|征订|提名|听证|活动|比赛|大赛|竞赛|展览)"
#: A control or a state shown to the visitor: the strongest sign that the call is still made.
_CONTROL = re.compile(
    rf"(?:我要|立即|马上|点击|点此|在线|网上|一键|扫码|现在)(?:{_THING}|参与|参加|登记|建言|留言|提交|抢)"
    rf"|{_THING}(?:入口|通道(?!将|已|于)|链接)|{_THING}(?:火热|正在|热烈)?(?:进行|开放)中"
    r"|(?:报名|征集|征稿|招募|投票|申报|评选|预约)中(?![心国小学介央期])"
    r"|正在进行|进行中|火热(?:报名|征集|招募|进行|开启)|倒计时"
)
_PROSE = re.compile(
    rf"欢迎(?:[^。；\n]{{0,30}}?)(?:参加|参与|报名|投稿|踊跃|来稿|申报|投票|推荐|提出|咨询报名|加入|前来|关注参与|领取|申领|预约|订阅|认养|认领|体验|光临|自荐|应聘|参赛|参展|参评|应征|捐赠|捐献|献策|建言|入场|观看|观赏|观展|选购|品鉴)"
    r"|踊跃(?:参加|参与|报名|投稿|投票|申报|来稿|提|推荐|应征|加入|捐赠|献策)|积极(?:报名|投稿|参与投票|参加报名)"
    rf"|(?:现|特|拟|诚|正)(?:面向|向|在|就|将|对|公开|诚挚|正式)?[^。；\n]{{0,24}}?(?:征集|征求|招募|征稿|招聘|开展{_THING}|启动{_THING}|接受报名|邀请)"
    r"|期待(?:您|你|大家)的(?:参与|加入|报名|投稿|到来)|等你来|快来(?:参|报|投|抢|领|打)|诚邀|敬请(?:参与|参加|报名|光临|莅临)"
    r"|均可(?:报名|参加|参与|投稿|申报|推荐)|请(?:于|在)[^。；\n]{0,40}(?:报名|投稿|提交|申报|发送|反馈|投票|填写|扫码|登录)"
    r"|(?:即日起|开始|启动)(?:接受)?(?:报名|征集|申报|招募|投票)"
    r"|请[^。；\n]{0,24}?(?:点击|扫码|扫描|登录|拨打)[^。；\n]{0,20}?(?:报名|投稿|提交|申报|申请|投票|填写|预约|参与|参加|领取)"
    r"|请[^。；\n]{0,24}?尽快(?:报名|提交|申请|申领|申报|办理|领取|缴费|缴纳|登记)|过期不候|先到先得|额满为止|免费(?:参加|领取|预约|发放)|可(?:自愿)?(?:报名|参加|领取)"
)
_TITLE = re.compile(
    rf"(?:{_THING}|意见建议|金点子|志愿者).{{0,12}}(?:公告|启事|通知|开始|启动|启幕|来啦|来了|邀请|方案|简章|啦|!|！)|"
    r"(?:申领|领取|领券|报名|参赛|参展|参会|投票|预约|申报|申请|投稿)指南(?:[(（]|$)|"
    r"邀请函|(?:报名|征集|征稿|投票|招募|预约)(?:[(（【]|$)|(?:征集|招募|征稿|征文|邀您|邀你|等你来|诚邀|快来|公开征求)"
)
_OVER_TITLE = re.compile(
    r"结果|名单|回顾|纪实|圆满|落幕|落下帷幕|揭晓|获奖|入围|中奖|总结|终止|取消|侧记|收官|采纳情况|反馈情况|情况的?(?:通报|反馈|说明|公示)|"
    r"成绩|中标|成交|录用|拟聘|已(?:结束|截止)|(?:^|[^未])公示(?!牌|栏)|闭幕|拍卖|采购|招标|磋商|比选|出让"
)
_OVER = re.compile(
    rf"(?:{_THING}|本次|该|此次|通道|现|均|状态)[^。；\n若如]{{0,12}}已(?:经)?(?:于[^。；\n]{{0,24}})?(?:圆满|顺利|正式|全部)?"
    r"(?:结束|截止|关闭|落幕|完成|停止|终止|取消|过期|下线)"
    r"|[(（【\[]?已(?:结束|截止|过期|归档|失效|关闭)[)）】\]]?(?=$|[\s。，,；\]】)）])"
    r"|(?:圆满|顺利)(?:结束|落幕|举办|举行|收官|完成|闭幕)|落下(?:了)?帷幕"
    r"|(?:征集|评选|投票|招募|调查|活动|听证会?|抽签|摇号|比赛|大赛|竞赛|评审)结果(?:现|已|如下|反馈如下|公布如下)|(?:获奖|入围|录取|中奖|拟录用)名单(?:现|已|如下|公布如下)"
    r"|现将[^。；\n]{0,40}(?:结果|名单|情况)[^。；\n]{0,12}(?:公布|公示|公告|反馈|通报)"
    r"|(?:历史|往期|归档|存档)(?:活动|页面|数据|信息)|本页面?(?:已)?(?:归档|存档)"
)
#: Future talk of an end: 报名结束后将统一……, 活动结束前
_ENDLESS = re.compile(
    rf"长期(?:有效|征集|招募|开展|接受|开放|受理)|常年(?:征集|招募|报名|受理|开放|开展|接受)|全年(?:接受|开放|受理)|不限时间|"
    rf"{_THING}[^,，。；\n]{{0,6}}(?:时间|期限|日期)?[:：为]? ?(?:长期|常年|不限|全年)"
)
#: A rule, not an activity.
_RULE_TITLE = re.compile(
    r"(?:办法|规定|细则|条例|规划|预案|(?<!申领)(?<!领取)(?<!领券)(?<!报名)(?<!参赛)(?<!参展)(?<!参会)(?<!投票)(?<!预约)(?<!申报)(?<!申请)(?<!投稿)指南|标准|制度|批复|决定|解读|规则)(?:[(（][^)）]*[)）])?(?:的通知)?$"
)


#: Titles that may call people to something, though only the page itself tells.
_MAY_CALL = re.compile(
    rf"{_THING}|听证|发放|消费券|补贴|开放日|培训班|夏令营|训练营|讲座|义诊|献血|推介会|招聘会|邀请|邀您|志愿|体验|征兵|应征|缴费|参保|参展|参赛|捐赠|捐献|倡议|献.{{0,2}}策|建言|演出|观影|展演|资格(?:复审|审查)"
)
#: Calls to those on a list: their day is the last one to take part, whoever may read them.
SUMMONS = re.compile(r"资格(?:复审|审查|复核)")
#: What was done, told as news.
_TOLD = re.compile(r"开展|举办|举行|召开|走进|助力|调研|组织|参加|赴|获")
_CALLS_BY_TITLE = re.compile(
    r"征集|征求|招募|征稿|征文|征兵|报名|招聘|招生|投票|评选|问卷|听证|邀请|提名|申领|领取|预约"
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Words that still invite. ``control``: a button, an entrance or a state such as 报名中, not only prose.

    ``plain``: the words call people to take part, whoever reads them; a title such as 活动的通知 may speak
    to the offices below.
    """

    words: str
    control: bool
    plain: bool = True


def may_call(title: str) -> bool:
    """True for titles whose page is worth opening to see whether it calls people to something."""
    if _OVER_TITLE.search(title):
        return False
    told = _TOLD.search(title) and not title.startswith("关于")
    return find_invitation(title, "") is not None or bool(_MAY_CALL.search(title) and not told)


def find_invitation(title: str, text: str) -> Invitation | None:
    """The words by which a page still invites to take part; None where it does not, or says it is over.

    A page that says 已结束, publishes results, looks back, or has no end (长期有效) does not invite.
    """
    if _OVER_TITLE.search(title) or _RULE_TITLE.search(title.strip()):
        return None
    if _OVER.search(text) or _ENDLESS.search(text):
        return None
    for pattern, source, control in (
        (_CONTROL, title, True),
        (_CONTROL, text, True),
        (_PROSE, title, False),
        (_PROSE, text, False),
        (_TITLE, title, False),
    ):
        match = pattern.search(source)
        if match:
            plain = pattern is not _TITLE or bool(_CALLS_BY_TITLE.search(title))
            plain = plain and not SUMMONS.search(title)
            return Invitation(match.group()[:60], control, plain)
    return None
