"""有效留言: plain cases are decided with a reason, the rest stays open."""

from __future__ import annotations

import time

import pytest

from xuncha.text.interaction.valid_message import judge_message


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("", "", "没有内容"),
        ("", "？？？", "没有内容"),
        ("测试", "测试", "测试留言"),
        ("test", "test123", "测试留言"),
        ("[咨询]测试", "测试", "测试留言"),
        ("【投诉】你好", "你好", "没有实际内容"),
        ("", "这是一条测试留言，请忽略", "测试留言"),
        ("", "系统测试，无需回复", "测试留言"),
        ("111", "11111", "没有实际内容"),
        ("你好", "asdfgh", "没有实际内容"),
        ("", "代开发票，联系微信：abc12345", "广告推销"),
        ("贷款", "无抵押快速放款，电话13812345678", "广告推销"),
        ("专业代开各类发票", "代开各类正规发票，验后付款，加微信fp88665，长期有效", "广告推销"),
        ("", "傻逼", "仅为谩骂"),
        ("感谢", "感谢社保窗口的同志，服务态度好，工作认真负责！", "仅表达感谢或表扬"),
        ("", "谢谢贵局，辛苦了。", "仅表达感谢或表扬"),
    ],
)
def test_not_valid(title: str, text: str, reason: str) -> None:
    verdict = judge_message(title, text)
    assert (verdict.valid, verdict.reason) == (False, reason)


@pytest.mark.parametrize(
    "text",
    [
        "请问核酸测试点在哪里？",
        "普通话测试什么时候报名",
        "小区垃圾没有人清运，请尽快处理",
        "收到代开发票的短信，号码13812345678，请查处",
        "感谢贵局上次的答复，但是路灯还是不亮，请维修",
        "感谢，请问结果什么时候公布",
        "链接打不开，谢谢",
        "有人发布刷单广告诈骗，加微信abc12345，请取缔",
        "附件呢？附件呢？附件呢？",
        "老旧小区加装电梯补贴如何申请",
    ],
)
def test_valid(text: str) -> None:
    assert judge_message("", text).valid is True


@pytest.mark.parametrize(
    "text",
    ["王八蛋，路灯坏了一个月没人管，请维修", "小区北门的树", "招商加盟热线怎么加微信abc123456，有没有优惠"],
)
def test_unclear_is_left_open(text: str) -> None:
    assert judge_message("", text).valid is None


def test_a_repetition_of_an_earlier_message() -> None:
    earlier = ["路灯不亮 学府路18号门口路灯已坏三天，请尽快维修。"]
    assert (
        judge_message("路灯不亮", "学府路18号门口路灯已坏三天，请尽快维修！", earlier).reason
        == "与此前留言内容重复"
    )
    assert judge_message("路灯不亮", "学府路28号门口路灯已坏三天，请尽快维修！", earlier).valid is True
    assert judge_message("", "同意", ["同意"]).reason == ""


@pytest.mark.parametrize(
    "text", ["a1" * 2000, "测试" * 2000 + "人", "哈哈" * 19 + "人", "123456789" * 4 + "元"]
)
def test_long_and_odd_messages_take_no_time(text: str) -> None:
    begun = time.process_time()
    judge_message("", text)
    assert time.process_time() - begun < 20
