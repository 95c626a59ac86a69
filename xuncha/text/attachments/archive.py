"""Parts of zip files, read in pieces and never further than a total that an honest file stays under."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from xuncha.text.attachments.sink import UnreadableError

#: Bytes that may come out of one attachment, all its parts together.
MOST_BYTES = 128 << 20
#: Parts of one archive; the directory of more costs hundreds of megabytes to list.
MOST_PARTS = 20_000
_PIECE = 1 << 16
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
#: The other methods unpack a few bytes to gigabytes in one step.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
TOO_BIG = "文件解压后过大（超过 128 MB），未继续读取，需要人工查看"


class Budget:
    """Bytes that may still be unpacked, shared by an archive and the archives within it."""

    def __init__(self, left: int = MOST_BYTES) -> None:
        self.left = left

    def spend(self, size: int) -> None:
        """Raises UnreadableError when there is not that much left."""
        self.left -= size
        if self.left < 0:
            raise UnreadableError(TOO_BIG)


class Archive:
    """One zip file, to be read part by part.

    Raises:
        UnreadableError: more than :data:`MOST_PARTS` parts, or more bytes than the budget holds.
        zipfile.BadZipFile: not a sound zip file.
    """

    def __init__(self, data: bytes, budget: Budget) -> None:
        if data.count(_ENTRY) > MOST_PARTS:
            raise UnreadableError("压缩文件内的文件过多，未读取，需要人工查看")
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._budget = budget
        self.names = [entry.filename for entry in self._zip.infolist() if not entry.is_dir()]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part, in pieces of at most 64 KB.

        Raises:
            UnreadableError: the part is locked, packed in an unknown way, or larger than may still be unpacked.
        """
        entry = self._zip.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("文件设有密码，无法读取，需要人工查看")
        if entry.compress_type not in _METHODS:
            raise UnreadableError("压缩方式无法识别，需要人工查看")
        with self._zip.open(entry) as part:
            while piece := part.read(_PIECE):
                self._budget.spend(len(piece))
                yield piece

    def shown_name(self, name: str) -> str:
        """A part's name as its maker saw it: old programs write names in GBK and do not say so."""
        if self._zip.getinfo(name).flag_bits & _UTF8_NAME:
            return name
        try:
            return name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return name
