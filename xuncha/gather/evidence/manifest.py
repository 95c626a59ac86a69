"""The list of all evidence files of a run, signed off at its end with their digests and chain heads.

The manifest carries its own digest. Whoever keeps that one line elsewhere (on paper, in the notice's file,
in a time-stamp) can show later that not a byte of the evidence was changed, added or taken away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xuncha import __version__
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.warc_file import SEAL_URI
from xuncha.told import ToldError
from xuncha.whole_file import PART, write_whole

MANIFEST, TIME_STAMP = "manifest.json", "manifest.tsr"
FORMAT = "xuncha-evidence-manifest/1"
#: Files of the evidence folder that are about the evidence, not part of it.
BESIDE = frozenset({MANIFEST, TIME_STAMP})
_CHUNK = 1 << 20
#: How a stored (uncompressed) gzip member begins, and the furthest a seal can lie from the end of its file.
_SEAL_START, _SEAL_ROOM = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 4096


class ManifestError(ToldError):
    """A manifest cannot be written or read; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class ListedFile:
    """One evidence file: length, digest of all its bytes and, for a sealed WARC file, its record count and
    chain head (the digest of its last member)."""

    name: str
    bytes: int
    sha256: str
    records: int | None = None
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was signed off: the files and, in ``about``, of which run (timepoint, standard …)."""

    software: str
    signed_at: str
    about: Mapping[str, str]
    files: tuple[ListedFile, ...]
    previous: str = ""

    def to_bytes(self) -> bytes:
        """The one form in which this manifest is stored, its own digest at the end."""
        content = {"format": FORMAT, **asdict(self)}
        return _dumped({**content, "sha256": _own_digest(content)})

    @property
    def digest(self) -> str:
        """The digest to be kept elsewhere: of the stored file as a whole."""
        return sha256(self.to_bytes())


def _dumped(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _own_digest(content: Mapping[str, Any]) -> str:
    return sha256(_dumped(content))


def sign_off(folder: Path, about: Mapping[str, str], at: datetime) -> Manifest:
    """List every evidence file of ``folder`` and store the manifest there.

    Nothing is written when the manifest there says the same already (its time stays). One that says
    something else is replaced, and its digest named as ``previous``.

    Raises:
        ManifestError: a file is still open, or is not what its seal says.
    """
    for name in BESIDE:  # begun by a program that was killed over it
        (folder / f"{name}{PART}").unlink(missing_ok=True)
    files = tuple(_listed(path, folder) for path in evidence_files(folder))
    before = _read_or_none(folder / MANIFEST)
    previous = ""
    if before is not None:
        if (before.files, dict(before.about)) == (files, dict(about)):
            return before
        previous = before.digest
    manifest = Manifest(f"xuncha/{__version__}", at.isoformat(timespec="seconds"), about, files, previous)
    (folder / TIME_STAMP).unlink(missing_ok=True)  # it was given for the manifest before
    write_whole(folder / MANIFEST, manifest.to_bytes())
    return manifest


def evidence_files(folder: Path) -> list[Path]:
    """Every file of the evidence, also in folders below, in a fixed order."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if path.relative_to(folder).as_posix() not in BESIDE)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest back.

    Raises:
        ManifestError: there is none, or not a byte-for-byte whole one.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ManifestError("没有证据清单 manifest.json：检查没有做完，或清单被删去") from None
    except OSError as error:
        raise ManifestError(f"证据清单无法读取（{error.strerror}）") from None
    try:
        content = json.loads(raw)
        files = tuple(ListedFile(**entry) for entry in content["files"])
        manifest = Manifest(
            content["software"], content["signed_at"], content["about"], files, content["previous"]
        )
        is_whole = manifest.to_bytes() == raw
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ManifestError("证据清单无法读取，可能被改动") from None
    if not is_whole:
        raise ManifestError("证据清单与其自身的摘要不符，被改动过")
    return manifest


def _read_or_none(path: Path) -> Manifest | None:
    try:
        return read_manifest(path)
    except ManifestError:
        return None


def listed_now(path: Path, folder: Path) -> ListedFile:
    """A file as it is now; for a WARC file its seal is believed, not checked."""
    digest, size, tail = hashlib.sha256(), 0, b""
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
        tail = (tail + chunk)[-_SEAL_ROOM:]
    name = path.relative_to(folder).as_posix()
    seal = tail[tail.rfind(_SEAL_START) :] if name.endswith(".warc.gz") and _SEAL_START in tail else b""
    records = _sealed_records(seal)
    return ListedFile(name, size, digest.hexdigest(), records, sha256(seal) if records is not None else None)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _sealed_records(seal: bytes) -> int | None:
    """The number of records by a seal, itself included; None where there is no seal."""
    if SEAL_URI.encode() not in seal:
        return None
    block = seal.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[0]
    try:
        return int(json.loads(block)["records"]) + 1
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _listed(path: Path, folder: Path) -> ListedFile:
    if path.name.endswith(PART):
        raise ManifestError(f"{path.name}：证据文件没有关闭，清单不能签发")
    found = listed_now(path, folder)
    if path.name.endswith(".warc.gz") and found.records is None:
        raise ManifestError(f"{path.name}：证据文件没有封存记录，清单不能签发")
    return found
