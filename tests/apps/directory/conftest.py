"""Files as offices hand them in, made on the spot."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from directory_headers import ACCOUNT_HEADER, SITE_HEADER


@pytest.fixture
def site_row() -> Callable[..., list[str]]:
    """A sound row of the site list; keyword arguments replace cells by their header."""

    def build(**cells: str) -> list[str]:
        sound = dict(
            zip(
                SITE_HEADER,
                (
                    "4401000001",
                    "羊城市人民政府",
                    "http://www.yc.gov.cn/",
                    "羊城市府办",
                    "南粤省府办",
                    "羊城市",
                    "门户网站",
                    "正常运行",
                ),
                strict=True,
            )
        )
        return [*(sound | cells).values()]

    return build


@pytest.fixture
def account_row() -> Callable[..., list[str]]:
    """A sound row of the account list; keyword arguments replace cells by their header."""

    def build(**cells: str) -> list[str]:
        values = ("gh_1a2B", "羊城发布", "微信公众号", "羊城市府办", "", "羊城市", "正常运行")
        return [*(dict(zip(ACCOUNT_HEADER, values, strict=True)) | cells).values()]

    return build


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as a delimited text file."""

    def write(
        rows: Sequence[Sequence[str]],
        name: str = "sites.csv",
        encoding: str = "utf-8",
        separator: str = ",",
        line_end: str = "\r\n",
    ) -> Path:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
        path = tmp_path / name
        path.write_bytes(out.getvalue().encode(encoding))
        return path

    return write


@pytest.fixture
def write_jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes objects one a line; a ``bytes`` item is written as it stands."""

    def write(items: Sequence[object], name: str = "posts.jsonl") -> Path:
        lines = [
            item if isinstance(item, bytes) else json.dumps(item, ensure_ascii=False).encode()
            for item in items
        ]
        path = tmp_path / name
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write
