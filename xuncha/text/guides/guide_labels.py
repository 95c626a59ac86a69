"""What the labels of a service guide (办事指南) mean: the eight element classes and their usual names.

Source: 国办秘函〔2019〕19号 附件1, 服务不实用: 事项名称、设定依据、申请条件、办理材料、办理地点、办理时间、
联系电话、办理流程.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class GuideElement(StrEnum):
    """重点要素类别 of a service guide, in the order of the rule."""

    NAME = "事项名称"
    BASIS = "设定依据"
    CONDITIONS = "申请条件"
    MATERIALS = "办理材料"
    PLACE = "办理地点"
    TIME = "办理时间"
    PHONE = "联系电话"
    PROCESS = "办理流程"


_E = GuideElement

_DO = (
    r"(?:办理|办公|受理|申请|申办|申报|申领|办事|服务|业务|窗口|现场|线下|网上|线上|网办|审批|许可|审核|审查"
    r"|登记|备案|政务|行政|实施|事项|项目|经办|接件|收件|提交|递交|接待|对外|大厅|部门|单位|机构|本|具体|主要|基本|相关|其他|法定)"
)
_NEEDED = r"(?:所需要?|需要?|应当?|须|必须|需?提供|需?提交|应提交|需?准备|报送|申报|送审|要件|上报|要)"

_PATTERNS: tuple[tuple[GuideElement, re.Pattern[str]], ...] = (
    (_E.NAME, re.compile(
        rf"(?:{_DO}|政务服务|公共服务|权力|职权|主项|子项|实施清单)*(?:事项|项目|业务|服务|主项|子项|权力|职权|办理项|清单)的?名称"
        rf"|(?:{_DO}|政务服务|公共服务|权力|职权)*(?:事项|项目)|办什么|办理项")),
    (_E.BASIS, re.compile(
        rf"(?:{_DO}|设定|设立|法律|法规|规章|政策|文件|执法|行使|和|及)*的?依据(?:文件|名称|文件名称|内容)?|政策法规|法律法规(?:规定)?|依据是什么|凭什么办")),
    (_E.CONDITIONS, re.compile(
        rf"(?:{_DO}|准入|准予|批准|予以|享受|领取|资格|报名|许可|申请人)*(?:应当?|须|需|必须|所需|应)?(?:具备|符合|满足)?的?条件(?:要求)?"
        r"|(?:申请|申报|申领|申请人|办理)(?:人的?)?(?:资格|资质)(?:要求)?|谁(?:可以|能)办(?:理)?|哪些人(?:可以|能)办(?:理)?|需要什么条件")),
    (_E.MATERIALS, re.compile(
        rf"(?:{_DO}|{_NEEDED})*的?(?:申请|证明|文件|书面)?(?:材料|资料|要件|文书|证件)(?:清单|目录|列表|名称|明细|要求|一览表?|信息)?"
        r"|(?:要|需要?|需要带|需要准备|需要提交|带|准备)(?:哪些|什么)(?:材料|资料|东西)|材料")),
    (_E.PLACE, re.compile(
        rf"(?:{_DO}|咨询|联系|通[讯信]|邮寄|材料提交|窗口所在)*的?(?:地点|地址|场所|位置)(?:名称|信息)?|(?:办理|受理|办事|服务|实体)(?:窗口|大厅)(?:地址|地点|位置)?"
        r"|(?:在|去|到)哪(?:里|儿)?(?:办|办理|去办)")),
    (_E.TIME, re.compile(
        rf"(?:{_DO}|工作|上班|上下班|开放|咨询|作息)*的?时间(?:安排|段)?|什么时(?:间|候)(?:可以|能)?办(?:理)?|何时办(?:理)?")),
    (_E.PHONE, re.compile(
        rf"(?:{_DO}|联系|咨询|热线|值班|查询|服务|监督|投诉|举报|人)*(?:电话|热线|联系方式|联系方法)(?:号码)?|(?:{_DO}|联系|咨询)+(?:方式|途径|渠道|号码)"
        r"|(?:业务|办理|服务|政策)?咨询(?:服务|信息)?|电话(?:是)?多少|咨询谁")),
    (_E.PROCESS, re.compile(
        rf"(?:{_DO}|工作|运行|权力运行|外部|内部|网上|网下|线下)*的?(?:流程|程序|步骤|环节|过程)(?:图|图示|说明|图解|指引|介绍|描述|信息)?"
        r"|(?:怎么|如何|怎样)(?:办理|办|申请)|流程图")),
)  # fmt: skip
#: Words that must not stand in a label of the element.
_NEVER = {
    _E.BASIS: re.compile(r"收费|处罚|监督"),
    _E.MATERIALS: re.compile(r"结果|宣传"),
    _E.PLACE: re.compile(r"网上|线上|网办|网址|网站|邮箱"),
    _E.PHONE: re.compile(r"(?:监督|投诉|举报)"),
    _E.PROCESS: re.compile(r"救济|监督|投诉"),
}
#: A number for complaints is the contact as well only where it says so.
_CONTACT = re.compile(r"联系|咨询|服务")

_OTHER = re.compile(
    r"(?:事项|项目|权力|职权|服务|办件|办理|审批|许可|证照|结果|实施主体|主体|单位)?(?:类型|类别|性质|属性|编码|代码|编号|版本|状态|层级|来源)"
    r"|备注|说明|注意事项|温馨提示|特别提示|其他(?:事项|说明|信息)?|常见问题(?:解答)?|基本信息|办理信息|受理信息|基本情况"
    r"|(?:实施|办理|受理|责任|决定|主管|承办|审批|行使|牵头|配合|联办|委托)(?:主体|机关|机构|单位|部门|处室|科室|层级)(?:名称|性质|权限)?|联办机构|权力来源|行使内容"
    r"|(?:服务|办理|申请|适用|面向|受理)(?:对象|范围)|申请人|申请主体|适用对象|行政相对人|通办范围|权限划分"
    r"|(?:办理|办结|法定|承诺|审批|受理|服务|公开)(?:办结|办理|审批)?(?:时限|期限|工作日|时效)(?:说明)?|时限|有效期限?|年审年检"
    r"|(?:是否)?收费(?:标准|依据|项目|情况|方式|信息)*(?:及依据|和依据|及标准|和标准)?|收费|缴费(?:方式|信息)?|费用|是否.{1,14}"
    r"|(?:办理|审批|审查|送达|受理|申请|服务)(?:结果|方式|形式|标准|渠道|时效)|(?:结果|证件|证照)(?:名称|样本|送达(?:方式)?|领取(?:方式|地点)?)|办理深度|网办深度|到(?:办事)?现场(?:办理)?次数|跑动次数"
    r"|(?:网上|在线|线上)(?:办理|申请|办事|申报)(?:地址|网址|链接|入口|方式)?|办理入口|网址|网站|(?:电子)?邮箱|邮政编码|邮编|交通(?:指引|路线|方式)?|公交路线"
    r"|(?:监督|投诉|举报)(?:监督|投诉|举报|和|及)*(?:电话|方式|渠道|热线|途径|地址|部门|机构)?|(?:行政)?(?:复议|诉讼|救济)(?:或诉讼|和诉讼|途径|渠道)?(?:与诉讼)?|法律救济|权利(?:和|与)?义务|申请人权利(?:和|与)?义务"
    r"|(?:表格|样表|附件|文件|资料|空表|范本|示例)(?:样表|下载|样本|范本)*|下载(?:专区|中心)?|示范文本|数量限制|禁止性要求|禁止(?:情形|性条件)|不予(?:受理|批准)(?:情形|条件)?|年检要求|中介服务|特殊环节|联系人|责任人|经办人|发布时间|发布日期|更新时间|来源|所属(?:部门|地区|行业)"
)

_CONNECTED = re.compile(r"[、,，/&＆和与及+]+|以及")
#: 时间地点 written without a connection.
_TOUCHING = re.compile(
    r"(?<=时间|地点|地址|电话)(?=(?:办理|办公|受理|联系|咨询|服务)?(?:时间|地点|地址|电话|联系方式))"
)
_ASIDE = re.compile(r"[（(\[【].*?[)）\]】]")

_NONE: frozenset[GuideElement] = frozenset()


@lru_cache(maxsize=4096)
def guide_label(label: str) -> frozenset[GuideElement] | None:
    """The element classes a label names; the empty set for another label of guides; None for no label.

    办理地点、时间 names two. 监督电话 names none: a line for complaints is not the contact.
    """
    plain = _ASIDE.sub("", label).strip("“”\"' ").removesuffix("如下").removesuffix("是")
    if not 2 <= len(plain) <= 18:
        return None
    whole = _one(plain)
    if whole is not None:
        return frozenset({whole})
    if _OTHER.fullmatch(plain):
        return _NONE
    parts = [part for part in _CONNECTED.split(_TOUCHING.sub("、", plain)) if part]
    if not 2 <= len(parts) <= 4:
        return None
    found = [_part(part, parts) for part in parts]
    if any(one is None and not _OTHER.fullmatch(part) for one, part in zip(found, parts, strict=True)):
        return None
    return frozenset(one for one in found if one is not None)


def _one(label: str) -> GuideElement | None:
    for element, pattern in _PATTERNS:
        if not pattern.fullmatch(label):
            continue
        never = _NEVER.get(element)
        if never is None or not never.search(label):
            return element
        if element is GuideElement.PHONE and _CONTACT.search(label):
            return element
    return None


def _part(part: str, parts: list[str]) -> GuideElement | None:
    """One part of a connected label; 咨询、投诉电话 shares its last word."""
    if part in ("咨询", "联系") or (part in ("监督", "投诉") and _CONTACT.search(parts[0])):
        return GuideElement.PHONE
    return _one(part)
