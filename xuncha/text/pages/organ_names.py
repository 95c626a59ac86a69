"""Names of public bodies and of their sites: full, short (简称), with and without 网站 or 中国."""

from __future__ import annotations

import re

_SITE_WORDS = re.compile(
    r"(?:官方)?(?:(?<!人民)政府)?(?:门户)?网站(?:群|平台|首页|集群)?$|(?:(?<!人民)政府|政务|公众|信息|公共)?(?:门户|信息)?网$|官网$|门户$|主站$|子站$|欢迎您?$|首页$"
)
_EDGE = re.compile(
    r"^(?:欢迎(?:访问|光临|来到)|中国[·•・\-—_ ]?(?=[\u4e00-\u9fff]{2})|中华人民共和国)|[“”\"'《》【】\[\]()（）·•・\s_—\-|]+"
)
_NATION = re.compile(
    r"(?:壮族|回族|维吾尔|藏族|苗族|彝族|蒙古族?|土家族|傣族|侗族|布依族|朝鲜族|哈萨克|满族|瑶族|白族|哈尼族|景颇族|羌族|黎族|畲族|柯尔克孜)*自治"
)
_LEVELS = re.compile(r"人民政府|[省市县区州旗盟]|特别行政|地区|新")
_ORGAN = re.compile(
    r"(?:局|委员会|管委会|委|办公室|办|厅|部|署|院|中心|政府|公署|支队|总队|站|所|馆|集团|协会|法院)$"
)


def core_name(name: str) -> str:
    """A name without the words of a site, without 中国 and quotation marks: 中国·宜春 → 宜春."""
    core = _EDGE.sub("", name.strip())
    for _ in range(3):
        shorter = _SITE_WORDS.sub("", core)
        if shorter == core or len(shorter) < 2:
            break
        core = shorter
    return core


def is_same_organ(first: str, second: str, region: str = "") -> bool:
    """True when two names may be of one body: equal, or one short for the other.

    A short name keeps the order of the characters of the full one (发改委 – 发展和改革委员会, 人社局 –
    人力资源和社会保障局); the place may be left out on one side. An office (办公室) of a body counts as the body.
    """
    one, other = core_name(first), core_name(second)
    if not one or not other or one == other:
        return True
    for left, right in ((one, other), (_bare(one, region), _bare(other, region)), (_root(one), _root(other))):
        if left and right and (_is_short_for(left, right) or _is_short_for(right, left)):
            return _same_business(one, other)
    return False


def names_another_organ(first: str, second: str, region: str = "") -> bool:
    """True when both names are plainly those of bodies, and not of one: 教育局 against 民政局."""
    one, other = core_name(first), core_name(second)
    return bool(_ORGAN.search(one) and _ORGAN.search(other)) and not is_same_organ(first, second, region)


def _root(name: str) -> str:
    """The name without 办公室 and other parts of the same body."""
    return re.sub(r"(?:人民政府)?(?:办公[室厅]|信息中心|政务服务和?(?:大数据|数据).{0,6}|办)$", "", name)


def _bare(name: str, region: str) -> str:
    """The business of a body without its place: 宜春市教育局 → 教育局."""
    without = name
    short = re.sub(r"[省市县区]$", "", region)
    for place in (region, short):
        if place and without.startswith(place):
            without = without[len(place) :]
            break
    match = re.match(
        r"[\u4e00-\u9fff]{2,12}?(?:自治[区州县旗]|[省市县区州旗盟])(?=[\u4e00-\u9fff]{2,})", without
    )
    return without[match.end() :] if match else re.sub(r"^[省市县区州]", "", without)


def _is_short_for(short: str, full: str) -> bool:
    """True when every character of ``short`` stands in ``full``, in the same order."""
    if len(short) < 2:
        return False
    at = 0
    for mark in short:
        at = full.find(mark, at) + 1
        if at == 0:
            return False
    return True


def _same_business(first: str, second: str) -> bool:
    """False when the places of the two names differ: 宜春市 against 萍乡市."""
    place_of = [_place(name) for name in (first, second)]
    if not all(place_of):
        return True
    one, other = place_of
    return one in other or other in one or first.find(other) >= 0 or second.find(one) >= 0


def _place(name: str) -> str:
    """The place a name opens with, without its level: 宜春市教育局 → 宜春."""
    match = re.match(r"([\u4e00-\u9fff]{2,8}?)(?:自治[区州县旗]|[省市县区州旗盟])", name)
    return _LEVELS.sub("", _NATION.sub("", match[1])) if match else ""
