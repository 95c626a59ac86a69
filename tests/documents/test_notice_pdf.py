"""The PDF, read back; and what happens on a machine that cannot make one."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdf
import pytest
import typst
from waiting import until

from xuncha.documents import libreoffice, notice_pdf, typst_print
from xuncha.documents.fonts import (
    PACKAGED_FAMILY,
    has_chinese,
    installed_chinese_families,
    packaged_fonts,
    stack,
    write_fontconfig,
)
from xuncha.documents.notice_data import NoticeData
from xuncha.documents.notice_docx import render_docx
from xuncha.documents.notice_pdf import PdfNotPossible, PdfResult, render_pdf


def text_of(printed: PdfResult) -> str:
    pages = pypdf.PdfReader(io.BytesIO(printed.content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def assert_printed_or_refused(data: NoticeData, engine: notice_pdf.Engine | None, *, able: bool) -> None:
    """On a machine without the means the refusal is the right answer, and must say what to install."""
    if not able:
        with pytest.raises(PdfNotPossible, match="请安装"):
            render_pdf(data, render_docx(data), prefer=engine)
        return
    printed = render_pdf(data, render_docx(data), prefer=engine)
    assert engine in (None, printed.engine)
    text = text_of(printed)
    for words in ("99.80%", "99.89%", "除甲溪市外，其他20个市网站合格率均为100%", "附件3", "—1—", "—2—"):
        assert words in text


def _typst_can() -> bool:
    return has_chinese(typst.Fonts().families())


def _office_can() -> bool:
    return libreoffice.find_office() is not None and has_chinese(installed_chinese_families())


def test_typst(golden_data: NoticeData) -> None:
    assert_printed_or_refused(golden_data, "typst", able=_typst_can())


def test_libreoffice(golden_data: NoticeData) -> None:
    assert_printed_or_refused(golden_data, "libreoffice", able=_office_can())


def test_hostile_names_do_not_reach_typst_as_markup(single_data: Callable[..., NoticeData]) -> None:
    evil = '#panic("x") $x$ *b* <label> #read("/etc/hostname") \\ @ref `raw` ' + "A" * 10_000
    data = single_data(evil, title=evil, issuer=evil)
    if not _typst_can():
        with pytest.raises(PdfNotPossible):
            render_pdf(data, b"", prefer="typst")
        return
    assert '#panic("x")$x$*b*<label>' in text_of(render_pdf(data, b"", prefer="typst"))


def test_no_chinese_font_is_refused(golden_data: NoticeData, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_print, "has_chinese", lambda families: False)
    with pytest.raises(PdfNotPossible, match="fonts-noto-cjk"):
        render_pdf(golden_data, b"", prefer="typst")


def test_typst_takes_over_where_there_is_no_office(
    golden_data: NoticeData, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if not _typst_can():
        pytest.skip("no Chinese font")
    monkeypatch.setenv("PATH", str(tmp_path))
    printed = render_pdf(golden_data, b"")
    assert printed.engine == "typst"
    assert golden_data.issuer in text_of(printed)
    with pytest.raises(PdfNotPossible, match="未安装 LibreOffice"):
        render_pdf(golden_data, b"", prefer="libreoffice")


def test_what_nobody_reviewed_is_printed_by_typst_and_the_rest_by_the_office(
    golden_data: NoticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_pdf, "print_with_typst", lambda data: b"%PDF-typst")
    monkeypatch.setattr(notice_pdf, "_converted", lambda docx: b"%PDF-office")
    assert render_pdf(golden_data, b"").engine == "libreoffice"
    assert render_pdf(replace(golden_data, reviewed=False), b"").engine == "typst"


def test_the_office_takes_over_where_typst_has_no_font(
    golden_data: NoticeData, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst_print, "has_chinese", lambda families: False)
    monkeypatch.setattr(notice_pdf, "_converted", lambda docx: b"%PDF-office")
    draft = replace(golden_data, reviewed=False)
    assert render_pdf(draft, b"") == PdfResult(b"%PDF-office", "libreoffice")


def _program(folder: Path, script: str) -> str:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_an_office_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    noted = tmp_path / "child"
    office = _program(tmp_path, f"sleep 300 &\necho $! > {noted}\nwait")
    begun = time.monotonic()
    with pytest.raises(libreoffice.ConversionFailed, match="没有完成转换"):
        libreoffice.convert(b"docx", office=office, seconds=5)
    assert time.monotonic() - begun < 120
    until(lambda: not _is_running(int(noted.read_text())))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"  # ended; whoever adopted it has not collected it yet


@pytest.mark.parametrize(
    "script", ["exit 1", "echo broken", 'for last; do :; done; echo junk > "${last%.docx}.pdf"']
)
def test_an_office_that_prints_nothing_usable(tmp_path: Path, script: str) -> None:
    with pytest.raises(libreoffice.ConversionFailed, match="没有生成 PDF"):
        libreoffice.convert(b"docx", office=_program(tmp_path, script), seconds=120)


def test_an_office_without_room_for_its_temporary_files(tmp_path: Path) -> None:
    """With hardly any it prints all the same, but in other fonts."""
    office = _program(tmp_path, "echo started > $TMPDIR/started")
    with pytest.raises(libreoffice.NoRoom, match="请先腾出空间"):
        libreoffice.convert(b"docx", office=office, seconds=120, room=1 << 60)


def test_an_office_that_cannot_start(tmp_path: Path) -> None:
    with pytest.raises(libreoffice.ConversionFailed, match="无法启动"):
        libreoffice.convert(b"docx", office=str(tmp_path / "none"), seconds=5)


def test_what_the_office_printed_is_returned(tmp_path: Path) -> None:
    script = 'for last; do :; done; printf "%%PDF-1.7" > "${last%.docx}.pdf"'
    assert libreoffice.convert(b"docx", office=_program(tmp_path, script), seconds=120) == b"%PDF-1.7"


def test_stand_ins_follow_the_named_font(tmp_path: Path) -> None:
    root = ElementTree.parse(write_fontconfig(tmp_path)).getroot()
    aliases = {alias.findtext("family"): alias for alias in root.iter("alias")}
    assert set(aliases) == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}
    accepted = [family.text for family in aliases["仿宋_GB2312"].iter("family")]
    assert accepted == stack("仿宋_GB2312")
    assert accepted.index("FandolFang R") < accepted.index("Noto Serif CJK SC")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads are counted in /proc")
def test_typst_prints_with_a_single_thread_of_its_own() -> None:
    program = (
        "import os, typst, xuncha.documents.typst_print as own; typst.compile(b'one', font_paths=own.packaged_fonts());"
        " print(len(os.listdir('/proc/self/task')))"
    )
    env = {name: value for name, value in os.environ.items() if name != "RAYON_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env
    )
    assert int(done.stdout) == 2


def test_the_font_of_the_program_goes_by_its_name() -> None:
    """Where the machine has it, that of the program is not looked at."""
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=packaged_fonts())
    assert (PACKAGED_FAMILY, 400) in {(face.family, face.weight) for face in own.fonts()}


def test_fonts_that_hold_no_simplified_chinese() -> None:
    assert not has_chinese(["Libertinus Serif", "DejaVu Sans Mono", "Noto Sans CJK JP"])
    assert has_chinese(["noto serif cjk sc"])


def test_a_machine_without_fontconfig_lists_no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installed_chinese_families() == []
