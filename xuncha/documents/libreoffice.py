"""The Word file as PDF by LibreOffice without a window."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

from xuncha.documents.fonts import write_fontconfig
from xuncha.scratch import Scratch

_NAMES = ("soffice", "libreoffice")
_SECONDS = 120.0
#: Below this it prints without a word in other fonts, or not at all (bytes).
_ROOM = 8 << 20


class ConversionFailed(RuntimeError):  # noqa: N818 - named after what happened
    """LibreOffice gave no PDF; the message says why, in Chinese."""


class NoRoom(ConversionFailed):
    """There is too little room for its temporary files."""


def find_office() -> str | None:
    """The path of the LibreOffice program, None when it is not installed."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


def convert(docx: bytes, *, office: str, seconds: float = _SECONDS, room: int = _ROOM) -> bytes:
    """``docx`` as PDF, in a profile of its own, so that an open office of the user is not disturbed.

    ``room``: bytes for temporary files that must be free before and after; with less it prints in other fonts.

    Raises:
        ConversionFailed: after ``seconds``, or when nothing usable came out. No process is left behind.
    """
    with Scratch("office") as scratch:
        folder = scratch.path
        source, target = folder / "notice.docx", folder / "notice.pdf"
        _needs_room(folder, room)
        source.write_bytes(docx)
        command = [
            office,
            "--headless",
            "--norestore",
            "--nolockcheck",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source)),
        ]
        kept_here = {"HOME": str(folder), "TMPDIR": str(folder)}
        environment = {**os.environ, "FONTCONFIG_FILE": str(write_fontconfig(folder)), **kept_here}
        said = _run(command, environment, seconds)
        _needs_room(folder, room)
        if not target.is_file() or not (printed := target.read_bytes()).startswith(b"%PDF-"):
            raise ConversionFailed(f"LibreOffice 没有生成 PDF：{said or '没有给出原因'}")
        return printed


def _needs_room(folder: Path, room: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < room:
        raise NoRoom(f"临时文件夹 {folder.parent} 只剩 {free >> 20} MiB，不够 LibreOffice 使用，请先腾出空间")


def _run(command: list[str], environment: dict[str, str], seconds: float) -> str:
    try:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionFailed(f"LibreOffice 无法启动：{error.strerror}") from error
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ConversionFailed(f"LibreOffice 在 {seconds:g} 秒内没有完成转换") from error
    finally:
        _end(process)
    return said.decode("utf-8", "replace").strip()[-200:]


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the whole group: the starter script leaves the real program as its child."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    if process.stdout is not None:
        process.stdout.close()
    process.wait()
