"""Where links lead: strangers to a government page, and targets whose words are those of gambling or porn.

The words are short promotional ones of our own choosing. They say nothing about running text, where police
and courts write of the same things: use them for the words of links, for titles and for hidden nodes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from xuncha.text.pages.addresses import host_of


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Why a link's words or host look like gambling (赌博), porn (色情) or other illegal trade (黑产)."""

    kind: str
    word: str


#: Suffixes that public bodies alone can register, and well-known sites official pages link to.
_TRUSTED = frozenset(
    [
        "gov.cn",
        "xn--zfr164b",
        "政务",
        "xn--55qw42g",
        "公益",
        "edu.cn",
        "ac.cn",
        "mil.cn",
        "people.com.cn",
        "people.cn",
        "xinhuanet.com",
        "news.cn",
        "cctv.com",
        "cctv.cn",
        "cntv.cn",
        "chinanews.com",
        "chinanews.com.cn",
        "china.com.cn",
        "china.org.cn",
        "gmw.cn",
        "ce.cn",
        "youth.cn",
        "cnr.cn",
        "cri.cn",
        "chinadaily.com.cn",
        "qstheory.cn",
        "81.cn",
        "12371.cn",
        "12377.cn",
        "12321.cn",
        "12306.cn",
        "12339.cn",
        "conac.cn",
        "cnnic.cn",
        "weather.com.cn",
        "cma.cn",
        "tianqi.com",
        "tianditu.cn",
        "amap.com",
        "weibo.com",
        "weibo.cn",
        "qq.com",
        "gtimg.cn",
        "baidu.com",
        "bdstatic.com",
        "bdimg.com",
        "sina.com.cn",
        "sina.cn",
        "sinaimg.cn",
        "douyin.com",
        "toutiao.com",
        "kuaishou.com",
        "bilibili.com",
        "163.com",
        "sohu.com",
        "so.com",
        "sogou.com",
        "aliyun.com",
        "alicdn.com",
        "alipay.com",
        "jiathis.com",
        "bshare.cn",
        "cnzz.com",
        "51.la",
        "umeng.com",
        "google-analytics.com",
        "googletagmanager.com",
        "w3.org",
        "adobe.com",
        "microsoft.com",
        "mozilla.org",
        "apple.com",
        "google.cn",
        "kaipuyun.cn",
        "trs.com.cn",
        "hanweb.com",
        "ucap.com.cn",
        "10086.cn",
        "10010.com",
        "189.cn",
        "xuexi.cn",
        "cnki.net",
        "wanfangdata.com.cn",
        "unionpay.com",
        "icbc.com.cn",
        "pbc.gov.cn",
        "12388.gov.cn",
    ]
)
_SECOND_LEVEL = frozenset(["com", "net", "org", "gov", "edu", "ac", "mil", "co"]) | frozenset(
    [
        "bj",
        "sh",
        "tj",
        "cq",
        "he",
        "sx",
        "nm",
        "ln",
        "jl",
        "hl",
        "js",
        "zj",
        "ah",
        "fj",
        "jx",
        "sd",
        "ha",
        "hb",
        "hn",
        "gd",
        "gx",
        "hi",
        "sc",
        "gz",
        "yn",
        "xz",
        "sn",
        "gs",
        "qh",
        "nx",
        "xj",
        "tw",
        "hk",
        "mo",
    ]
)

_GAMBLING = re.compile(
    r"葡京(?!酒店|路)|博彩|赌场|赌城|赌球|买球(?:网|app|平台|官网)|百家乐|老虎机|时时彩|六合彩|赛车pk|pk10|pk拾|幸运飞艇|炸金花|真人荷官|真人视讯|真人娱乐|真人赌"
    r"|娱乐城|娱乐场(?!所|景|地)|娱乐(?:平台|官网|注册|登录|开户|网址)|(?:线上|在线|网络)(?:赌|投注|棋牌|彩票)|赌博(?:网|平台|app|注册|技巧)"
    r"|(?:体育|电竞|外围|足球|世界杯)(?:投注|下注|赌|竞猜平台)|外围(?:赌|盘口)|投注(?:平台|网|app|技巧|开户)|下注平台|滚球|(?:送|领|注册)彩金|彩金(?:免费|领取|\d)|(?:高额|日|洗码)返水|返水(?:最高|高达|\d)|首存(?:送|优惠|\d)"
    r"|棋牌(?:游戏)?(?:平台|下载|官网|app|注册|大厅)|电子游艺|捕鱼(?:平台|下载|游戏|app|机)|牛牛(?:平台|下载|棋牌)"
    r"|彩票(?:平台|app|注册|投注|代理|计划群|网址|开户|下载)|(?:快三|快3|十一选五|11选5|分分彩|腾讯分分)(?:平台|投注|计划|官网|app|注册|代理)"
    r"|皇冠(?:体育|足球|现金|新2|开户|官网|网址)|金沙(?:娱乐|赌|官网|平台|城中心)|威尼斯人(?:娱乐|官网|平台|赌|网址|在线|app)|永利(?:皇宫|娱乐|平台|官网)|银河(?:娱乐|国际平台|赌)|太阳城(?:娱乐|集团|平台|官网|赌|开户|注册|网址|app)"
    r"|bet365|365bet|188bet|betway|必威(?!胁|震)|(?:亚博|乐鱼)(?:体育|app|官网|平台|娱乐|vip|网页)|华体会(?!场|议|所|堂)|开云(?:体育|app|官网)|爱游戏(?:体育|app|官网)|九游会|米兰体育|万博(?:体育|manbetx)"
    r"|ag(?:真人|旗舰|亚游)|bg(?:真人|大游)|(?:pg|mg|cq9|pt)电子|凯发(?:k8|娱乐|官网)|云顶娱乐|龙虎斗|澳门(?:赌|威尼斯|新葡|银河|金沙|永利|开奖|正版)|香港(?:马会|开奖|挂牌)|特码(?!头|号)|(?:一|三|六)肖(?:中特|一码|\d)"
    r"|(?:星空|beplay|kk|kok|立博|沙巴|竞博|乐动|天博|博鱼|欧宝|雷火|半岛|火狐|hth|易游|大发|乐竞|体博|开云|爱游戏)(?:体育|电竞)(?:官网|官方|平台|app|下载|登录|注册|入口|网页版|手机版|全站|在线)|体育中国官方(?:网站|网址|入口|app)"
    r"|yabo|hg0088|(?:伟德|韦德)(?:国际|体育|亚洲|1946)|大发(?:快三|彩票|888|平台)|英皇娱乐(?:平台|官网|城|注册|开户)|银河(?:官网|注册|游戏城)|mg摆脱|麻将胡了|比分投注|德州扑克(?:线上|平台|app|下载|在线|现金)|(?:百人|抢庄)牛牛|斗地主(?:赢|提现|现金)"
    r"|腾讯分分彩|pc28|pc蛋蛋(?!糕)|(?:加拿大|幸运|台湾)28(?![岁日号人年个元天\d])|北京赛车(?:计划|投注|开奖|平台|官网|直播|技巧|群)"
    r"|新?澳门?(?:资料大全|今晚|天天彩|精准|内部资料|码报|彩资料|历史开奖)|(?:一|二|三|四|五|六|七|八|九|十)肖(?:一特|[一二三四五六七八九十]码|中特|期期准)|六合(?:宝典|图库|开奖)|六和彩|曾道人|救世报|白小姐(?:资料|中特|一码|开奖|图库|传密)|管家婆(?:一肖|一码|中特|期期准|资料大全)|马会(?:资料|开奖|传真)"
    r"|(?<![a-z0-9])(?:casino|baccarat|sportsbook|jackpot|betting|gambling|slot ?games?|online ?poker)(?![a-z])"
)
_PORN = re.compile(
    r"色情|情色|黄色(?:网站|视频|电影|小说|图片)|成人(?:电影|视频|网站|小说|片|色|直播|av|论坛|影院|在线|图片)|裸聊|裸体(?:视频|直播)"
    r"|一夜情|约炮|援交|三级片|(?:日本|欧美|亚洲|国产)(?:av|无码|色图|成人|情色)|av(?:在线|女优|片|视频|无码|天堂)|无码(?:视频|高清|在线|av|专区)"
    r"|(?:偷拍|国产)自拍|激情(?:视频|小说|裸|图区)|性爱(?!好|滋|护|心)|做爱(?!心|国|岗|民|党|家|护|校|牙|眼|农|军|老|幼)|黄片|外围女|上门(?:小姐|小妹|按摩|服务.{0,2}妹)|麻豆(?:传媒|视频)|草榴|福利姬|骚(?:逼|妇|女|货)|[肛乳]交|[口群]交(?=视频|图|片|网|小说|av)|肏|操逼|换妻|炮友|熟女|兽奸|迷奸|乱伦|淫(?:妇|荡|女|乱|妻|水|穴|虐|网)|叫床|潮吹|[巨爆]乳|欲女|裸(?:聊|照|女|模)|春药|包小姐|找小姐|招嫖|18禁|十八禁|伦理片|限制级(?:电影|片)|(?<![a-z])a片(?![区段场材剂])"
    r"|(?<!\d)91(?:视频|porn|自拍|在线视频|大神)|人妻(?:少妇|熟女|中文|诱惑|系列)|少妇(?:视频|精品|人妻|白洁)|色播|(?:免费|在线|深夜)看片|看片(?:app|神器|网站)|国产(?:精品(?:视频|久久|自拍|一区)|成人|偷拍)|久久(?:精品|综合)(?:视频|网|在线|一区)|亚洲(?:精品|综合)一区|免费(?:黄|a)片"
    r"|(?<![a-z0-9])(?:porn(?:hub|o|star)?s?|xxx ?(?:videos?|movies?|porn)|hentai|sex ?videos?|sexy ?girls?)(?![a-z])"
)
_TRADE = re.compile(
    r"传奇私服|私服发布|代开(?:发)?票|办(?:理)?假证|刻章办证|办证刻章|迷药|催情|蒙汗药|代孕(?:公司|中介|价格|机构|网)|高利贷平台"
    r"|枪支(?:弹药)?(?:出售|专卖|货到付款)|(?:气枪|猎枪|弓弩)(?:专卖|出售|货到付款|配件)"
)
_KINDS = (("赌博", _GAMBLING), ("色情", _PORN), ("黑产", _TRADE))
#: Official talk about the same things.
_OFFICIAL = re.compile(
    r"打击|查处|整治|严禁|禁止|抵制|拒绝|远离|防范|禁赌|反赌|治赌|戒赌|举报|警惕|警方|公安|民警|涉嫌|案件|专案|大案|案例|案情|涉案|博案|犯罪|违法|违规|危害|专项|扫黄|打非|净网|清朗"
    r"|福利彩票|体育彩票|福彩|体彩|管理中心|条例|规定|通告|曝光|警示|骗局|诈骗|陷阱|处罚|法院|判处|判决|缴获|捣毁|抓获|取缔|销毁|非法|清理整|治理|收缴|查扣|讲座|健康教育|预防|税务|illegal|crack ?down|combat|anti-"
)
_HOST_WORD = re.compile(
    r"bet365|365bet|188bet|casino|baccarat|bocai|caipiao|duchang|pujing|qipai|yulecheng|pk10|porn|xvideo|hentai|liuhecai|shishicai|betway|manbetx"
    r"|(?:^|[.\-])(?:\w{0,3}bet|ag|xpj|hg|vip|cp|pj|js|yh|ylg|vns|tyc|amjs|kf|k8|bc|lhc|ssc)-?\d{3,}(?=[.\-]|$)"
    r"|(?:^|[.\-])\d{3,}(?:bet|vip|cp|xpj|cai|bo|lhc|ssc)(?=[.\-]|$)|(?:^|[.\-])(?:sex|xxx|av)\d*(?=[.\-]|$)"
)
_TRADITIONAL = str.maketrans("賭場娛樂網電視頻遊戲龍鬥國產無碼馬會開獎體註冊葉銀澳門彩遊發聊黃飛車贏錢紅", "赌场娱乐网电视频游戏龙斗国产无码马会开奖体注册叶银澳门彩游发聊黄飞车赢钱红")  # fmt: skip
#: Marks put between the characters of a word so that no filter finds it.
_BETWEEN = re.compile(
    r"(?<=[\u4e00-\u9fff])[\s\u200b-\u200f\u2060\ufeff·•・．.\-_|丨*★☆+~/\\,，、【】()（）]{1,3}(?=[\u4e00-\u9fff])"
)


def plain_words(text: str) -> str:
    """Text as the word lists expect it: width, case, traditional characters and marks in between made one."""
    folded = unicodedata.normalize("NFKC", text).lower().translate(_TRADITIONAL)
    return _BETWEEN.sub("", folded)


def suspicious_words(text: str) -> tuple[Suspicion, ...]:
    """Every gambling, porn or illegal-trade word, each once; none where the text speaks of fighting them."""
    words = plain_words(text)
    if _OFFICIAL.search(words):
        return ()
    found: dict[str, Suspicion] = {}
    for kind, pattern in _KINDS:
        for match in pattern.finditer(words):
            found.setdefault(match.group(), Suspicion(kind, match.group()))
    return tuple(found.values())


def fights_it(text: str) -> bool:
    """Whether a text speaks of fighting gambling, porn and the like, where their words are no promotion."""
    return bool(_OFFICIAL.search(plain_words(text)))


def suspicious_target(host: str, words: str, listed: Iterable[str] = ()) -> Suspicion | None:
    """Whether a link's target looks illegal, by the words of the link and by its host; None where not.

    ``listed`` are illegal hosts the office knows of; one matches itself and the hosts below it, never a
    host that merely ends in the same letters.
    """
    found = suspicious_words(words)
    if found:
        return found[0]
    host = host.lower().rstrip(".")
    if is_trusted(host):
        return None
    for bad in listed:
        if is_under(host, bad):
            return Suspicion("列入名单", bad)
    match = _HOST_WORD.search(host)
    return Suspicion("赌博或色情", match.group().strip(".-")) if match else None


def is_under(host: str, suffix: str) -> bool:
    """True for the same host or one below it."""
    suffix = suffix.lower().strip().strip(".")
    return bool(suffix) and (host == suffix or host.endswith("." + suffix))


def is_trusted(host: str) -> bool:
    """True for hosts of public bodies and well-known sites that official pages link to."""
    labels = host.lower().rstrip(".").split(".")
    return any(".".join(labels[start:]) in _TRUSTED for start in range(len(labels)))


def registered_domain(host: str) -> str:
    """The part of a host that one owner registers, by the customs of .cn and two-part endings."""
    labels = host.lower().rstrip(".").split(".")
    if len(labels) <= 2 or labels[-1].isdigit():
        return host.lower()
    keep = 3 if labels[-2] in _SECOND_LEVEL and len(labels[-1]) == 2 else 2
    return ".".join(labels[-keep:])


def is_outward(url: str, home: str) -> bool:
    """True when a link leaves the registered domain of the page for a host that is not trusted."""
    host = host_of(url)
    return bool(host) and not is_trusted(host) and registered_domain(host) != registered_domain(host_of(home))
