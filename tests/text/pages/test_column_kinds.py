"""What real column names mean."""

from __future__ import annotations

import pytest

from xuncha.facts.targets import ColumnKind
from xuncha.text.pages.column_kinds import kind_by_column_type, kind_by_name

NAMES = {
    ColumnKind.NEWS: "政务要闻 今日清河 部门动态 镇街动态 国务院要闻 工作动态 区县动态 镇街快讯 工作简报 党建动态",
    ColumnKind.NOTICE: "通知公告 公示公告 公告栏 任前公示 公示公开 拟任职公示",
    ColumnKind.POLICY: "政策文件 规范性文件 法规文件 县政府文件 政策法规 规章",
    ColumnKind.SHOULD_UPDATE: "政策解读 人事任免 财政预决算 信息公开年报 回应关切 统计数据 政府采购 规划计划 行政处罚结果",
    ColumnKind.CONSULTATION: "县长信箱 领导信箱 网上调查 意见征集 在线访谈 咨询投诉 来信选登 互动交流",
    ColumnKind.GUIDE: "办事指南 网上办事 便民服务 政务服务 表格下载",
    ColumnKind.PICTURE_NEWS: "图片新闻 图片要闻 图说清河",
    ColumnKind.STATIC: "领导之窗 机构职能 专题专栏 历史专题 信息公开指南 走进清河 清河概况 联系我们 内设机构 信息公开制度",
    ColumnKind.UNTYPED: "政务公开 信息公开 招商引资 媒体聚焦 领导活动 领导讲话 新闻发布会 常见问题 政府会议",
}


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for kind, names in NAMES.items() for name in names.split()]
)
def test_the_kind_a_name_means(name: str, kind: ColumnKind) -> None:
    assert kind_by_name(name) is kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("工作动态", ColumnKind.NEWS),
        ("概况信息", ColumnKind.STATIC),
        ("其他;政策解读", ColumnKind.SHOULD_UPDATE),
        ("图片新闻，要闻动态", ColumnKind.PICTURE_NEWS),
        ("普通栏目", None),
        ("", None),
    ],
)
def test_the_kind_a_tag_means(value: str, kind: ColumnKind | None) -> None:
    assert kind_by_column_type(value) is kind
