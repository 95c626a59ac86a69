"""Files that are there whole or not at all, whatever ends the program while it writes them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

#: What a file is called while it is being written.
PART = ".part"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, also after a power cut.

    Raises:
        OSError: it cannot be written; the file of that name, if there was one, is as before.
    """
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)  # half a file helps nobody, least of all on a full disk
        raise
    part.replace(path)


def clear_parts(*folders: Path) -> None:
    """Take away what a killed program was just writing into these folders (not into those below)."""
    for part in _parts(folders):
        part.unlink(missing_ok=True)


def _parts(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from folder.glob(f"*{PART}")
