"""Workbooks whose rows go to disk as they are written, so that memory does not grow with their length."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from xuncha.scratch import Scratch


@contextmanager
def workbook(target: IO[bytes]) -> Iterator[Any]:
    """A workbook that is in ``target`` when the block ends. Text stays text: nothing becomes a formula or a link.

    Raises:
        OSError: the disk of the temporary files is full.
    """
    with Scratch("workbook") as scratch:
        options = {
            "constant_memory": True,
            "tmpdir": str(scratch.path),
            "strings_to_urls": False,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
        }
        try:
            with xlsxwriter.Workbook(target, options) as book:
                yield book
        except FileCreateError as error:
            raise _disk_error(error) from error


def _disk_error(error: FileCreateError) -> OSError:
    """The library wraps what the system said, and an inner wrapping may lie between."""
    inner: object = error
    while isinstance(inner, FileCreateError) and inner.args:
        inner = inner.args[0]
    return inner if isinstance(inner, OSError) else OSError(str(error))
