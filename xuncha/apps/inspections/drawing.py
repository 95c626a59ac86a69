"""The draw of a sample as it was made, kept so that anyone can make it again: frame, share, seed and outcome."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xuncha.apps.inspections.models import Round
from xuncha.apps.inspections.sampling import STRATUM, Redraw, compare


def inputs_folder(round_: Round) -> Path:
    """Where the lists of a round lie: beside its result."""
    return round_.result.with_name(f"{round_.folder}.inputs")


def handed_in(round_: Round) -> dict[str, str]:
    """SHA-256 of every file that lies with the lists of a round, by name."""
    folder = inputs_folder(round_)
    files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def frame_file(round_: Round, kind: str) -> Path:
    """Where the list lies from which a sample was drawn."""
    return inputs_folder(round_) / f"frame-{kind}.csv"


def draw_again(round_: Round) -> list[Redraw]:
    """Every draw of a round made once more from its frame, and held against what was inspected."""
    found = []
    for kind in STRATUM:
        frame, first = frame_file(round_, kind), inputs_folder(round_) / f"{kind}.csv"
        if frame.is_file() and first.is_file():
            found.append(compare(kind, frame, first, round_.percent or 100, round_.seed))
    return found
