"""How well hidden links and tampering are found, and how often ordinary pages are accused.

Usage::

    python benchmarks/hidden_links.py [DATA] [--pages N] [--misses N]

* injected: N pages (default 600, fixed seed) in the manner of government home pages, each with one of the
  techniques of hiding; half of the links carry gambling words, half have harmless words and an unknown host;
* ordinary: as many generated pages without injection, full of what hides links lawfully: drop-down menus,
  tabs, slides, friendly links, skip links, share buttons, counters, map frames. Prints precision, recall
  and F1 of both together, and recall by technique;
* real: the saved pages under DATA (default ``../shared/data`` beside the repository: ``pages``, ``dates``,
  ``accounts``), where every page named is a false alarm, and the same pages with one injection each.
"""

from __future__ import annotations

import argparse
import random
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from injected_links import Injector, page_html

from xuncha.text.pages.page import Page
from xuncha.text.tampering.hidden_links import find_hidden_links

SEED = 20250625
HOME = "http://www.example.gov.cn/"
_DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data"


def measure_generated(count: int, show: int) -> str:
    """Figures of injected and ordinary pages."""
    dice = random.Random(SEED)
    hit: Counter[str] = Counter()
    all_of: Counter[str] = Counter()
    misses: list[str] = []
    alarms = 0
    begun = time.perf_counter()
    for number in range(count):
        injector = Injector(dice)
        technique = injector.techniques()[number % len(injector.techniques())]
        injected = technique()
        found = find_hidden_links(Page(page_html(dice, injected), HOME))
        all_of[technique.__name__] += 1
        hit[technique.__name__] += bool(found)
        if not found:
            misses.append(f"missed {technique.__name__}: {injected[:300]}")
        ordinary = find_hidden_links(Page(page_html(dice, ""), HOME))
        alarms += bool(ordinary)
        if ordinary:
            misses.append(f"false alarm: {ordinary[0]}")
    seconds = time.perf_counter() - begun
    right = sum(hit.values())
    precision, recall = right / max(1, right + alarms), right / count
    head = (
        f"generated: {count} injected and {count} ordinary pages, {len(all_of)} techniques; precision {precision:.3f}, "
        f"recall {recall:.3f}, F1 {2 * precision * recall / (precision + recall):.3f}, false alarms {alarms}; "
        f"{500 * seconds / count:.1f} ms a page"
    )
    by = ", ".join(f"{name} {hit[name]}/{all_of[name]}" for name in all_of)
    return "\n  ".join([head, by, *misses[:show]])


def real_pages(folder: Path) -> Iterator[tuple[str, str]]:
    """Saved pages: name and text."""
    for part in ("pages", "accounts"):
        for path in sorted((folder / part).rglob("*.*")) if (folder / part).is_dir() else ():
            if path.suffix in (".html", ".htm", ".jsp", ".shtml"):
                yield path.name, _decoded(path.read_bytes())
    archive = folder / "dates" / "gne_tests.tgz"
    if archive.is_file():
        with tarfile.open(archive) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isfile() else None
                if file is not None and member.name.endswith(".html"):
                    yield member.name, _decoded(file.read())


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def measure_real(folder: Path, show: int) -> str:
    """False alarms on saved pages, and recall on the same pages with one injection each."""
    dice = random.Random(SEED)
    pages = list(real_pages(folder))
    if not pages:
        return "real: left out, the folder of saved pages is absent"
    alarms, caught = 0, 0
    misses = []
    for number, (name, html) in enumerate(pages):
        found = find_hidden_links(Page(html, HOME))
        alarms += bool(found)
        misses += [f"false alarm on {name}: {found[0]}"] if found else []
        injector = Injector(dice)
        technique = injector.techniques()[number % len(injector.techniques())]
        injected = technique()
        if injected.startswith("@@HEAD"):
            changed = injected[6:] + html
        else:
            changed = html.replace("</body>", injected + "</body>") if "</body>" in html else html + injected
        got = find_hidden_links(Page(changed, HOME))
        caught += bool(got)
        misses += [] if got else [f"missed {technique.__name__} in {name}: {injected[:200]}"]
    head = f"real: {len(pages)} saved pages, false alarms {alarms}; with one injection each, recall {caught / len(pages):.3f}"
    return "\n  ".join([head, *misses[:show]])


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="Finding of hidden links.")
    parser.add_argument("folder", nargs="?", type=Path, default=_DATA)
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--misses", type=int, default=20)
    options = parser.parse_args()
    print(measure_generated(options.pages, options.misses))
    print(measure_real(options.folder, options.misses))


if __name__ == "__main__":
    main()
