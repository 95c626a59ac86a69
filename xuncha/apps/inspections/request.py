"""What one inspection is asked to do, as kept beside its facts so that it can be judged again or resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xuncha.apps.directory.inputs import InputPaths

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".jsonl": "application/x-ndjson",
    ".toml": "application/toml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Request:
    """The questions of a run: timepoint, standard, scope, and the digests of the files handed in.

    ``digests`` are (role, SHA-256) pairs; a run can be resumed only with the same request. ``issuer`` and
    ``province`` are words of the notice. ``staged``: every name was reached through one staging address;
    ``retries``: further tries a fetch was allowed (both are known to the run, not asked of the user).
    ``site_minutes``: how long one site may keep the run waiting, 0 for as long as it takes.
    """

    asof: datetime
    standard: str
    indicators: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
    version: str
    issuer: str = ""
    max_pages: int = 300
    whole_site: bool = False
    staged: bool = False
    retries: int = 2
    site_minutes: float = 120.0


def digests_of(paths: InputPaths) -> tuple[tuple[str, str], ...]:
    """(role, SHA-256) of every input file, in a fixed order."""
    found = []
    for role, path in files_of(paths):
        found.append((role, hashlib.sha256(path.read_bytes()).hexdigest()))
    return tuple(found)


def files_of(paths: InputPaths) -> Iterable[tuple[str, Path]]:
    """(role, path) of every input file that was given."""
    roles = ("sites", "columns", "accounts", "posts", "channels", "probes", "error_reports", "words")
    return [(role, path) for role in roles if (path := getattr(paths, role)) is not None]


def media_type_of(path: Path) -> str:
    """The media type under which an input file is kept as evidence."""
    return _MEDIA_TYPES.get(path.suffix.lower(), _MEDIA_TYPES[".xlsx"])


def suffix_of(media_type: str) -> str:
    """The suffix an input file needs to be read again; the reverse of :func:`media_type_of`."""
    return next((suffix for suffix, known in _MEDIA_TYPES.items() if known == media_type), ".xlsx")
