"""What kind of column a name or a ColumnType tag means. A name that says nothing stays untyped."""

from __future__ import annotations

import re

from xuncha.facts.targets import ColumnKind

#: Checked in this order: the first pattern that fits decides.
_BY_NAME = (
    (ColumnKind.STATIC, re.compile(r"专题|专栏|历史|往期|归档|存档|回顾|网站地图|关于我们|联系|版权|帮助|使用说明|隐私|概况|简介|介绍|职能|职责|机构设置|内设机构|领导(?!信箱|留言|活动|讲话|接访|关注|批示)|班子|分工|走进|指南$(?<!办事指南)(?<!服务指南)|信息公开(?:指南|目录|制度)|依申请公开|监督保障")),
    (ColumnKind.PICTURE_NEWS, re.compile(r"图片(?:新闻|要闻|报道|资讯)|图说|影像|摄影")),
    (ColumnKind.CONSULTATION, re.compile(r"咨询|建言|留言|信箱|投诉|互动|来信|问答|征集|调查|访谈|我要|网上信访|举报|12345|领导留言|意见建议")),
    (ColumnKind.GUIDE, re.compile(r"办事|服务指南|事项|审批|便民|服务大厅|政务服务|在线服务|表格下载|下载")),
    (ColumnKind.SHOULD_UPDATE, re.compile(r"解读|回应|人事|任免|招考|招聘|录用|规划|计划|统计|数据|财政|预算|决算|资金|招标|采购|建议提案|议案|督查|应急|年报|年度报告|报表|公报|双公开|行政(?:许可|处罚|执法)|重点领域|项目|收费|价格")),
    (ColumnKind.POLICY, re.compile(r"政策(?!咨询|问答|图解|解读|宣传|兑现)|法规|规章|规范性文件|文件(?!柜|传输)|政府令")),
    (ColumnKind.NOTICE, re.compile(r"通知|公告|公示|通告|公开公示")),
    (ColumnKind.NEWS, re.compile(r"动态|要闻|新闻(?!发布|中心$)|快讯|(?:政务|时政|新闻)资讯|信息快报|工作(?:进展|信息|简报)|时政|今日|头条|播报|部门信息|政务信息|(?:镇|街|区|县|市|基层|地方)(?:情|讯)$")),
)  # fmt: skip

_BY_COLUMN_TYPE = {
    "工作动态": ColumnKind.NEWS,
    "政务动态": ColumnKind.NEWS,
    "动态要闻": ColumnKind.NEWS,
    "要闻动态": ColumnKind.NEWS,
    "通知公告": ColumnKind.NOTICE,
    "公告公示": ColumnKind.NOTICE,
    "政策文件": ColumnKind.POLICY,
    "概况信息": ColumnKind.STATIC,
    "机构职能": ColumnKind.STATIC,
    "负责人信息": ColumnKind.STATIC,
    "领导信息": ColumnKind.STATIC,
    "信息公开指南": ColumnKind.STATIC,
    "信息公开目录": ColumnKind.STATIC,
    "依申请公开": ColumnKind.STATIC,
    "信息公开年报": ColumnKind.SHOULD_UPDATE,
    "数据发布": ColumnKind.SHOULD_UPDATE,
    "数据开放": ColumnKind.SHOULD_UPDATE,
    "政策解读": ColumnKind.SHOULD_UPDATE,
    "回应关切": ColumnKind.SHOULD_UPDATE,
    "办事服务": ColumnKind.GUIDE,
    "咨询投诉": ColumnKind.CONSULTATION,
    "征集调查": ColumnKind.CONSULTATION,
    "在线访谈": ColumnKind.CONSULTATION,
    "图片新闻": ColumnKind.PICTURE_NEWS,
}


def kind_by_name(name: str) -> ColumnKind:
    """The kind a column's name means, ``UNTYPED`` when it says nothing certain."""
    for kind, pattern in _BY_NAME:
        if pattern.search(name):
            return kind
    return ColumnKind.UNTYPED


def kind_by_column_type(value: str) -> ColumnKind | None:
    """The kind of a ColumnType tag of the guide (国办发〔2017〕47号), None for values it does not fix."""
    for part in re.split(r"[,，;；、|/\s]+", value):
        if part in _BY_COLUMN_TYPE:
            return _BY_COLUMN_TYPE[part]
    return None
