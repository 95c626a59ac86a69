"""Archives put together by hand, and how the tests of this folder read an attached file."""

from __future__ import annotations

import io
import zipfile

from xuncha.text.attachments import AttachmentText, attachment_text

LIMIT = 100_000


def read(data: bytes, file_name: str = "附件", limit: int = LIMIT) -> AttachmentText:
    return attachment_text(data, file_name, limit=limit)


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
