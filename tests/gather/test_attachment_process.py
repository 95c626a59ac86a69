"""Attached files read in a process that may fail alone."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from xuncha.gather import attachment_process
from xuncha.gather.attachment_process import read_attachment
from xuncha.text.attachments import AttachmentText


def test_it_reads_what_the_reader_reads() -> None:
    got = read_attachment("姓名 张三".encode(), "名\n单.txt", limit=100)
    assert got == AttachmentText("姓名 张三", "text", True, "")


def test_a_reader_that_dies_leaves_the_file_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_process, "_MODULE", "xuncha.no_such_module")
    got = read_attachment(b"text", "a.txt", limit=100)
    assert not got.complete
    assert "需要人工查看" in got.problem


def test_a_reader_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def never_ends(command: list[str], **given: Any) -> None:
        raise subprocess.TimeoutExpired(command, given["timeout"])

    monkeypatch.setattr(subprocess, "run", never_ends)
    assert not read_attachment(b"text", "a.txt", limit=100, seconds=1).complete


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachment_process, "MEMORY_LIMIT", 64 << 20)
    got = read_attachment(b"a" * (80 << 20), "a.txt", limit=100)
    assert got == AttachmentText("", "text", False, attachment_process._FAILED)
