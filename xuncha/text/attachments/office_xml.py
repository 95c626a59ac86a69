"""The words of Word, PowerPoint, OpenDocument and OFD files, read from their XML as it streams by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from xuncha.text.attachments.archive import Archive
from xuncha.text.attachments.sink import Sink, UnreadableError

_MOST_DEPTH = 500
_NUMBERS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a kind of document marks its words: local names of XML elements.

    ``parts`` matches the names of the parts to read, in the order of the numbers in them; ``words`` holds
    text, ``lines`` end a line, ``cells`` end a table cell, ``rows`` a table row, ``marks`` stand for white
    space, and nothing below ``left_out`` is read.
    """

    parts: tuple[str, ...]
    words: frozenset[str]
    lines: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    marks: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()


SHAPES = {
    "docx": Shape(
        parts=(r"word/document\.xml", r"word/header\d*\.xml", r"word/footer\d*\.xml", r"word/(?:foot|end)notes\.xml",
               r"word/comments\.xml"),
        words=frozenset({"t"}),
        lines=frozenset({"p"}),
        cells=frozenset({"tc"}),
        rows=frozenset({"tr"}),
        marks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
        # The same text box once more, for old programs.
        left_out=frozenset({"Fallback"}),
    ),
    "pptx": Shape(
        parts=(r"ppt/slides/slide\d+\.xml", r"ppt/notesSlides/notesSlide\d+\.xml"),
        words=frozenset({"t"}),
        lines=frozenset({"p"}),
        cells=frozenset({"tc"}),
        rows=frozenset({"tr"}),
        marks={"br": "\n"},
        left_out=frozenset({"Fallback"}),
    ),
    "odf": Shape(
        parts=(r"content\.xml",),
        words=frozenset({"p", "h"}),
        lines=frozenset({"p", "h"}),
        cells=frozenset({"table-cell"}),
        rows=frozenset({"table-row"}),
        marks={"tab": "\t", "s": " ", "line-break": "\n"},
        left_out=frozenset({"tracked-changes"}),
    ),
    "ofd": Shape(
        parts=(r".*Pages?/.*Content\.xml",),
        words=frozenset({"TextCode"}),
        lines=frozenset({"TextCode"}),
    ),
}  # fmt: skip
_PICTURES = re.compile(
    r"(?:word/media|ppt/media|Pictures|Doc_\d+/Res)/.+\.(?:jpe?g|png|gif|bmp|tiff?|emf|wmf|jb2)$", re.I
)
#: A document of pictures may still have a page number or a title.
_FEW_CHARACTERS = 20


def read_document(archive: Archive, kind: str, sink: Sink) -> None:
    """Put the words of a document of ``kind`` (a key of SHAPES) into ``sink``.

    Raises UnreadableError for a document type declaration, which these formats forbid.
    """
    shape = SHAPES[kind]
    for pattern in shape.parts:
        for name in sorted((n for n in archive.names if re.fullmatch(pattern, n)), key=natural):
            parse(archive, name, Words(shape, sink))
    few = len(sink.text.strip()) < _FEW_CHARACTERS
    if few and any(_PICTURES.search(name) for name in archive.names):
        sink.miss("文档内容为图片，未识别文字，需要人工查看")


def natural(name: str) -> list[Any]:
    """Sorts slide10 behind slide9."""
    return [int(piece) if piece.isdigit() else piece for piece in _NUMBERS.split(name)]


class Handler:
    """Takes the events of one XML part. Names come without their namespaces."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text between tags."""


class Words(Handler):
    """Puts the words of one part into a sink, cells parted by tabs and rows by line ends."""

    def __init__(self, shape: Shape, sink: Sink) -> None:
        self._shape = shape
        self._sink = sink
        self._in_words = self._in_cells = self._in_left_out = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name in self._shape.left_out:
            self._in_left_out += 1
        elif name in self._shape.words:
            self._in_words += 1
        if name in self._shape.cells:
            self._in_cells += 1
        elif name in self._shape.marks and not self._in_left_out:
            self._sink.add(self._shape.marks[name])

    def end(self, name: str) -> None:
        """An element ends."""
        shape = self._shape
        if name in shape.left_out:
            self._in_left_out -= 1
        elif name in shape.words:
            self._in_words -= 1
        if name in shape.cells:
            self._in_cells -= 1
            self._sink.add("\t")
        elif name in shape.rows or (name in shape.lines and not self._in_left_out):
            # Within a cell a new line would break the row.
            self._sink.add(" " if self._in_cells else "\n")

    def characters(self, text: str) -> None:
        """Text between tags."""
        if self._in_words and not self._in_left_out:
            self._sink.add(text)


def parse(archive: Archive, name: str, handler: Handler) -> None:
    """Send the events of an XML part to ``handler``.

    Raises:
        UnreadableError: a document type declaration (entity bombs need one), or tags nested without end.
        expat.ExpatError: not well-formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            raise UnreadableError("文件结构异常（层次过深），未继续读取，需要人工查看")
        handler.start(_local(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(_local(tag))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse
    _feed(parser.Parse, archive, name)


def _feed(take: Callable[[bytes, bool], Any], archive: Archive, name: str) -> None:
    for piece in archive.pieces(name):
        take(piece, False)
    take(b"", True)


def _refuse(*_: object) -> None:
    raise UnreadableError("文件内含实体声明，可能是恶意文件，未继续读取，需要人工查看")


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]
