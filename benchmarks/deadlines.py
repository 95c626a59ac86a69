"""How well deadlines to take part are read from calls, and which texts are said to invite after theirs.

Usage::

    python benchmarks/deadlines.py [WORDING] [--phrases N] [--misses N]

* phrases: N sentences (default 1000, fixed seed) made of the forms officials use, one in four without a
  deadline (statistics, examinations, conditions of age, validity of rules, yearly habits). Prints accuracy
  (the last deadline is the expected day, or none is found where there is none), the share of wrong years,
  and precision, recall and F1 of finding a deadline at all.
* calls: whole texts with title and date of publication; prints precision, recall and F1 of
  ``is_expired_invitation`` with the false alarms on texts that are in order.
* clean: statute sentences of ``clean_statute_sentences.txt.gz`` in WORDING (default
  ``../shared/data/wording`` beside the repository), where every deadline found is a false alarm; left out,
  saying so, where the folder is absent.
"""

from __future__ import annotations

import argparse
import gzip
import time
from datetime import date, timedelta
from pathlib import Path

from deadline_phrases import ASOF, SEED, Maker, calls

from xuncha.text.deadlines.calls import find_deadlines, is_expired_invitation

_WORDING = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "wording"


def _f1(right: int, wrong: int, missed: int) -> str:
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def measure_phrases(count: int, show: int) -> str:
    """Figures of the generated phrases, then the misses."""
    maker = Maker(SEED)
    right = wrong_year = found = false = missed = 0
    misses: list[str] = []
    begun = time.perf_counter()
    for _ in range(count):
        phrase = maker.phrase()
        days = [
            item.day for item in find_deadlines(phrase.text, phrase.published, ASOF + timedelta(days=400))
        ]
        got = max(days, default=None)
        right += got == phrase.day
        found += bool(got and phrase.day)
        false += bool(got and not phrase.day)
        missed += bool(phrase.day and not got)
        wrong_year += bool(got and phrase.day and got.year != phrase.day.year)
        if got != phrase.day:
            misses.append(f"{phrase.text!r} of {phrase.published}: want {phrase.day}, got {got}")
    seconds = time.perf_counter() - begun
    head = (
        f"phrases: {count}, accuracy {right / count:.4f}, wrong year {wrong_year / count:.4f}; "
        f"{_f1(found, false, missed)}, false alarms {false}; {1000 * seconds / count:.2f} ms each"
    )
    return "\n  ".join([head, *misses[:show]])


def measure_calls(count: int, show: int) -> str:
    """Figures of whole calls, then the misses."""
    right = wrong = missed = fine = 0
    misses: list[str] = []
    for title, text, published, want in calls(count):
        got = is_expired_invitation(title, text, published, ASOF)
        right += bool(got and want)
        wrong += bool(got and not want)
        missed += bool(want and not got)
        fine += not want
        if bool(got) != want:
            misses.append(f"{title!r} {text!r} of {published}: want {want}, got {got}")
    head = (
        f"calls: {right + missed} expired, {fine} in order; {_f1(right, wrong, missed)}, false alarms {wrong}"
    )
    return "\n  ".join([head, *misses[:show]])


def measure_clean(folder: Path, show: int) -> str:
    """False alarms on statute sentences."""
    path = folder / "clean_statute_sentences.txt.gz"
    if not path.is_file():
        return "clean: left out, the folder of wording is absent"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        sentences = [line.strip() for line in lines if line.strip()]
    found = [
        (item.quote, sentence)
        for sentence in sentences
        for item in find_deadlines(sentence, date(2025, 1, 1), ASOF)
    ]
    expired = sum(
        is_expired_invitation("", sentence, date(2025, 1, 1), ASOF) is not None for sentence in sentences
    )
    head = f"clean: {len(sentences)} statute sentences, deadlines found {len(found)}, said to be expired calls {expired}"
    return "\n  ".join([head, *(f"{quote!r} in {sentence!r}" for quote, sentence in found[:show])])


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description="Reading of deadlines.")
    parser.add_argument("folder", nargs="?", type=Path, default=_WORDING)
    parser.add_argument("--phrases", type=int, default=1000)
    parser.add_argument("--misses", type=int, default=20)
    options = parser.parse_args()
    print(measure_phrases(options.phrases, options.misses))
    print(measure_calls(options.phrases, options.misses))
    print(measure_clean(options.folder, options.misses))


if __name__ == "__main__":
    main()
