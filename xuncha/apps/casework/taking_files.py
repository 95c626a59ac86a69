"""Files that people hand in with a form: few kinds, bounded, looked into, and never shown by this system itself.

What the bytes are decides, not the name. Pictures and PDFs are written anew; a Word or Excel file is kept as it
came, if it holds neither macros nor other programs nor a template from elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from django.http import FileResponse, Http404

from xuncha.apps.casework import pdf_process
from xuncha.apps.casework.models import StoredFile
from xuncha.apps.casework.pictures import PictureRefusedError, redrawn
from xuncha.apps.casework.uploads import takes_up_to

MOST_BYTES = 15 << 20
MOST_FILES = 5
#: What a form with files may weigh altogether.
MOST_IN_ALL = MOST_FILES * MOST_BYTES + (1 << 20)
ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx"
PICTURES = ".jpg,.jpeg,.png,.webp"
_MOST_PARTS, _MOST_UNPACKED = 2000, 200 << 20
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_PROGRAMS = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|/macrosheets/|/dialogsheets/|customUI", re.I)
_OUTSIDE = re.compile(rb"(?:attachedTemplate|oleObject|frame|externalLink)[^>]*TargetMode\s*=|"
                      rb"TargetMode\s*=[^>]*(?:attachedTemplate|oleObject|frame|externalLink)", re.I)  # fmt: skip
_TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class FileRefusedError(Exception):
    """A file is not taken; the message names it and says why, in Chinese."""


def safe_form(content: bytes, *, only_pictures: bool = False) -> tuple[str, bytes]:
    """(ending, bytes to keep) of what was sent.

    Raises:
        FileRefusedError: of no kind that is taken, too large, damaged, or with a program inside.
    """
    if not content:
        raise FileRefusedError("文件是空的。")
    if len(content) > MOST_BYTES:
        raise FileRefusedError(f"超过 {MOST_BYTES >> 20} MB，请缩小后再传。")
    if not only_pictures and b"%PDF-" in content[:1024]:
        return "pdf", _pdf_anew(content)
    if not only_pictures and content.startswith(b"PK\x03\x04"):
        return _office_kind(content), content
    try:
        return "jpg", redrawn(content)[0]
    except PictureRefusedError:
        kinds = "图片（JPEG、PNG、WebP）" if only_pictures else "图片、PDF、Word（docx）、Excel（xlsx）"
        raise FileRefusedError(f"只接受完好的{kinds}文件。") from None


def _pdf_anew(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xuncha-") as folder:
        source, target = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        source.write_bytes(content)
        command = [sys.executable, "-I", pdf_process.__file__, str(source), str(target)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False)
        except subprocess.TimeoutExpired:
            raise FileRefusedError("PDF 太复杂，未能在限定时间内读完；请另存为图片后上传。") from None
        said = done.stdout.strip()
        if not said.isdigit() or not target.exists():
            raise FileRefusedError(f"{said or 'PDF 太复杂或已损坏，请另存后重试'}。")
        made = target.read_bytes()
    if len(made) > 2 * MOST_BYTES:
        raise FileRefusedError(f"PDF 展开后超过 {2 * MOST_BYTES >> 20} MB，请缩小后再传。")
    return made


def _office_kind(content: bytes) -> str:
    damaged = FileRefusedError("文件已损坏或设有密码，请另存后重试。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
            if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > _MOST_UNPACKED:
                raise FileRefusedError("文件展开后太大。")
            names = {info.filename for info in infos}
            kind = next((kind for part, kind in _OFFICE.items() if part in names), "")
            if not kind or "[Content_Types].xml" not in names:
                raise FileRefusedError("只接受图片、PDF、Word（docx）、Excel（xlsx）文件。")
            if any(_PROGRAMS.search(name) for name in names):
                raise FileRefusedError("文件含有宏或嵌入的程序，不能接收；请另存为不含宏的文件。")
            for name in sorted(names):
                if name.endswith(".rels") and _OUTSIDE.search(_read(parts, name)):
                    raise FileRefusedError("文件引用了外部模板或对象，不能接收；请断开链接后另存。")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise damaged from None
    return kind


def _read(parts: zipfile.ZipFile, name: str) -> bytes:
    with parts.open(name) as part:
        return part.read(4 << 20)


def shown_name(name: str) -> str:
    """The name of a file as it is shown and downloaded: its last part, without control characters, short."""
    plain = "".join(char for char in name.replace("\\", "/") if char.isprintable())
    return PurePosixPath(plain).stem[:80] or "文件"


def keep_files(
    model: type[StoredFile], sent: Iterable[Any], by: Any, *, only_pictures: bool = False, **of: Any
) -> list[StoredFile]:
    """Keep files sent with a form as rows of ``model``; ``of`` says what they belong to. All or none.

    Raises:
        FileRefusedError: naming the file and why; nothing of this call is kept.
    """
    files = list(sent)
    if len(files) > MOST_FILES:
        raise FileRefusedError(f"一次最多 {MOST_FILES} 个文件。")
    kept = []
    for one in files:
        name = shown_name(one.name or "")
        try:
            if one.size > MOST_BYTES:
                raise FileRefusedError(f"超过 {MOST_BYTES >> 20} MB，请缩小后再传。")
            ending, content = safe_form(one.read(), only_pictures=only_pictures)
        except FileRefusedError as error:
            raise FileRefusedError(f"{name}：{error}") from None
        kept.append((f"{name}.{ending}", ending, content))
    rows = []
    for name, ending, content in kept:
        row = model(
            file_name=name,
            stored_as=f"{uuid4().hex}.{ending}",
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            added_by=by,
            **of,
        )
        write_new(row.path, content)
        row.save()
        rows.append(row)
    return rows


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet, readable by its owner alone, and wait until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def answer_with(row: StoredFile) -> FileResponse:
    """A kept file as a download that runs nowhere. Raises Http404 where the file is gone."""
    try:
        file = row.path.open("rb")
    except OSError:
        raise Http404 from None
    kind = _TYPES[row.stored_as.rpartition(".")[2]]
    response = FileResponse(file, as_attachment=True, filename=row.file_name, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def takes_files(view: Any) -> Any:
    """A view whose form has files: a body that is too large is refused before anything of it is read."""
    return takes_up_to(MOST_IN_ALL)(view)
