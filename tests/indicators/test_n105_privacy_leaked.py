"""N105: certain leaks, what a person has to look at, and that no finding repeats what it found.

The ID numbers are nobody's: no county ever had the code 110389, and their bearers would be over ninety.
Mobile numbers of the range 174 belong to satellite telephones.
"""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from said import attached, said, url_of
from seen import HOME, judged, site_facts
from served import BOX, board, letter

from xuncha.facts.content import TextRole, TextSeen
from xuncha.facts.seen import Unseen
from xuncha.indicators.kernel import Hit, Judgement

ID, WRONG_ID = "110389193109052264", "110389193109052265"
MOBILE = "17436205181"
CREDIT_CODE = "911103891908041203"


def found(*texts: TextSeen) -> Judgement:
    return judged("N105", site_facts(texts=texts))


def everything_in(hit: Hit) -> str:
    return repr(asdict(hit))


@pytest.mark.parametrize(
    "words",
    [
        f"申请人：柳望山，身份证号：{ID}，经核实符合条件。",
        f"公示名单\n姓名\t身份证号码\t金额\n柳望山\t{ID}\t300元",
        f"救助对象柳望山，本人手机{MOBILE}，家庭困难。",
        "柳望山　身份证号１１０３８９１９３１０９０５２２６４",
    ],
)
def test_numbers_in_full_are_hits(words: str) -> None:
    assert found(said(1, words)).outcome == "fail"


@pytest.mark.parametrize(
    "words",
    [
        "申请人：柳望山，身份证号：110389********2264，手机：174****5181。",
        f"承运单位统一社会信用代码：{CREDIT_CODE}。",
        "咨询电话：0997-6210388，监督电话：12345。",
        "项目代码：2503-990707-04-01-174362，合同总价1743620元。",
        "没有任何号码的一段话。",
        "",
    ],
)
def test_masked_and_official_numbers_are_none(words: str) -> None:
    judgement = found(said(1, words))
    assert (judgement.hits, judgement.doubts) == ((), ())


@pytest.mark.parametrize(
    "words",
    [f"柳望山，身份证号：{WRONG_ID}，负责东线。", f"报名咨询联系人：王主任，联系电话：{MOBILE}。"],
)
def test_what_may_be_a_slip_or_an_office_leaves_a_doubt(words: str) -> None:
    assert found(said(1, words)).outcome == "unknown"


def test_no_field_repeats_the_number() -> None:
    words = f"柳望山，身份证号：{ID}，手机：{MOBILE}，另有一份误填为{WRONG_ID}，身份证号待核。"
    judgement = found(said(1, words, attachments=(attached("名单.xlsx", f"柳望山\t身份证号{ID}"),)))
    assert len(judgement.hits) == 2
    for hit in (*judgement.hits, *judgement.doubts):
        told = everything_in(hit)
        assert not [number for number in (ID, WRONG_ID, MOBILE, ID[6:14], MOBILE[3:7]) if number in told]


def test_what_a_hit_says() -> None:
    text = said(1, f"申请人：柳望山，身份证号：{ID}，手机：{MOBILE}。", title="救助公示")
    (hit,) = found(text).hits
    assert hit.quote == "11*************264；174****5181"
    assert hit.observed == {"leaks": 2}
    assert hit.detail.startswith("《救助公示》含有未去标识化的手机号码 1 处、身份证件号码 1 处：")
    assert (hit.urls, hit.key) == ((url_of(1),), url_of(1))
    assert len(hit.evidence) == 1


def test_certain_and_uncertain_numbers_of_one_page_are_told_apart() -> None:
    words = f"柳望山，身份证号：{ID}。\n" + "其余事项另行通知。" * 20 + f"\n梅望溪，身份证号：{WRONG_ID}。"
    judgement = found(said(1, words))
    assert [hit.observed["leaks"] for hit in judgement.hits] == [1]
    assert [doubt.observed["leaks"] for doubt in judgement.doubts] == [1]


def test_a_long_list_is_quoted_in_part_and_counted_in_full() -> None:
    rows = "\n".join(f"第{n}人\t{ID}" for n in range(30))
    (hit,) = found(said(1, f"姓名\t身份证号\n{rows}")).hits
    assert hit.observed == {"leaks": 30}
    assert hit.quote.count("；") == 4


def test_a_leak_in_a_document_is_told_of_the_document() -> None:
    document = attached("名单.xlsx", f"姓名\t身份证号\n柳望山\t{ID}")
    (hit,) = found(said(1, "名单见附件。", title="救助公示", attachments=(document,))).hits
    assert hit.detail.startswith("《救助公示》的附件“名单.xlsx”含有")
    assert hit.urls == (f"{HOME}fj/名单.xlsx",)


def test_a_document_that_could_not_be_read_says_nothing() -> None:
    scan = attached("扫描件.pdf", "", "附件是扫描件，没有文字")
    assert found(said(1, "名单见附件。", attachments=(scan,))).outcome == "pass"


@pytest.mark.parametrize("role", list(TextRole))
def test_pages_and_letters_are_read_as_well(role: TextRole) -> None:
    assert found(said(1, f"我叫柳望山，身份证号{ID}。", role=role)).outcome == "fail"


def test_a_text_with_undecodable_bytes_is_not_read_but_its_documents_are() -> None:
    words = f"柳望山，身份证号：{ID}。"
    assert found(said(1, words, lossy=True)).outcome == "pass"
    assert found(said(1, "", lossy=True, attachments=(attached("名单.txt", words),))).outcome == "fail"


def test_texts_that_were_not_read_leave_a_doubt() -> None:
    assert judged("N105", site_facts(texts=Unseen("未看"))).outcome == "unknown"


def test_letters_that_no_page_told_of() -> None:
    box = board(
        letter(
            "2025-06-01",
            "2025-06-03",
            said=f"咨询社保。\n我叫柳望山，手机{MOBILE}，请问怎么查？\n您好。",
            url="",
        ),
        letter("2025-06-02", "2025-06-03", said="咨询公交\n公交几点末班？\n您好，22时。"),
    )
    (hit,) = judged("N105", site_facts(texts=(), boards=(box,))).hits
    assert hit.urls == (BOX,)
    assert MOBILE not in everything_in(hit)
    told = replace(said(1, f"我叫柳望山，手机{MOBILE}，请问怎么查？"), url=BOX)
    assert len(judged("N105", site_facts(texts=(told,), boards=(box,))).hits) == 1
    assert found(said(1, "无")).outcome == "pass"
