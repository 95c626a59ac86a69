from __future__ import annotations

import pytest

from xuncha.gather.http.decoding import DecodedText, decode

TEXT = "国务院总理朱镕基在深圳市罗湖区主持会议，部署政府网站与政务新媒体检查工作。"
PAGE = "<html><head>{meta}</head><body><p>" + TEXT + "</p></body></html>"


def page(meta: str, encoding: str) -> bytes:
    return PAGE.format(meta=meta).encode(encoding)


@pytest.mark.parametrize(
    ("meta", "header"),
    [
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', None),
        ('<meta httpequiv="Content-Type" content="text/html; charset=gb2312">', None),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; Charset=\"GBK\"'>", None),
        ("<meta charset=gb2312 />", None),
        ('<meta charset="GB18030">', "text/html"),
        ('<?xml version="1.0" encoding="gb2312"?>', None),
        ("", "text/html; charset=gb2312"),
        ("", "text/html;Charset='GBK'"),
        ("", None),
    ],
)
def test_the_gbk_family_is_read_exactly(meta: str, header: str | None) -> None:
    body = (
        page(meta, "gb18030")
        if not meta.startswith("<?xml")
        else (meta + PAGE.format(meta="")).encode("gb18030")
    )
    seen = decode(body, header)
    assert TEXT in seen.text
    assert (seen.encoding, seen.conflict, seen.lossy) == ("gb18030", False, False)


def test_the_strict_codec_would_have_lost_the_name() -> None:
    assert "朱镕基" not in "朱镕基".encode("gbk").decode("gb2312", "replace")


@pytest.mark.parametrize(
    ("encoding", "header", "used"),
    [
        ("gb18030", "text/html; charset=utf-8", "gb18030"),
        ("utf-8", "text/html; charset=gb2312", "utf-8"),
        ("utf-8", "text/html; charset=big5", "utf-8"),
        ("gb18030", "text/html; charset=ISO-8859-1", "gb18030"),
        ("utf-8", "text/html; charset=ISO-8859-1", "utf-8"),
    ],
)
def test_bytes_beat_what_is_declared(encoding: str, header: str, used: str) -> None:
    seen = decode(page("", encoding), header)
    assert TEXT in seen.text
    assert (seen.encoding, seen.conflict, seen.lossy) == (used, True, False)


def test_the_header_wins_over_the_page_where_both_fit() -> None:
    seen = decode(page("<meta charset=gbk>", "utf-8"), "text/html; charset=utf-8")
    assert (seen.encoding, seen.conflict) == ("utf-8", False)


def test_a_commented_declaration_does_not_count() -> None:
    seen = decode(page("<!-- <meta charset=big5> -->", "gb18030"), None)
    assert (seen.encoding, seen.conflict) == ("gb18030", False)


@pytest.mark.parametrize(
    ("start", "used"),
    [
        ("<meta charset=gbk><!-- <meta charset=big5> -->", "gb18030"),
        ("<meta name=a <!-- charset=big5 --> charset=gbk>", "gb18030"),
        ("<!-- 甲 --><?xml version='1.0' encoding='gbk'?><meta charset=big5>", "gb18030"),
        ("<?xml version='1.0' <!-- > --> encoding='gbk'?><meta charset=big5>", "gb18030"),
    ],
)
def test_a_declaration_is_read_as_if_comments_were_not_there(start: str, used: str) -> None:
    seen = decode(start.encode("gb18030") + "云岭县人民政府".encode("gb18030"), None)
    assert (seen.encoding, seen.conflict) == (used, False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    seen = decode(page("", encoding), "text/html; charset=gb2312")
    assert TEXT in seen.text
    assert not seen.text.startswith("\ufeff")
    assert not seen.lossy


def test_big5_where_it_is_declared() -> None:
    body = "<meta charset=big5><p>香港特別行政區政府新聞公報，歡迎市民瀏覽網頁</p>".encode("big5")
    seen = decode(body, None)
    assert "香港特別行政區政府" in seen.text
    assert (seen.encoding, seen.conflict) == ("big5hkscs", False)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("<p>為進一步推進依法行政，制定本辦法。</p>", "big5hkscs"),
        ("<title>香港特別行政區政府</title>", "big5hkscs"),
        ("<p>为进一步推进依法行政，制定本办法。</p>", "gb18030"),
        ("<title>圪垯村、峁坬梁、亳州、儋州、鄄城</title>", "gb18030"),
        ("<p>為進一步推進依法行政</p>", "gb18030"),
    ],
)
def test_undeclared_bytes_are_read_as_what_makes_usual_characters(text: str, encoding: str) -> None:
    seen = decode(text.encode(encoding), None)
    assert (seen.text, seen.encoding) == (text, encoding)


def test_a_title_cut_in_mid_character_stays_utf8() -> None:
    body = page("<title>" + TEXT + "</title>", "utf-8").replace("检查工作".encode() + b"\xe3", b"")
    body = body.replace("部署".encode(), "部署".encode()[:-1], 1)
    for header in ("text/html; charset=utf-8", None):
        seen = decode(body, header)
        assert (seen.encoding, seen.lossy) == ("utf-8", True)
        assert "朱镕基" in seen.text


def test_damaged_gbk_is_marked_and_mostly_read() -> None:
    body = page("", "gb18030").replace("部署".encode("gbk"), b"\xff\xff")
    seen = decode(body, "text/html; charset=gb2312")
    assert "朱镕基" in seen.text
    assert (seen.encoding, seen.conflict, seen.lossy) == ("gb18030", False, True)


@pytest.mark.parametrize(
    "header", [None, "text/html", "text/html; charset=nonsense", "text/html; charset=rot13", "charset="]
)
def test_ascii_and_unknown_labels(header: str | None) -> None:
    assert decode(b"<p>ok</p>", header) == DecodedText("<p>ok</p>", "utf-8")


def test_nothing_at_all() -> None:
    assert decode(b"", None) == DecodedText("", "utf-8")


def test_western_text_stays_western() -> None:
    seen = decode("café à la carte".encode("cp1252"), "text/html; charset=iso-8859-1")
    assert seen.text == "café à la carte"


@pytest.mark.parametrize(
    ("codec", "header"),
    [("utf-16-le", "utf-16"), ("utf-16-le", "UTF-16LE"), ("utf-16-be", "utf-16be")],
)
def test_wide_characters_that_the_header_names(codec: str, header: str) -> None:
    seen = decode(page("", codec), f"text/html; charset={header}")
    assert TEXT in seen.text
    assert (seen.encoding, seen.lossy) == (codec, False)


def test_wide_characters_named_by_mistake() -> None:
    seen = decode(page("", "utf-8"), "text/html; charset=utf-16")
    assert TEXT in seen.text


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_of_wide_characters_before_narrow_ones_is_a_conflict(mark: bytes) -> None:
    page = "<html><head><title>人事信息</title></head><body>公示</body></html>"
    decoded = decode(mark + page.encode(), "text/html; charset=utf-8")
    assert (decoded.text, decoded.conflict) == (page, True)
    wide = page.encode("utf-16-le" if mark == b"\xff\xfe" else "utf-16-be")
    assert decode(mark + wide, "text/html") == DecodedText(page, decode(mark + wide, None).encoding)
