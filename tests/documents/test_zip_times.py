"""Archives written at different times are the same bytes, and hold what they held."""

from __future__ import annotations

import io
import zipfile

from xuncha.documents.zip_times import without_times

FIRST = (1980, 1, 1, 0, 0, 0)
PARTS = {
    "[Content_Types].xml": b"<a/>",
    "word/文档.xml": b"<b/>" * 5000,
    "empty": b"",
    "word/theme.bin": bytes(range(256)),
}


def archive(year: int) -> io.BytesIO:
    """One written in some year."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in PARTS.items():
            entry = zipfile.ZipInfo(name, (year, 11, 27, 23, 59, 58))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.comment = b"PK\x01\x02"  # what looks like the mark of the next entry
            target.writestr(entry, content)
    return written


def test_the_time_of_writing_leaves_no_trace() -> None:
    assert archive(2025).getvalue() != archive(2026).getvalue()
    assert without_times(archive(2025)) == without_times(archive(2026))


def test_all_is_there_and_whole() -> None:
    with zipfile.ZipFile(io.BytesIO(without_times(archive(2026)))) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == PARTS
        assert {entry.date_time for entry in read.infolist()} == {FIRST}


def test_both_headers_of_an_entry_say_the_same() -> None:
    content = without_times(archive(2026))
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        starts = [entry.header_offset for entry in read.infolist()]
    assert {content[start + 10 : start + 14] for start in starts} == {b"\x00\x00\x21\x00"}
