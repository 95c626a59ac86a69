"""Whether the notice and the summary beside the evidence name the digest of its manifest."""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from xuncha.gather.evidence.manifest import MANIFEST
from xuncha.gather.evidence.records import sha256
from xuncha.gather.evidence.verify import Problem

_PRINTED = re.compile(r"SHA-256\s*摘要：\s*((?:[0-9a-f]{16}\s*){4})")


def printed_problems(folder: Path) -> Iterator[Problem]:
    """What the documents next to an evidence folder say of it that is not so. Older ones say nothing."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return
    digest = sha256(manifest.read_bytes())
    for path, said in _said(folder.parent):
        if said != digest:
            yield Problem(
                path.name,
                None,
                0,
                f"写明的证据清单摘要是 {said or '（无法读取）'}，与清单现在的 {digest} 不符",
            )


def _said(result: Path) -> Iterator[tuple[Path, str]]:
    for name, reader in (("summary.json", _in_summary), ("notice.docx", _in_word)):
        path = result / name
        if not path.is_file():
            continue
        said = reader(path)
        if said is not None:
            yield path, said


def _in_summary(path: Path) -> str | None:
    """The digest, empty where the file cannot be read, None where it names none."""
    try:
        evidence = json.loads(path.read_bytes()).get("evidence")
        said = evidence["manifest_sha256"] if evidence is not None else None
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return ""
    return None if said is None else str(said)


def _in_word(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as word:
            text = re.sub(r"<[^>]+>", "", word.read("word/document.xml").decode("utf-8", "replace"))
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return ""
    found = _PRINTED.search(text)
    return re.sub(r"\s", "", found[1]) if found else None
