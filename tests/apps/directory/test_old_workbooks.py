"""The binary workbooks of before 2007 (.xls): one is put together here, record by record."""

from __future__ import annotations

import struct
from pathlib import Path

from xuncha.apps.directory.problems import BadCell, Problems
from xuncha.apps.directory.tables import Layout, read_table

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

#: What a cell shows whose formula failed, and the number that stands in the file.
ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
#: Results of formulas as the file keeps them: failed, true, an empty text, a number.
FORMULAS = {
    "=REF": bytes([2, 0, 23, 0, 0, 0, 0xFF, 0xFF]),
    "=TRUE": bytes([1, 0, 1, 0, 0, 0, 0xFF, 0xFF]),
    "=TEXT": bytes([3, 0, 0, 0, 0, 0, 0xFF, 0xFF]),
    "=7": struct.pack("<d", 7),
}


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text(value: str) -> bytes:
    return struct.pack("<B", 1) + value.encode("utf-16-le")


def cell(row: int, place: int, value: str | float) -> bytes:
    where = struct.pack("<HHH", row, place, 0)
    if value in ERRORS:
        return record(0x0205, where + struct.pack("<BB", ERRORS[value], 1))
    if value in FORMULAS:
        return record(0x0006, where + struct.pack("<8sHIH", FORMULAS[value], 0, 0, 0))
    if isinstance(value, str):
        return record(0x0204, where + struct.pack("<H", len(value)) + text(value))
    return record(0x0203, where + struct.pack("<d", value))


def start(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x06))


def stream(name: str, rows: list[list[str | float]]) -> bytes:
    end = record(0x000A, b"")
    page = start(0x0005) + record(0x0042, struct.pack("<H", 1200))

    def listed(offset: int) -> bytes:
        return record(0x0085, struct.pack("<IBBB", offset, 0, 0, len(name)) + text(name))

    before = len(page) + len(listed(0)) + len(end)
    sheet = start(0x0010)
    sheet += record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    sheet += b"".join(
        cell(number, place, value) for number, row in enumerate(rows) for place, value in enumerate(row)
    )
    whole = page + listed(before) + end + sheet + end
    return whole.ljust(max(4096, -(-len(whole) // _SECTOR) * _SECTOR), b"\0")


def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ",
        encoded,
        len(encoded),
        kind,
        1,
        _FREE,
        _FREE,
        child,
        b"",
        0,
        b"",
        b"",
        first,
        size,
    )


def old_workbook(path: Path, rows: list[list[str | float]]) -> Path:
    content = stream("名单", rows)
    sectors = len(content) // _SECTOR
    chain = [_FAT, _END, *range(3, sectors + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    folder = entry("Root Entry", 5, 1, _END, 0) + entry("Workbook", 2, _FREE, 2, len(content))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        b"",
        0,
        1,
        1,
        0,
        4096,
        _END,
        0,
        _END,
        0,
        0,
    ) + struct.pack("<108I", *[_FREE] * 108)
    path.write_bytes(header + table + folder.ljust(_SECTOR, b"\0") + content)
    return path


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["羊城市名单"], ["编号", "名称"], [4401000001.0, "甲滘"], ["0012", 1.5]]
    problems = Problems()
    path = old_workbook(tmp_path / "a.xls", rows)
    found = list(read_table(path, Layout(("编号", "名称")), problems))
    assert problems.rows == ()
    assert [(row.number, dict(row.values)) for row in found] == [
        (3, {"编号": "4401000001", "名称": "甲滘"}),
        (4, {"编号": "0012", "名称": "1.5"}),
    ]


def test_a_failed_formula_is_named_not_read_as_an_empty_cell(tmp_path: Path) -> None:
    rows = [["编号", "名称"], *([str(n), error] for n, error in enumerate([*ERRORS, "=REF"], start=1))]
    problems = Problems()
    path = old_workbook(tmp_path / "a.xls", [*rows, ["90", "=TRUE"], ["91", "=7"], ["92", "好"]])
    cells = [row.values["名称"] for row in read_table(path, Layout(("编号", "名称")), problems)]
    for error, said in zip([*ERRORS, "#REF!"], cells[: len(ERRORS) + 1], strict=True):
        assert isinstance(said, BadCell)
        assert f"出错的公式（{error}：" in str(said)
    assert cells[len(ERRORS) + 1 :] == ["1", "7", "好"]
    assert not problems.rows


def test_a_damaged_one_is_told_as_before(tmp_path: Path) -> None:
    path = old_workbook(tmp_path / "a.xls", [["编号", "名称"], ["1", "#REF!"]])
    content = path.read_bytes()
    for size in (600, 1030, len(content) // 2):
        path.write_bytes(content[:size])
        problems = Problems()
        list(read_table(path, Layout(("编号", "名称")), problems))
        assert len(problems.rows) == 1
        assert "Excel" in problems.rows[0].message
