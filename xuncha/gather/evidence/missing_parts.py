"""Files that belong to a judged result and are gone: without them nobody can tell what the evidence was to prove."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from xuncha.gather.evidence.verify import Problem

#: Either of them is there once a result was judged.
_JUDGED = ("verdicts.csv", "summary.json")
_WHAT_FOR = {
    "findings.jsonl": "未能核对问题引用的证据",
    "verdicts.csv": "未能核对各对象的结论",
    "facts/run.json": "不能凭所见事实重新判定",
    "facts/registry.json.gz": "不能凭所见事实重新判定",
}
#: Where the facts of a site lie: as gathered, or as read again from the evidence.
_FACTS = ("sites", "reread")
#: Outcomes that rest on facts; of a site that was not finished there are none.
_SETTLED = ("pass", "fail")


def missing_parts(folder: Path) -> Iterator[Problem]:
    """What is missing of the result beside an evidence folder; nothing where it stands alone or was not judged yet."""
    result = folder.parent
    if not any((result / name).is_file() for name in _JUDGED):
        return
    for name, consequence in _WHAT_FOR.items():
        if not (result / name).is_file():
            yield Problem(name, None, 0, f"文件不见了，{consequence}")
    for code in _sites(result / "verdicts.csv"):
        kept = [f"facts/{place}/{code}.json.gz" for place in _FACTS]
        if (folder / f"{code}.warc.gz").is_file() and not any((result / name).is_file() for name in kept):
            yield Problem(kept[0], None, 0, "文件不见了，这个网站的结论没有所见事实可查")


def _sites(verdicts: Path) -> Iterator[str]:
    """The codes of the sites that were found in order or faulty."""
    try:
        with verdicts.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("kind") == "site" and row.get("outcome") in _SETTLED:
                    yield row.get("id") or ""
    except (OSError, ValueError, csv.Error):
        return
