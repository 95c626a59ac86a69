"""Time left reads as a part of a sentence, however little it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from xuncha.apps.inspections.progress import Progress


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "剩余不到 1 分钟"),
        (59, "剩余不到 1 分钟"),
        (60, "约剩 1 分钟"),
        (7140, "约剩 119 分钟"),
        (7260, "约剩 2 小时 1 分钟"),
    ],
)
def test_in_words(seconds: int, words: str) -> None:
    none: Any = None
    shown = Progress(9, 1, 1, 0, 1, 1, 1, 1.0, timedelta(seconds=seconds), 1, none, (), ())
    assert shown.left_words == words
