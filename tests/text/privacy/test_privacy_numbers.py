"""ID, mobile and bank card numbers: what is a leak, what is certain, and what is something else."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xuncha.text.privacy.bank_cards import passes_luhn
from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.id_numbers import birth_date, check_character, is_region
from xuncha.text.privacy.leak import Leak, LeakKind, mask

TODAY = date(2025, 6, 25)
BODY = "43010219900101123"
ID_NUMBER = BODY + check_character(BODY)
WRONG_ID = BODY + ("1" if ID_NUMBER[-1] != "1" else "2")
X_BODY = next(
    f"4301021990010{serial:04d}"
    for serial in range(1000, 2000)
    if check_character(f"4301021990010{serial:04d}") == "X"
)
X_ID = X_BODY + "X"
MOBILE = "13907315678"
CARD = next(f"621700123456789012{digit}" for digit in range(10) if passes_luhn(f"621700123456789012{digit}"))


def found(text: str) -> list[tuple[str, bool]]:
    return [(leak.kind.value, leak.certain) for leak in find_leaks(text, today=TODAY)]


def test_the_check_character_is_that_of_the_standards_own_example() -> None:
    assert check_character("11010519491231002") == "X"
    assert check_character("44052418800101001") == "4"


@pytest.mark.parametrize("code", ["110105", "512224", "422325", "429004", "654301", "830000", "440100"])
def test_regions_of_today_and_of_long_ago(code: str) -> None:
    assert is_region(code)


@pytest.mark.parametrize(
    "code", ["000000", "160102", "380101", "990101", "114301", "310501", "439901", "430195"]
)
def test_no_regions(code: str) -> None:
    assert not is_region(code)


def test_birth_dates_of_the_living() -> None:
    assert birth_date("20250625", TODAY) == TODAY
    assert birth_date("20250626", TODAY) is None
    assert birth_date("19040101", TODAY) is None
    assert birth_date("19900230", TODAY) is None


@pytest.mark.parametrize(
    "written",
    [
        ID_NUMBER,
        X_ID,
        X_ID.lower(),
        f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}",
        f"{ID_NUMBER[:6]}-{ID_NUMBER[6:14]}-{ID_NUMBER[14:]}",
        f"{X_BODY} X",
        "".join(chr(ord(char) + 0xFEE0) for char in X_ID),
        f"{ID_NUMBER[:14]}\n{ID_NUMBER[14:]}",
    ],
)
def test_a_right_id_number_is_certain(written: str) -> None:
    text = f"申请人张三，身份证号：{written}，已受理"
    leaks = find_leaks(text, today=TODAY)
    assert [(leak.kind, leak.certain) for leak in leaks] == [(LeakKind.ID_NUMBER, True)]
    assert text[leaks[0].start : leaks[0].end] == written


def test_a_wrong_check_character_leaves_a_doubt() -> None:
    assert found(f"身份证号：{WRONG_ID}") == [("id_number", False)]
    assert found(f"张三 {WRONG_ID}") == [("id_number", False)]


def test_fifteen_digits_of_old_are_never_certain() -> None:
    assert found("身份证 430102670401001") == [("id_number", False)]
    assert found("430102671301001") == []


def test_a_disability_certificate_holds_an_id_number() -> None:
    assert found(f"残疾证号：{ID_NUMBER}44") == [("id_number", True)]
    assert found(f"编码：{ID_NUMBER}44") == []


@pytest.mark.parametrize(
    "text",
    [
        f"1{ID_NUMBER}",
        f"{ID_NUMBER}5",
        f"A{ID_NUMBER}",
        f"2504-{ID_NUMBER}",
        f"{BODY}XX",
        "3201**********1234",
        f"{ID_NUMBER[:14]}****",
        f"******{ID_NUMBER[6:]}",
        "430102199013011234",
        "430102202506261234",
        "档案号 430102202501011234",
        "案件编号：430102202501011234",
        f"统一社会信用代码：{ID_NUMBER}",
        f"http://www.example.gov.cn/art/{ID_NUMBER}.html",
        f"填写示例：{ID_NUMBER}",
    ],
)
def test_what_is_no_id_number(text: str) -> None:
    assert found(text) == []


def test_a_right_number_called_something_else_is_for_a_person_to_see() -> None:
    assert found(f"档案编号：{ID_NUMBER}") == [("id_number", False)]


@pytest.mark.parametrize(
    "written",
    [
        MOBILE,
        "１３９０７３１５６７８",
        "139-0731-5678",
        "139 0731 5678",
        f"+86{MOBILE}",
        f"86-{MOBILE}",
        f"tel{MOBILE}",
    ],
)
def test_a_persons_mobile_number(written: str) -> None:
    assert found(f"姓名：张三，手机号：{written}。") == [("mobile", True)]


def test_the_country_prefix_is_not_part_of_the_number() -> None:
    (leak,) = find_leaks(f"手机+86{MOBILE}", today=TODAY)
    assert leak.masked == "139****5678"
    assert leak.start == 5


@pytest.mark.parametrize(
    "text",
    [
        f"监督电话：{MOBILE}",
        f"县医保局咨询电话 {MOBILE}",
        f"联系人：张三，联系电话：{MOBILE}",
        f"单位\t联系人\t电话\n县人社局\t张三\t{MOBILE}",
        f"{MOBILE}@163.com",
        "手机 13812345678",
        "手机 13800138000",
    ],
)
def test_contacts_of_units_and_placeholders_are_not_certain(text: str) -> None:
    assert found(text) == [("mobile", False)]


@pytest.mark.parametrize(
    "text",
    [
        "138****1234",
        "138 **** 1234",
        "138×××××1234",
        "1390731XXXX",
        "1390731●●●●",
        "手机尾号5678",
        f"订单号：{MOBILE}",
        f"项目编号{MOBILE}",
        f"总投资{MOBILE}元",
        f"{MOBILE}0",
        f"0.{MOBILE}",
        "12907315678",
        "15407315678",
        "0731-85123456",
        "400-123-4567",
        "12345",
        f"http://example.gov.cn/{MOBILE}",
        f"img_{MOBILE}.jpg",
        f"格式如：{MOBILE}",
        "人口 139 0731 5678 万人",
        "139\n0731\n5678",
    ],
)
def test_what_is_no_mobile_number(text: str) -> None:
    assert found(text) == []


def test_two_numbers_in_one_cell() -> None:
    assert found(f"手机：{MOBILE}/13907315679") == [("mobile", True), ("mobile", True)]


def test_a_mobile_number_beside_an_id_number_is_a_persons() -> None:
    assert found(f"联系电话{MOBILE}，身份证号{ID_NUMBER}") == [("mobile", True), ("id_number", True)]


@pytest.mark.parametrize(
    "written",
    [CARD, f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", f"{CARD[:6]} {CARD[6:]}"],
)
def test_a_card_number_called_so(written: str) -> None:
    assert found(f"张三，银行卡号：{written}") == [("bank_card", True)]


def test_card_numbers_in_doubt() -> None:
    typo = CARD[:-1] + str((int(CARD[-1]) + 1) % 10)
    assert found(f"张三 {CARD}") == [("bank_card", False)]
    assert found(f"银行卡号：{typo}") == [("bank_card", False)]
    assert found(f"保证金账户：某某建设有限公司，账号{CARD}") == [("bank_card", False)]


@pytest.mark.parametrize(
    "text",
    ["6217 **** **** 1234", f"{CARD[:15]}****", f"合同编号：{CARD}", "4111111111111111", f"{CARD[:-1]}"],
)
def test_what_is_no_card_number(text: str) -> None:
    assert found(text) == []


def test_whose_account_it_is_is_read() -> None:
    assert found(f"户名：李红，账号：{CARD}，开户行：某某农村商业银行") == [("bank_card", True)]
    assert found(f"收款人：王家村民委员会，账号：{CARD}") == [("bank_card", False)]
    assert found(f"李红建行卡{CARD}") == [("bank_card", True)]


def test_numbers_behind_a_letter_or_the_prefix_of_the_country() -> None:
    assert found(f"学生李红，学籍号G{ID_NUMBER}") == [("id_number", True)]
    assert found(f"文件编号G{ID_NUMBER}") == []
    assert found(f"本人电话86{MOBILE}") == [("mobile", True)]
    assert found(f"条码86{MOBILE}") == []


def test_amounts_in_a_table_are_no_mobile_numbers() -> None:
    assert found(f"项目\t金额（元）\n灌渠改造\t{MOBILE}") == []
    assert found(f"姓名\t金额\t手机\n李红\t300\t{MOBILE}") == [("mobile", True)]


def test_a_column_heading_speaks_for_its_column() -> None:
    table = f"序号\t工单编号\t手机号\n1\t{WRONG_ID}\t{MOBILE}\n2\t{WRONG_ID}\t13907315679"
    assert found(table) == [("mobile", True), ("mobile", True)]


@pytest.mark.parametrize(
    ("value", "kind", "want"),
    [
        (MOBILE, LeakKind.MOBILE, "139****5678"),
        (X_ID, LeakKind.ID_NUMBER, f"43{'*' * 13}{X_ID[-3:]}"),
        ("6217 0012 3456 7890 123", LeakKind.BANK_CARD, "6217***********0123"),
        ("1234", LeakKind.MOBILE, "****"),
        ("湖南省长沙县星沙街道板仓路12号", LeakKind.HOME_ADDRESS, "湖南省长沙县星沙街道****"),
        ("长沙市岳麓区麓山路88号", LeakKind.HOME_ADDRESS, "长沙市岳麓区****"),
        ("和平小区3栋", LeakKind.HOME_ADDRESS, "****"),
    ],
)
def test_masks(value: str, kind: LeakKind, want: str) -> None:
    assert mask(value, kind) == want


def test_a_leak_never_repeats_the_value() -> None:
    text = f"张三，身份证号{ID_NUMBER}，手机{MOBILE}，银行卡号{CARD}，家住长沙市岳麓区麓山路88号3栋502室"
    leaks = find_leaks(text, today=TODAY)
    assert {leak.kind for leak in leaks} == set(LeakKind)
    for leak in leaks:
        assert text[leak.start : leak.end] not in repr(leak)
        assert "麓山路" not in repr(leak)
        assert leak.reason


@given(st.text(alphabet="0123456789Xx -*×\n\t张三路号手机身份证:：，/.", max_size=80))
def test_any_text_is_searched(text: str) -> None:
    for leak in find_leaks(text, today=TODAY):
        assert isinstance(leak, Leak)
        assert 0 <= leak.start < leak.end <= len(text)


_PIECES = (
    "身份证号",
    "手机",
    "银行卡号",
    "：",
    "，",
    " ",
    "\n",
    "-",
    "张三",
    ID_NUMBER,
    X_ID,
    MOBILE,
    CARD,
    ID_NUMBER[:12],
)


@given(st.lists(st.sampled_from(_PIECES), max_size=12).map("".join))
@example(f"张三，身份证号{ID_NUMBER}，手机{MOBILE}，银行卡号{CARD}")
def test_leaks_beside_each_other_do_not_overlap(text: str) -> None:
    leaks = find_leaks(text, today=TODAY)
    assert [leak for leak in leaks if not 0 <= leak.start < leak.end <= len(text)] == []
    assert [(one, other) for one, other in pairwise(leaks) if one.end > other.start] == []


def test_three_numbers_in_one_sentence_are_three_leaks() -> None:
    text = f"张三，身份证号{ID_NUMBER}，手机{MOBILE}，银行卡号{CARD}"
    assert len(find_leaks(text, today=TODAY)) == 3


def test_foreign_residents_have_numbers_of_their_own() -> None:
    body = "91112419810803002"
    assert found(f"永久居留身份证 {body}{check_character(body)}") == [("id_number", True)]
    wrong = "0" if check_character(body) != "0" else "1"
    assert found(f"永久居留身份证 {body}{wrong}") == []


@pytest.mark.parametrize("cut", ["……", "...", "？？？", "某", "（略）"])
def test_numbers_that_are_cut_off_are_masked(cut: str) -> None:
    assert found(f"身份证 430102670401001{cut}") == []
    assert found(f"银行卡号 {CARD}{cut}") == []


def test_a_card_of_another_issuer_counts_only_where_it_is_called_a_card() -> None:
    assert found("银行卡号：4111111111111111") == [("bank_card", True)]
    assert found("编码 4111111111111111") == []


def test_kinds_have_chinese_names() -> None:
    assert [kind.label for kind in LeakKind] == ["身份证件号码", "手机号码", "银行卡号", "家庭住址"]


@pytest.mark.parametrize("row", ["12345-", "1 ", "6222 ", "一号1栋", "a.html", "甲\t乙\n", "139-"])
def test_a_long_text_of_one_kind_does_not_hang_it(row: str) -> None:
    begun = time.process_time()
    assert found(row * (200_000 // len(row))) == []
    # Two seconds where time grows with the length alone, hours where it grows with its square.
    assert time.process_time() - begun < 60
