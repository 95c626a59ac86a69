"""How well the element classes of service guides (办事指南) are read.

Usage::

    python benchmarks/guides.py [FOLDER] [--pages N] [--show N]

Generated pages (default 600, fixed seed): every layout below, with synonyms, other labels, footers with a
telephone and an address of the office, and elements left out, left blank or filled with a placeholder.
Prints precision, recall and F1 of *present* and of *missing* for every element and every layout, the kind
of page, and milliseconds a page. Then false alarms on text that is no guide: articles made of the sentences
in FOLDER/wording/clean_statute_sentences.txt.gz and the real pages in FOLDER/pages (default
``../shared/data`` beside the repository; left out, saying so, where absent).
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import Counter, defaultdict
from pathlib import Path

from guide_layouts import LAYOUTS, Case, page_of

from xuncha.text.guides.guide_elements import Guide, PageKind, read_guide
from xuncha.text.guides.guide_labels import GuideElement as E
from xuncha.text.pages.page import Page

SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"
_URL = "https://www.example.gov.cn/bsfw/1.html"


class Counts:
    """Present and missing, as said and as true."""

    def __init__(self) -> None:
        self.both = self.false_present = self.false_missing = self.both_missing = 0

    def add(self, said: bool, true: bool) -> None:
        self.both += said and true
        self.false_present += said and not true
        self.false_missing += true and not said
        self.both_missing += not said and not true

    def report(self) -> str:
        present = _prf(self.both, self.false_present, self.false_missing)
        missing = _prf(self.both_missing, self.false_missing, self.false_present)
        return f"present {present} | missing {missing}"


def _prf(right: int, extra: int, lost: int) -> str:
    precision = right / (right + extra) if right + extra else 1.0
    recall = right / (right + lost) if right + lost else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} (n={right + lost})"


def generated(pages: int, show: int) -> None:
    rng = random.Random(SEED)
    by_element: dict[str, Counts] = defaultdict(Counts)
    by_layout: dict[str, Counts] = defaultdict(Counts)
    kinds: Counter[str] = Counter()
    seconds = 0.0
    for number in range(pages):
        case = Case(rng)
        layout = LAYOUTS[number % len(LAYOUTS)]
        page = page_of(case, layout(case))
        begun = time.perf_counter()
        guide = read_guide(page)
        seconds += time.perf_counter() - begun
        kinds[guide.kind_of_page if guide else "none"] += 1
        for element in E:
            said, true = _said(guide, element), element in case.present
            by_element[element].add(said, true)
            by_layout[layout.__name__].add(said, true)
            if said != true and show > 0:
                show -= 1
                print(
                    "MISS",
                    layout.__name__,
                    element,
                    "true" if true else "false",
                    guide and guide.value_of(element),
                    case.rows,
                )
    print(f"generated: {pages} pages, kinds {dict(kinds)}, {1000 * seconds / pages:.1f} ms a page")
    for table in (by_element, by_layout):
        for name, counts in table.items():
            print(f"  {name}: {counts.report()}")


def _said(guide: Guide | None, element: E) -> bool:
    return guide is not None and guide.value_of(element) is not None


def clean(folder: Path) -> None:
    sentences = folder / "wording" / "clean_statute_sentences.txt.gz"
    if not sentences.exists():
        print(f"no clean text: {sentences} is absent")
        return
    with gzip.open(sentences, "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip()]
    kinds: Counter[str] = Counter()
    for start in range(0, len(lines), 15):
        text = "".join(f"<p>{line}</p>" for line in lines[start : start + 15])
        guide = read_guide(Page(f"<title>工作动态</title><h1>我市召开会议</h1><div>{text}</div>", _URL))
        kinds[guide.kind_of_page if guide else "none"] += 1
    print(f"articles of statutes (no guides): {dict(kinds)}, false alarms {kinds[PageKind.GUIDE]}")
    for path in sorted((folder / "pages").rglob("*.*")):
        html = path.read_bytes().decode("gb18030" if path.parent.name == "gbk" else "utf-8", "replace")
        guide = read_guide(Page(html, _URL))
        print(f"  real page {path.name}: {guide.kind_of_page if guide else 'none'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    generated(options.pages, options.show)
    clean(options.folder)


if __name__ == "__main__":
    main()
