"""Every fault built into the province, and the verdict each target must get for the planted codes without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from xuncha.demo.media import ACCOUNT_PLOTS, build_accounts
from xuncha.demo.model import Planted
from xuncha.demo.roster import ROSTER, site_of
from xuncha.facts.targets import RunState

#: The codes the list below is complete for: nothing else in the province may be hit for them.
PLANTED_CODES = (
    *("W101", "W103", "W104", "W105", "A101", "A103", "A105"),
    *("W201", "W301", "W401", "W402", "W403", "W501", "W502", "W601", "W602", "A201", "A202", "A301"),
    *("N101", "N102", "N103", "N104", "N105", "N106", "N107", "N108", "N109", "N110"),
)
#: Of those, the ones that decide a verdict.
VETO_CODES = frozenset(code for code in PLANTED_CODES if not code.startswith("N"))

#: Plots that put a healthy thing where only a browser can read it: a doubt without one, nothing with one.
READ_BY_A_BROWSER = frozenset({"w403_four_and_script", "w602_script"})

_HIT, _DOUBT = "hit", "doubt"

_BY_SITE_PLOT: dict[str, tuple[tuple[str, str, str], ...]] = {
    "w101_formulas": (("W101", _DOUBT, "两篇稿件分别写作“扫黑险恶”“人类命运共国体”"),),
    "w101_organs": (("W101", _DOUBT, "稿件写作“国务院办公庁”，标题写作“人名政府”"),),
    "n110_everyday": (("N110", _DOUBT, "稿件写作“进展顺力”“竣功”"),),
    "w201_seven": (("W201", _HIT, "140 次访问中 7 次打不开，恰为 5%"),),
    "w201_invalid": (("W201", _DOUBT, "有两天各只有 15 次有效访问"),),
    "w301_stale": (("W301", _HIT, "首页最新信息为 2025-06-09"),),
    "w401_five_listed": (("W401", _HIT, "3 个动态栏目超过 2 周、2 个公告政策栏目超过 6 个月"),),
    "w401_five_discovered": (("W401", _HIT, "3 个动态栏目超过 2 周、2 个公告政策栏目超过 6 个月"),),
    "w401_four_and_refused": (("W401", _DOUBT, "4 个栏目逾期，另有 1 个动态栏目返回 403"),),
    "w402_ten": (
        ("W402", _HIT, "10 个应更新栏目超过各自期限"),
        ("N107", _HIT, "同一批 10 个应更新栏目"),
    ),
    "w402_nine": (("N107", _HIT, "9 个应更新栏目超过各自期限，不足 10 个"),),
    "w403_five": (("W403", _HIT, "5 个空白栏目，其中 2 个只写“暂无数据”"),),
    "w403_four_and_script": (("W403", _DOUBT, "4 个空白栏目，另有 1 个由脚本加载"),),
    "n101_repeated": (("N101", _HIT, "“工作动态”中同一篇文章以两个日期发布了两次"),),
    "n102_blank": (("N102", _HIT, "首页图片新闻区块和栏目都没有内容"),),
    "n103_not_found": (("N103", _HIT, "导航中的“基层政务公开”返回 404"),),
    "n103_gone": (("N103", _HIT, "导航中的“数字展厅”返回 410"),),
    "n103_server_error": (("N103", _HIT, "导航中的“非遗名录”返回 500"),),
    "n105_leaked": (("N105", _HIT, "公开的来信中有完整的身份证号和手机号"),),
    "n106_expired": (("N106", _HIT, "首页的招募公告报名早已截止，仍写着“报名正在进行中”"),),
    "n107_stopped_notices": (("N107", _HIT, "“通知公告”最新信息为 2024-03-12"),),
    "n104_old_letters": (("N104", _HIT, "最近一次答复为 2024-12-20，超过 6 个月"),),
    "w501_petition_alone": (("W501", _HIT, "只有网上信访和纪检举报，没有咨询建言渠道"),),
    "w502_open": (("W502", _HIT, "2025-02-18 的来信至今“办理中”"),),
    "w502_open_in_data": (("W502", _HIT, "由脚本加载的来信中，2025-01-22 的一条至今未答复"),),
    "w502_answered_late": (("W502", _HIT, "2024-12-03 的来信到 2025-04-21 才答复"),),
    "w601_none": (("W601", _HIT, "没有办事指南，也没有政务服务网入口"),),
    "w602_lacking": (("W602", _HIT, "6 个事项中有 5 个缺失 4 类要素"),),
    "w602_few_lacking": (("W602", _HIT, "一共 2 个事项，都缺失 4 类要素"),),
    "w602_script": (("W602", _DOUBT, "5 个事项的要素由脚本填充，未能读取"),),
    "n109_dead_article": (("N109", _HIT, "“工作动态”中的一篇文章返回 404"),),
    "n109_dead_attachment": (("N109", _HIT, "一份通知的附件返回 404"),),
    "n109_dead_external": (
        ("N109", _HIT, "首页链接到另一网站的页面，返回 404"),
        ("N109", _DOUBT, "首页链接到名录以外的旧网站，演练时不能断定它是否失效"),
    ),
}
_BY_ACCOUNT_PLOT: dict[str, tuple[tuple[str, str, str], ...]] = {
    "one_second_late": (("A201", _HIT, "最近一次发布为 2025-06-11 09:59:59，比界限早 1 秒"),),
    "silent_for_weeks": (("A201", _HIT, "最近一次发布在一个月以前"),),
    "silent_but_future_post": (("A201", _HIT, "最近一次发布在一个月以前，另有一条日期在监测时间点之后"),),
    "no_posts": (
        *((code, _DOUBT, "导出数据中没有该账号的记录") for code in ("A101", "A103", "A105", "A201")),
        ("N107", _DOUBT, "没有记录写明栏目的更新情况"),
    ),
    "menu_broken": (("N108", _HIT, "菜单“办事服务”点击后提示页面不存在"),),
    "app_gone": (("A202", _HIT, "两次检查都不能从应用市场下载"),),
    "app_failed_once": (("A202", _DOUBT, "只检查到一次不能下载，没有复查"),),
    "formula_slip": (("A101", _DOUBT, "发布内容写作“扫黑险恶”"),),
    "organ_slip": (("A101", _DOUBT, "发布内容写作“人名政府”"),),
    "column_stopped": (("N107", _HIT, "合集“政策文件”最近一次发布为 2024-03-18"),),
    "menu_page_stopped": (("N107", _HIT, "菜单“公示公告”中的最新内容为 2023-12-06"),),
    "nothing_interactive": (("A301", _HIT, "没有菜单、小程序和私信，评论已关闭"),),
}


def _planted() -> tuple[Planted, ...]:
    on_sites = (
        Planted(site_of(entry, serial).site_code, *fault, entry.plot in READ_BY_A_BROWSER)
        for serial, entry in enumerate(ROSTER, start=1)
        for fault in _BY_SITE_PLOT.get(entry.plot, ())
    )
    on_accounts = (
        Planted(account_id, *fault)
        for account_id, plot in ACCOUNT_PLOTS.items()
        for fault in _BY_ACCOUNT_PLOT.get(plot, ())
    )
    return (*on_sites, *on_accounts)


def _expected() -> dict[str, str]:
    """A hit fails the target; without one, a doubt leaves it unknown."""
    running = [
        site_of(entry, serial).site_code
        for serial, entry in enumerate(ROSTER, start=1)
        if entry.state is RunState.RUNNING
    ]
    running += [account.account_id for account in build_accounts() if account.state is RunState.RUNNING]
    outcomes = dict.fromkeys(running, "pass")
    for fault in PLANTED:
        if fault.code in VETO_CODES and outcomes[fault.target_id] != "fail":
            outcomes[fault.target_id] = "fail" if fault.outcome == _HIT else "unknown"
    return outcomes


PLANTED: tuple[Planted, ...] = _planted()
#: pass, fail or unknown for each running site and account when exactly PLANTED_CODES are judged.
EXPECTED_OUTCOMES: Mapping[str, str] = MappingProxyType(_expected())
