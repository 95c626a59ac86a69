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
    space, and nothing below ``left_out`` is read. ``boxes`` stand beside the line they are fixed to and are read
    behind it. An element of ``left_out`` within the properties (``manner``) of a line says that its end is deleted.
    """

    parts: tuple[str, ...]
    words: frozenset[str]
    lines: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()
    marks: dict[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    boxes: frozenset[str] = frozenset()
    manner: str = ""


SHAPES = {
    "docx": Shape(
        parts=(r"word/document\d*\.xml", r"word/header\d*\.xml", r"word/footer\d*\.xml", r"word/(?:foot|end)notes\.xml",
               r"word/comments\.xml"),
        words=frozenset({"t"}),
        lines=frozenset({"p"}),
        cells=frozenset({"tc"}),
        rows=frozenset({"tr"}),
        marks={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
        # The same text box once more, for old programs; what tracked changes took away; how a character is read.
        left_out=frozenset({"Fallback", "del", "moveFrom", "rt"}),
        boxes=frozenset({"txbxContent"}),
        manner="pPr",
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
        left_out=frozenset({"tracked-changes", "ruby-text"}),
        boxes=frozenset({"text-box", "note", "annotation"}),
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
        self._in_words = self._in_cells = self._in_left_out = self._in_manner = self._in_boxes = 0
        #: Of every line that is open whether its end is deleted, so that the next line goes on in it.
        self._runs_on: list[bool] = []
        #: The words of boxes whose line has not ended yet.
        self._held: list[str] = []
        self._held_size = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        shape = self._shape
        if name in shape.lines:
            self._runs_on.append(False)
        if name in shape.left_out:
            self._in_left_out += 1
            if self._in_manner and self._runs_on:
                self._runs_on[-1] = True
        elif name in shape.words:
            self._in_words += 1
        if name in shape.boxes:
            self._in_boxes += 1
        if name == shape.manner:
            self._in_manner += 1
        if name in shape.cells:
            self._in_cells += 1
        elif name in shape.marks and not self._in_left_out:
            self._add(shape.marks[name])

    def end(self, name: str) -> None:
        """An element ends."""
        shape = self._shape
        if name in shape.left_out:
            self._in_left_out -= 1
        elif name in shape.words:
            self._in_words -= 1
        if name in shape.boxes:
            self._in_boxes -= 1
        if name == shape.manner:
            self._in_manner -= 1
        runs_on = name in shape.lines and self._runs_on.pop()
        if name in shape.cells:
            self._in_cells -= 1
            self._add("\t")
        elif name in shape.rows or (name in shape.lines and not self._in_left_out and not runs_on):
            # Within a cell a new line would break the row.
            self._add(" " if self._in_cells else "\n")
            self._put_boxes()

    def characters(self, text: str) -> None:
        """Text between tags."""
        if self._in_words and not self._in_left_out:
            self._add(text)

    def _add(self, piece: str) -> None:
        if not self._in_boxes:
            self._sink.add(piece)
            return
        self._held.append(piece)
        self._held_size += len(piece)
        if self._held_size > self._sink.room:
            self._in_boxes = 0
            self._put_boxes()

    def _put_boxes(self) -> None:
        """Once the line is over, the boxes that are fixed to it."""
        if self._held and not self._in_boxes:
            held, self._held, self._held_size = "".join(self._held), [], 0
            self._sink.add(held)


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
