"""The file that samples are appended to: rows that ``inspect --probes`` reads, each there whole or not at all."""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from xuncha.apps.directory.keys import SITE_CODE
from xuncha.facts.seen import BEIJING
from xuncha.facts.website import ProbeSample
from xuncha.told import BadInputError

HEADER = (SITE_CODE, "时间", "耗时毫秒", "状态", "有效", "备注")
_TAIL = 1 << 16


class ProbeLogError(BadInputError):
    """The file cannot be appended to; the message says why, in Chinese."""


class ProbeLog:
    """An open file of samples; use as ``with ProbeLog(path) as log``. One process at a time.

    ``last`` is the time of each site's latest sample. What a killed process left of a row is cut off.

    Raises:
        ProbeLogError: another process is writing, or the file is no file of samples.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.last: dict[str, datetime] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            self._take_hold()
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def append(self, rows: Iterable[tuple[str, ProbeSample, str]]) -> int:
        """Add samples (site code, sample, note) and bring them to the disk; returns how many.

        A site's sample of a second that is already in the file is left out: one sample counts once.

        Raises:
            OSError: the disk is full; the file is left with whole rows alone.
        """
        buffer = io.StringIO()
        write = csv.writer(buffer, lineterminator="\n").writerow
        count = 0
        for code, sample, note in rows:
            if code in self.last and self.last[code] >= sample.at:
                continue
            self.last[code] = sample.at
            elapsed = "" if sample.elapsed_ms is None else sample.elapsed_ms
            at = sample.at.astimezone(BEIJING).isoformat(timespec="seconds")
            write((code, at, elapsed, sample.outcome, int(sample.valid), note))
            count += 1
        self._write(buffer.getvalue().encode("utf-8"))
        return count

    def _take_hold(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ProbeLogError(
                f"{self._path}：另一个拨测进程正在写这个文件，请先停止它，或换一个文件"
            ) from None
        self._cut_torn_row()
        if os.fstat(self._file).st_size == 0:
            self._write((",".join(HEADER) + "\n").encode("utf-8"))
        else:
            self._read()

    def _cut_torn_row(self) -> None:
        size = os.fstat(self._file).st_size
        tail = os.pread(self._file, _TAIL, max(0, size - _TAIL))
        if tail and not tail.endswith(b"\n"):
            os.ftruncate(self._file, max(0, size - _TAIL) + tail.rfind(b"\n") + 1 if b"\n" in tail else 0)

    def _read(self) -> None:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                rows = csv.reader(file)
                if tuple(next(rows, ())) != HEADER:
                    raise ProbeLogError(
                        f"{self._path}：第 1 行不是拨测记录的表头（应为 {','.join(HEADER)}），没有写入"
                    )
                for number, row in enumerate(rows, start=2):
                    self._note(number, row)
        except UnicodeDecodeError:
            raise ProbeLogError(f"{self._path}：不是 UTF-8 文件，没有写入；请换一个文件") from None

    def _note(self, number: int, row: list[str]) -> None:
        try:
            code, at = row[0], datetime.fromisoformat(row[1])
        except (IndexError, ValueError):
            raise ProbeLogError(f"{self._path}：第 {number} 行不是拨测记录，没有写入") from None
        at = at if at.tzinfo else at.replace(tzinfo=BEIJING)
        # A clock that was set back must not let a sample into the file twice.
        self.last[code] = max(at, self.last.get(code, at - timedelta(seconds=1)))

    def _write(self, data: bytes) -> None:
        if not data:
            return
        size = os.fstat(self._file).st_size
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
            os.fsync(self._file)
        except OSError:
            os.ftruncate(self._file, size)
            raise
