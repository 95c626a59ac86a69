"""Reads attached files in a process of its own, under limits on memory and time.

A hostile file can make a reader ask for hundreds of gigabytes, run for hours or crash; then only that
process ends, and the file counts as not read. Run as a module, it takes one line of JSON and the bytes of
the file on its standard input and prints what it read as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import xuncha
from xuncha.text.attachments import AttachmentText, attachment_text
from xuncha.text.attachments.kinds import kind_of

#: Address space of the reading process, in bytes.
MEMORY_LIMIT = 1 << 30
#: Wall-clock seconds for one file, where the caller names none.
SECONDS = 30
_MODULE = "xuncha.gather.attachment_process"
_FAILED = "读取时超出内存或时间上限，或文件异常，未能读取，需要人工查看"
_PACKAGES = str(Path(xuncha.__file__).resolve().parents[1])


def read_attachment(data: bytes, file_name: str, *, limit: int, seconds: int = SECONDS) -> AttachmentText:
    """``attachment_text`` under limits: at most ``limit`` characters, ``seconds`` of time, 1 GiB of memory.

    Blocks while it reads; never raises for what the file holds.
    """
    asked = (
        json.dumps(
            {"file_name": file_name, "limit": limit, "seconds": seconds, "memory": MEMORY_LIMIT}
        ).encode()
        + b"\n"
    )
    # -P: what happens to lie in the current folder is never imported.
    command = [sys.executable, "-P", "-m", _MODULE]
    try:
        ended = subprocess.run(
            command,
            input=asked + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": _PACKAGES},
            check=True,
        )
        return AttachmentText(**json.loads(ended.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError):
        return AttachmentText("", kind_of(data, file_name), False, _FAILED)


def main() -> None:
    """Read the file on standard input and print its text."""
    asked = json.loads(sys.stdin.buffer.readline())
    resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    read = attachment_text(sys.stdin.buffer.read(), asked["file_name"], limit=asked["limit"])
    print(json.dumps(asdict(read)))


if __name__ == "__main__":
    main()
