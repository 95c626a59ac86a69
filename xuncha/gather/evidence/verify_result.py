"""Check the evidence of a whole run: every file, the manifest over them, and what the findings cite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from xuncha.facts.seen import Evidence
from xuncha.gather.evidence.manifest import (
    MANIFEST,
    TIME_STAMP,
    ListedFile,
    Manifest,
    ManifestError,
    evidence_files,
    listed_now,
    read_manifest,
)
from xuncha.gather.evidence.missing_parts import missing_parts
from xuncha.gather.evidence.printed_digest import printed_problems
from xuncha.gather.evidence.time_stamp import check_stamp
from xuncha.gather.evidence.verify import Problem, Verification, verify, verify_cited


def evidence_folder(directory: Path) -> Path:
    """The evidence folder of a result folder, or the folder itself."""
    inner = directory / "evidence"
    return inner if inner.is_dir() else directory


def verify_result(directory: Path, expected: str = "", root: Path | None = None) -> Verification:
    """Check the evidence of a result folder, or of its evidence folder alone.

    ``expected`` is the digest of the manifest as it was kept elsewhere, empty when unknown; ``root`` the
    certificate of the time-stamp authority.
    """
    folder = evidence_folder(directory)
    found = verify(folder)
    problems = [*found.problems, *_manifest_problems(folder, expected)]
    stamped = check_stamp(folder, root)
    if stamped is not None and stamped.problem:
        problems.append(_about(TIME_STAMP, stamped.problem))
    problems += printed_problems(folder)
    problems += missing_parts(folder)
    findings = folder.parent / "findings.jsonl"
    if findings.is_file():
        problems += _citation_problems(folder, findings)
    return Verification(found.records, tuple(problems))


def _manifest_problems(folder: Path, expected: str) -> Iterator[Problem]:
    try:
        manifest = read_manifest(folder / MANIFEST)
    except ManifestError as error:
        yield _about(MANIFEST, str(error))
        return
    if expected and manifest.digest != expected.lower():
        yield _about(MANIFEST, f"清单摘要是 {manifest.digest}，与给出的 {expected} 不符")
    yield from _differences(
        manifest, {path.relative_to(folder).as_posix(): path for path in evidence_files(folder)}, folder
    )


def _differences(manifest: Manifest, present: dict[str, Path], folder: Path) -> Iterator[Problem]:
    for listed in manifest.files:
        path = present.pop(listed.name, None)
        if path is None:
            yield _about(listed.name, "清单中的文件不见了")
            continue
        now = listed_now(path, folder)
        if now != listed:
            yield _about(listed.name, f"与清单不符：{'、'.join(_changed(listed, now))}")
    for name in present:
        yield _about(name, "清单之外的文件：是清单签发以后增加的")


def _changed(listed: ListedFile, now: ListedFile) -> Iterator[str]:
    if now.bytes != listed.bytes:
        yield f"长度应为 {listed.bytes} 字节，现为 {now.bytes}"
    if now.sha256 != listed.sha256:
        yield "内容摘要不同"
    if now.records != listed.records:
        yield f"记录数应为 {listed.records}，封存记录写的是 {now.records}"
    if now.head != listed.head:
        yield "末条记录的摘要不同"


def _citation_problems(folder: Path, findings: Path) -> tuple[Problem, ...]:
    try:
        # Words of a site may hold characters that end a line elsewhere, and do not in JSON.
        cited = list(_cited(filter(None, findings.read_text(encoding="utf-8").split("\n"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return (_about("findings.jsonl", "无法读取，未能核对问题引用的证据"),)
    return verify_cited(folder, sorted(cited, key=lambda evidence: evidence.warc))


def _cited(lines: Iterable[str]) -> Iterator[Evidence]:
    for line in lines:
        for entry in json.loads(line)["evidence"]:
            yield Evidence(**entry)


def _about(name: str, text: str) -> Problem:
    return Problem(name, None, 0, text)
