"""Home addresses near a person are leaks; addresses of offices, and places without a person, are not."""

from __future__ import annotations

from datetime import date

import pytest

from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.leak import LeakKind

TODAY = date(2025, 6, 25)


def addresses(text: str) -> list[tuple[str, bool]]:
    return [
        (text[leak.start : leak.end], leak.certain)
        for leak in find_leaks(text, today=TODAY)
        if leak.kind is LeakKind.HOME_ADDRESS
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("张三，男，1980年生，家住长沙市岳麓区麓山路88号3栋502室。", "长沙市岳麓区麓山路88号3栋502室"),
        ("姓名：李四，家庭住址：河南省沈丘县槐店镇张庄村三组25号", "河南省沈丘县槐店镇张庄村三组25号"),
        ("当事人：王五，女，住址：湖南省长沙县星沙街道板仓路12号", "湖南省长沙县星沙街道板仓路12号"),
        ("业主周敏，住阳光花园12幢2单元1801室，手机13907315678", "阳光花园12幢2单元1801室"),
        ("被告：郑强，男，汉族，住石家庄市长安区建设北大街12号7栋", "石家庄市长安区建设北大街12号7栋"),
        ("患者刘某，居住于上海市浦东新区张江路123弄45号602室。", "上海市浦东新区张江路123弄45号602室"),
        ("低保对象张桂花住青山市东城区幸福小区6栋2单元1203", "青山市东城区幸福小区6栋2单元1203"),
        ("户主赵六，户籍地北京市朝阳区建国路88号院3号楼2单元501", "北京市朝阳区建国路88号院3号楼2单元501"),
    ],
)
def test_a_home_with_its_person_is_certain(text: str, address: str) -> None:
    assert addresses(text) == [(address, True)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("现住北京市朝阳区建国路88号3号楼501室", "北京市朝阳区建国路88号3号楼501室"),
        ("张三（手机13907315678），长沙市天心区书院路12号4栋301室", "长沙市天心区书院路12号4栋301室"),
        (
            "姓名：何佳 住所：厦门市思明区莲前西路209号 身份证：430102199001011238",
            "厦门市思明区莲前西路209号",
        ),
        ("姓名：张三，性别：男，地址：长沙市天心区书院路12号4栋301室", "长沙市天心区书院路12号4栋301室"),
    ],
)
def test_without_a_clear_word_a_person_looks(text: str, address: str) -> None:
    assert addresses(text) == [(address, False)]


@pytest.mark.parametrize(
    "text",
    [
        "办公地址：长沙市岳麓区麓山路88号市政府办公楼3楼",
        "地址：湖南省长沙市岳麓区麓山路88号",
        "住所：长沙市岳麓区麓谷大道658号，法定代表人：张三",
        "受理地点：某县政务服务中心2楼15号窗口",
        "联系人：张三，电话13907315678，地址：长沙市岳麓区麓山路88号3栋",
        "居民李某（手机13907315678）反映长沙市天心区书院路12号门面油烟扰民",
        "采购人：某县人民医院 地址：城关镇解放路12号 联系人：王主任 联系方式：13907315678",
        "当事人：某某超市（经营者：李四），地址：湖南省长沙县星沙街道板仓路12号",
        "张三同志在湖南省长沙市岳麓区麓山南路932号中南大学作报告",
        "律师事务所：某律师事务所，张三律师，地址长沙市芙蓉区五一大道235号1栋2305室，电话13907315678",
        "填写示例，张三，男，家住长沙市岳麓区麓山路88号3栋502室",
        "我市将在芙蓉区五一大道158号建设新校区",
        "张三，男，家住长沙市岳麓区麓山街道",
        "5月3号起麓山路施工",
    ],
)
def test_what_is_no_home(text: str) -> None:
    assert addresses(text) == []


def test_a_roster_shows_homes_under_their_heading() -> None:
    table = "姓名\t家庭住址\n张三\t湖南省长沙县星沙街道板仓路12号\n李四\t湖南省长沙县星沙街道板仓路13号"
    assert [certain for _, certain in addresses(table)] == [True, True]
