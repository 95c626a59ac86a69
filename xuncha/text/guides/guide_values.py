"""Whether what stands beside a label of a service guide is a value, or only fills the place."""

from __future__ import annotations

import re

from xuncha.text.guides.guide_labels import GuideElement

#: Words that say nothing, alone in the place of a value.
_NOTHING = re.compile(
    r"(?:无|没有|暂无|暂时没有|尚无|略|空|空白|否|不详|未知|未填写?|未填报|未公开|未录入|待定|待补充|待完善|待更新|待公布|待录入|待填"
    r"|暂未(?:公布|提供|填写|录入|开通)|正在(?:更新|完善|建设|录入)中?|更新中|建设中|完善中|加载中|暂缺|缺|同上|如下|具体如下"
    r"|详|见|null|none|undefined|nan|na|x|×|test|暂无(?:数据|信息|内容|相关.{0,4})|无(?:数据|信息|内容|相关.{0,4}))*",
    re.I,
)
_FILLERS = re.compile(r"[\s\-—–_－/\\|·.。，,；;:：、…*#※？?！!（）()【】\[\]<>《》“”\"']+")
#: Words that send the reader elsewhere. With a link they lead there; without one they tell nothing.
_POINTS = re.compile(
    r"(?:具体|详细|更多)?(?:内容|信息|情况|要求|材料|流程|依据|条件|清单|地址|时间|电话|办理|具体|参见)*(?:请)?(?:详见|参见|请见|见|参阅|参照|参考|查看|查阅|浏览|请查看|请查阅|请点击|点击|请登录|登录|下载|请下载)"
    r"(?:查看|下载|此处|这里|链接)*"
    r"(?P<where>(?:本|该|有关|相关|法律|法规|规章|规定|政策|以下|下方|上方|下列|右侧|左侧|文末|附后|后附|网站|网页|网|页面|链接|办事|服务|指南|附件|附表|附图|表格|文件|通知|公告|公示|栏目|内容|详情|信息|全文|原文|正文|下载|清单|材料|流程|图|表|下|上|后|更多|[一二三四五六七八九十\d]|栏|区|各|窗口|大厅|中心|政务|平台|官网|省|市|县|厅|局|门户|现场|公示栏|要求|为准|以|点|里|中|的|、|，|：|:|。|\s|（|）|\(|\)|“|”)*)"
)
#: Words that leave it to somebody else, now or later: 以窗口公布为准, 按有关规定执行.
_LEFT_OPEN = re.compile(
    r"(?:具体|请|最终|一律|均|均以|应)?以[^，。；0-9《]{0,12}为准|(?:具体|请|均|一律)?(?:按照?|依照?|依据|根据|遵照)(?:国家|省|市|县|本地|当地|现行|有关|相关|法律|法规|政策|文件|规定|上级|要求|的|和|及|、)+(?:办理|执行|提供|提交|准备)?"
)
_LONGEST_POINTER = 40
#: The head of a list of materials, when nothing stands below it.
_ONLY_HEADS = re.compile(
    r"(?:序号|材料|资料|名称|类型|类别|份数|数量|来源|渠道|要求|形式|必要性|备注|说明|介质|样本|空表|样表|操作|填报须知|\s){1,40}"
)
_QUOTED = re.compile(r"《[^》]{3,}》|〔\d{4}〕|第[一二三四五六七八九十百\d]+条")
_DIGITS = re.compile(r"\d[\d\-—－–\s()（）转]{1,}\d|\d{3,}")
_DATE = re.compile(r"\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_TIME = re.compile(
    r"\d{1,2}\s*[:：点时]|工作日|周[一二三四五六日天]|星期|上午|下午|全天|节假日|小时|每[天日周月]|[至到~-]\s*\d{1,2}\s*[:：点]"
)
_PLACE = re.compile(
    r"[路街道巷弄号楼层室厅栋座幢镇村区县市]|窗口|大厅|中心|大楼|大院|站|所|局|办公室|柜台|园|网"
)
_NUMBER_ONLY = re.compile(r"[\d\s.、]*")


def is_value(
    element: GuideElement, text: str, links: tuple[str, ...], pictures: tuple[str, ...], *, shared: bool
) -> bool:
    """True when a place holds a value of the element.

    Placeholders (无, ——, 略) never are; 见附件 only with a link; a picture or link alone is one. ``shared``:
    the label names several elements, so the text must show this one.
    """
    plain = _FILLERS.sub("", text)
    if _NOTHING.fullmatch(plain) and not (links and re.search("见", plain)):
        return not plain and bool(links or pictures)
    pointing = len(text) <= _LONGEST_POINTER and _POINTS.fullmatch(text.strip())
    if pointing and not _QUOTED.search(text):
        return bool(links or pictures)
    if _LEFT_OPEN.fullmatch(text.strip(" 。.；;")):
        return bool(links or pictures)
    return _suits(element, text, bool(links or pictures), shared=shared)


def _suits(element: GuideElement, text: str, beside: bool, *, shared: bool) -> bool:
    """Whether words that say something can be a value of this element."""
    if element is GuideElement.PHONE:
        return beside or bool(_DIGITS.search(_DATE.sub(" ", text)))
    if element is GuideElement.TIME:
        only_date = not _FILLERS.sub("", _DATE.sub("", text, count=1))
        return bool(_TIME.search(text)) if shared else not only_date
    if element is GuideElement.PLACE and shared:
        return bool(_PLACE.search(text))
    if element is GuideElement.MATERIALS and not beside and _ONLY_HEADS.fullmatch(text):
        return False
    if element in (GuideElement.NAME, GuideElement.BASIS):
        return not _NUMBER_ONLY.fullmatch(text)
    return True
