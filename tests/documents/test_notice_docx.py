"""The Word notice, read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import docx
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn

from xuncha.documents.notice_data import (
    Deadline,
    NoticeData,
    Scope,
    StandardNote,
    Tally,
    TallyRow,
    Totals,
)
from xuncha.documents.notice_docx import render_docx

HOSTILE = "<script>alert(1)</script>=cmd|' /C calc'!A0\x00\x07\x1f\u202e]]>&amp;" + "名" * 10_000


def read(data: NoticeData) -> Word:
    return docx.Document(io.BytesIO(render_docx(data)))


def text_of(word: Word) -> str:
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


def cells(word: Word, number: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in word.tables[number].rows]


def test_it_prints_the_figures_of_the_golden_quarter(golden_data: NoticeData) -> None:
    text = text_of(read(golden_data))
    assert "共检查政府网站510个，合格509个，不合格1个，合格率为99.80%。" in text
    assert "除甲溪市外，其他20个市网站合格率均为100%。" in text
    assert "共检查政务新媒体2705个，合格2702个，不合格3个，合格率为99.89%。" in text
    assert "收到网民留言397条，办结397条，办结率为100%；按期办结396条，按期办结率为99.75%" in text
    assert "于2025年7月21日前（含当日）完成整改" in text


def test_annex_totals_agree_with_the_body(golden_data: NoticeData) -> None:
    word = read(golden_data)
    sites, by_region, by_platform, failed = (cells(word, number) for number in range(4))
    assert sites[-1][1:] == ["合计", "510", "509", "1", "0", "99.80"]
    for table in (by_region, by_platform):
        assert table[-1][1:] == ["合计", "2705", "2702", "3", "0", "99.89"]
        rows = table[1:-1]
        assert [sum(int(row[at]) for row in rows) for at in (2, 3, 4, 5)] == [2705, 2702, 3, 0]
    numbered = [row for row in sites[1:] if row[0]]
    assert [sum(int(row[at]) for row in numbered) for at in (2, 3, 4, 5)] == [510, 509, 1, 0]
    assert len(numbered) == 31  # 21 cities, 10 departments
    assert len(failed) == 1 + 4


def test_problems_name_only_what_failed(golden_data: NoticeData) -> None:
    text = text_of(read(golden_data))
    assert "1．栏目不更新（W401）。有1个政府网站存在此问题，判为不合格：甲溪市样本局网站（" in text
    assert "2．错链死链（N109）。有23个政府网站存在此问题。" in text
    assert "严重表述错误" not in text  # nothing found, nothing said


def test_doubts_stand_apart_and_are_no_facts(golden_data: NoticeData) -> None:
    text = text_of(read(golden_data))
    facts, doubts = text.split("（三）待人工核实事项")
    assert "疑似" not in facts
    assert "不作为问题认定：政府网站疑似错链死链（N109）4个" in doubts
    settled = replace(golden_data, problems=golden_data.problems[:1] + golden_data.problems[2:3])
    assert "待人工核实" not in text_of(read(settled))


def test_unknown_targets_are_named_beside_the_rate(undecided_data: Callable[..., NoticeData]) -> None:
    text = text_of(read(undecided_data(3)))
    assert "合格506个，不合格1个，合格率为99.80%；另有3个因首页被防护设备拦截未能判定，不计入合格率。" in text
    assert "上述合格率未包含尚未能判定的网站，涉及乙溪市（3个）。" in text
    assert "应访问页面10200个，实际读取9876个，未能读取的页面既不计为合格，也不计为不合格" in text
    assert "在已完成判定的" not in text  # problems were found


@pytest.mark.parametrize(
    ("changes", "mark", "reason"),
    [
        ({"reviewed": False}, "内部核对稿", "尚未经人工核实确认"),
        ({"scope": Scope(("W2",), True, "仅判定W2")}, "征求意见稿", "检查范围不完整：仅判定W2"),
        (
            {"standard": StandardNote("x", "样本标准", unverified=("W602 限值",))},
            "征求意见稿",
            "尚未与正式文件核对：W602 限值",
        ),
    ],
)
def test_drafts_say_so_at_the_head(
    golden_data: NoticeData, changes: dict[str, object], mark: str, reason: str
) -> None:
    word = read(replace(golden_data, **changes))
    assert word.paragraphs[0].text == mark
    assert reason in word.paragraphs[1].text
    for header in (word.sections[0].header, word.sections[0].even_page_header):
        assert header.paragraphs[0].text == f"{mark}（不作为正式通报）"


def test_a_reviewed_full_notice_carries_no_mark(golden_data: NoticeData) -> None:
    word = read(golden_data)
    assert word.paragraphs[0].text == golden_data.issuer
    assert "稿" not in "".join(paragraph.text for paragraph in word.sections[0].header.paragraphs)


def test_scope_and_vetoes_left_to_people_are_printed(golden_data: NoticeData) -> None:
    limited = replace(golden_data, scope=Scope(("W2",), True, "仅判定W2类指标"), by_person=("W102",))
    text = text_of(read(limited))
    assert "本次检查范围：仅判定W2类指标。" in text
    assert "W102泄露国家秘密等指标须由人工认定，本次尚未录入认定结果" in text


def test_a_provisional_deadline_says_so(golden_data: NoticeData) -> None:
    text = text_of(read(replace(golden_data, deadline=Deadline(date(2027, 1, 12), 10, True))))
    assert "2027年1月12日前（含当日，暂定）" in text
    assert "放假调休安排尚未公布" in text


def test_the_form_of_official_papers(golden_data: NoticeData) -> None:
    word = read(golden_data)
    section = word.sections[0]
    assert [round(size.mm) for size in (section.page_width, section.page_height)] == [210, 297]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in edges] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    body = word.styles["公文正文"].element
    assert body.find(f".//{qn('w:spacing')}[@{qn('w:line')}]").get(qn("w:line")) == "579"
    assert body.find(f".//{qn('w:ind')}").get(qn("w:firstLineChars")) == "200"
    assert body.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")) == "-5"
    fonts = {
        name: word.styles[name].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for name in ("公文正文", "公文一级标题", "公文二级标题", "公文标题")
    }
    assert list(fonts.values()) == ["仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"]
    assert word.settings.odd_and_even_pages_header_footer
    sides = [
        footer.paragraphs[0]._p.find(f".//{qn('w:jc')}").get(qn("w:val"))
        for footer in (section.footer, section.even_page_footer)
    ]
    assert sides == ["right", "left"]


def test_tables_repeat_their_heads_and_keep_rows_whole(golden_data: NoticeData) -> None:
    for table in read(golden_data).tables:
        assert table._tbl.find(f".//{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in table.rows)
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.iter(qn("w:gridCol"))]
        assert abs(sum(widths) - 156 / 25.4 * 1440) < len(widths)


def test_the_same_data_give_the_same_bytes(golden_data: NoticeData) -> None:
    assert render_docx(golden_data) == render_docx(golden_data)


def test_hostile_names_stay_inert(single_data: Callable[..., NoticeData]) -> None:
    data = single_data(HOSTILE, title=HOSTILE, issuer=HOSTILE, addressees=HOSTILE, document_number=HOSTILE)
    content = render_docx(data)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "<script" not in xml
    assert "&lt;script&gt;alert(1)" in xml
    assert not re.search("[\x00-\x08\x0e-\x1f\u202e]", xml)
    assert "名" * 300 not in xml
    # The only field code of the file is the page number.
    assert "fldSimple" not in xml
    assert "instrText" not in xml


def test_nothing_checked_is_said_and_not_praised(empty_data: NoticeData) -> None:
    text = text_of(read(empty_data))
    assert text.count("本次未检查政府网站。") == 3
    assert text.count("本次未检查政务新媒体。") == 3
    assert "100%" not in text
    assert "合格率" not in text


def test_one_failed_site(single_data: Callable[..., NoticeData]) -> None:
    word = read(single_data())
    assert "共检查政府网站1个，合格0个，不合格1个，合格率为0.00%。甲溪市网站合格率未达到100%。" in text_of(
        word
    )
    assert cells(word, 0)[-1][1:] == ["合计", "1", "0", "1", "0", "0.00"]


def test_a_round_without_any_verdict_clears_nobody(undecided_data: Callable[..., NoticeData]) -> None:
    data = undecided_data(3)
    tally = Tally(3, 0, 0, 3)
    sites = Totals(tally, None, (TallyRow(data.unknown[0].region, tally),))
    nobody = replace(data, sites=sites, accounts=Totals(), problems=(), failed=(), cities_below_full=())
    text = text_of(read(nobody))
    assert "所检查的政府网站均未能判定，本次不作问题认定。" in text
    assert "另有3个对象未能判定，不在本名单之列。" in text
    assert "100%。" not in text


def test_no_problem_among_those_judged(undecided_data: Callable[..., NoticeData]) -> None:
    data = undecided_data(3)
    tally = Tally(4, 1, 0, 3)
    sites = Totals(tally, "100.00", (TallyRow(data.unknown[0].region, tally),))
    partly = replace(data, sites=sites, accounts=Totals(), problems=(), failed=(), cities_below_full=())
    assert "在已完成判定的政府网站中，本次未认定存在检查指标所列问题。" in text_of(read(partly))
