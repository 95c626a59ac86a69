"""Where links lead: trusted hosts, owners of hosts, and words of gambling and porn."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from xuncha.text.tampering.link_targets import (
    is_outward,
    is_trusted,
    is_under,
    registered_domain,
    suspicious_target,
    suspicious_words,
)

WORDING = Path(__file__).parents[3] / ".." / "shared" / "data" / "wording"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("澳门新葡京娱乐官网", "赌博"),
        ("线 上 赌 场", "赌博"),
        ("博·彩公司排名", "赌博"),
        ("ＢＥＴ３６５备用网址", "赌博"),
        ("賭場開戶", "赌博"),
        ("看Casino大全", "赌博"),
        ("北京赛车PK10计划", "赌博"),
        ("成人电影", "色情"),
        ("同城一夜情", "色情"),
        ("三级片在线", "色情"),
        *(
            (words, "赌博")
            for words in (
                "星空体育官网入口",
                "某某体育（中国）官方网站",
                "伟德国际",
                "大发快三计划",
                "腾讯分分彩",
                "加拿大28走势",
            )
        ),
        *(
            (words, "赌博")
            for words in (
                "新澳门今晚必开一肖一特",
                "三肖三码期期准",
                "六合宝典",
                "白小姐中特",
                "百人牛牛",
                "德州扑克平台",
                "yabo登录",
            )
        ),
        *((words, "色情") for words in ("91视频免费看", "人妻少妇精品", "看片app下载", "国产精品视频一区")),
        *((words, "黑产") for words in ("气枪专卖", "枪支弹药货到付款")),
        ("传奇私服发布网", "黑产"),
        ("代开发票", "黑产"),
    ],
)
def test_promotional_words(words: str, kind: str) -> None:
    found = suspicious_target("www.q7w3.com", words)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "words",
    [
        "打击网络赌博专项行动", "公安机关破获百家乐赌博案", "全国扫黄打非办公室", "中国福利彩票开奖公告", "体育彩票时时彩停售通告", "文化娱乐场所管理条例",
        "个性爱好", "做爱国青年", "快乐鱼儿", "亚博会开幕", "必威胁安全", "路口交通管制", "窗口交件时间", "A片区改造", "XXX局", "成人高考报名", "成人教育",
        "三级医院名单", "首存款业务", "太阳城社区", "葡京酒店外景", "特码头", "网上投票", "足球赛事", "激情广场大家唱", "裸官治理", "",
        "北京赛车赛事", "加拿大28岁青年来访", "澳门今天天气", "沙巴州", "伟德小学", "大发村", "白小姐获奖", "黄大仙区", "管家婆软件采购", "德州市扑克协会",
        "国家体育总局官方网站", "省体育局中国官方网站", "英皇路", "91号公路", "少妇勇救落水儿童", "直播带货", "华体会堂", "葡京路", "老虎机收缴现场", "性爱健康讲座",
    ],
)  # fmt: skip
def test_ordinary_words(words: str) -> None:
    assert suspicious_target("www.steel-x.com", words) is None


def test_no_clean_sentence_is_suspicious() -> None:
    path = WORDING / "clean_statute_sentences.txt.gz"
    if not path.is_file():
        pytest.skip("the folder of wording is absent")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        accused = [line for line in lines if suspicious_words(line)]
    assert accused == []


@pytest.mark.parametrize(
    "host",
    [
        "www.bet365888.com",
        "m.365bet.net",
        "www.vip8899.cc",
        "bocai-top.xyz",
        "vns6688.com",
        "www.xpj555.com",
        "sex.q1.net",
    ],
)
def test_hosts_that_name_it(host: str) -> None:
    assert suspicious_target(host, "首页") is not None


@pytest.mark.parametrize(
    "host",
    [
        "www.bet365.gov.cn",
        "www.alphabet.com",
        "sussex.ac.uk",
        "www.essex123.org",
        "vipshop.com",
        "www.agri.cn",
        "kf.qq.com",
        "www.12306.cn",
    ],
)
def test_hosts_that_do_not(host: str) -> None:
    assert suspicious_target(host, "首页") is None


def test_listed_hosts_match_at_a_dot() -> None:
    listed = ("bad-site.com", ".other.cn")
    assert suspicious_target("bad-site.com", "", listed) is not None
    assert suspicious_target("www.bad-site.com.", "", listed) is not None
    assert suspicious_target("a.other.cn", "", listed) is not None
    assert suspicious_target("notbad-site.com", "", listed) is None
    assert suspicious_target("bad-site.com.cn", "", listed) is None


def test_a_suffix_needs_a_dot() -> None:
    assert is_under("www.gov.cn", "gov.cn")
    assert not is_under("fakegov.cn", "gov.cn")
    assert not is_under("gov.cn.evil.com", "gov.cn")
    assert not is_under("www.gov.cn", "")


def test_trusted_hosts() -> None:
    assert is_trusted("zwfw.linshui.gov.cn")
    assert is_trusted("临水.政务")
    assert is_trusted("weibo.com")
    assert not is_trusted("gov.cn.q7w3.com")
    assert not is_trusted("myweibo.com")


@pytest.mark.parametrize(
    ("host", "domain"),
    [("a.b.q7w3.com", "q7w3.com"), ("www.x.com.cn", "x.com.cn"), ("www.linshui.gov.cn", "linshui.gov.cn"), ("x.jx.cn", "x.jx.cn"), ("10.1.2.3", "10.1.2.3"), ("localhost", "localhost")],
)  # fmt: skip
def test_registered_domains(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_outward_links() -> None:
    home = "http://www.linshui.gov.cn/"
    assert is_outward("http://www.q7w3.com/", home)
    assert not is_outward("http://jyj.linshui.gov.cn/", home)
    assert not is_outward("http://www.people.com.cn/", home)
    assert not is_outward("http://m.steel-x.com/", "http://www.steel-x.com/")
