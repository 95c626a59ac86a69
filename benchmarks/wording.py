"""How well wrong wording is found, and how seldom right wording is taken for wrong.

Usage::

    python benchmarks/wording.py [FOLDER] [--cases N] [--quick] [--tell] [--part clean] [--part typos] [--clean FILE]

FOLDER (default ``../shared/data/wording`` beside the repository; nothing is measured where absent) holds
``reported_serious_errors.tsv``, ``odw.train.tsv``, ``law.train.tsv``, ``law.test.tsv``,
``clean_statute_sentences.txt.gz`` and ``shape_ec.json.gz``. Prints

* the reported serious errors that are found, alone and inside a sentence;
* slips put into protected phrases that occur in clean sentences (fixed seed): recall by kind of slip; a place
  named without its 省, 市 or 县 is no slip and not counted;
* open typos: precision, recall and F1 by sentence (the whole sentence put right) and by character (the place);
* clean sentences that are flagged, beside every recall;
* what the quick look, which spares most characters the full search, costs in typos found;
* characters a second on one core, for new text, for text seen before, and for new text without the quick look.

The models are not measured on what they were made from: ``scripts/wording_model/corpus.py`` sets aside two tenths of the
official-document pairs and one tenth of the legal ones by a hash of the right sentence, and two stretches of
the statutes; neither they nor any right sentence of ``law.test.tsv`` reached a model. Sentences are still of the same kind as
those trained on, so F1 is printed a second time for the errors none of whose surroundings (nine characters of the right
sentence) occur in a sentence trained on. The phrase list is a list of names and formulas written by hand and from GB/T 2260.
Half of the phrases (by a hash) are those slips were learned from; what is printed for "phrases not learned from" and
"places not learned from" is the other half. Its exceptions came from reading clean official text, some perhaps from these statutes, and one reported error was added to the
word list after it was missed: what is printed for phrases on clean sentences and for reported errors may not be independent.
``--clean FILE`` counts the alarms of list and phrases on right sentences of your own, one a line.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts"))
from wording_model import corpus
from wording_model.corpus import Pair

from xuncha.text.wording import Source, WordingIssue, find_wording
from xuncha.text.wording.confusion import shipped_confusion
from xuncha.text.wording.phrase_table import SHORTEST, Phrase, shipped_phrases
from xuncha.text.wording.typos import ALERT, PROPOSED, Typo, find_typos

TODAY = date(2025, 6, 25)
SEED = 20250625
_DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "wording"
_SLIPS = ("substitution", "transposition", "deletion")
_AROUND = 4


def _lines(path: Path) -> list[str]:
    return [line.rstrip("\n") for line in path.open(encoding="utf-8")]


# ---------------------------------------------------------------- reported errors


def _reported(folder: Path) -> Iterator[str]:
    rows = [line.split("\t")[:2] for line in _lines(folder / "reported_serious_errors.tsv")[1:] if line]
    cases = [(wrong, right) for forms, right in rows for wrong in forms.split("/")]
    frames = ("{}", "日前，全县召开会议，就{}有关工作作出安排。", "关于{}的通知\n各单位：")
    missed = [
        frame.format(wrong)
        for wrong, _ in cases
        for frame in frames
        if not any(issue.serious for issue in find_wording(frame.format(wrong), asof=TODAY, typos=False))
    ]
    total = len(cases) * len(frames)
    yield f"reported serious errors: {total - len(missed)} of {total} found ({len(cases)} forms, alone and in sentences){''.join(f'; missed: {m}' for m in missed)}"


# ---------------------------------------------------------------- protected phrases


def _occurrences(sentences: list[str]) -> list[tuple[str, int, Phrase]]:
    """Protected phrases where they stand in clean sentences, the longest at each place."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    phrases = shipped_phrases().phrases
    search = AhoCorasick([phrase.text for phrase in phrases], matchkind=MatchKind.LeftmostLongest)
    return [
        (sentence, start, phrases[number])
        for sentence in sentences
        for number, start, _ in search.find_matches_as_indexes(sentence)
    ]


def _confusable(folder: Path) -> Callable[[str, random.Random], str | None]:
    """A character written for another: by sound (readings of the shipped table), or by shape (a table that is not ours)."""
    confusion = shipped_confusion()
    with gzip.open(folder / "shape_ec.json.gz", "rt", encoding="utf-8") as file:
        shapes: dict[str, list[str]] = json.load(file)
    # Rare characters are not typed by mistake.
    usual = set(confusion.chars[:3755])

    def pick(char: str, chance: random.Random) -> str | None:
        number = int(confusion.numbers(char)[0])
        if number >= confusion.unknown:
            return None
        sounds = [confusion.chars[n] for n in confusion.sounding_like(number).tolist()]
        options = [
            other
            for other in (sounds if chance.random() < 0.6 else shapes.get(char, []))
            if other != char and other in usual
        ]
        return chance.choice(options) if options else None

    return pick


def _slipped(
    slip: str, text: str, chance: random.Random, pick: Callable[[str, random.Random], str | None]
) -> str | None:
    place = chance.randrange(len(text))
    if slip == "deletion":
        return text[:place] + text[place + 1 :]
    if slip == "transposition":
        place = min(place, len(text) - 2)
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        return swapped if swapped != text else None
    other = pick(text[place], chance)
    return text[:place] + other + text[place + 1 :] if other else None


def _phrase_recall(folder: Path, clean: list[str], cases: int) -> Iterator[str]:
    occurrences = _occurrences(clean)
    pick = _confusable(folder)
    known = shipped_phrases().known
    yield f"protected phrases: {len(shipped_phrases().phrases)}; they stand {len(occurrences)} times in the clean sentences set aside"
    for slip in _SLIPS:
        for kind, chosen in (
            ("in sentences", occurrences),
            *_made_sentences(),
        ):
            chance = random.Random(SEED)
            rows = [chance.choice(chosen) for _ in range(cases)] if kind == "in sentences" else chosen
            found = tried = 0
            missed: list[str] = []
            for sentence, start, phrase in rows:
                wrong = _slipped(slip, phrase.text, chance, pick)
                if wrong is None or wrong in known or _shortened(phrase, wrong):
                    continue
                tried += 1
                text = sentence[:start] + wrong + sentence[start + len(phrase.text) :]
                hit = any(
                    issue.start < start + len(wrong) and start < issue.end
                    for issue in find_wording(text, asof=TODAY, typos=False)
                )
                found += hit
                if not hit:
                    missed.append(f"{phrase.text}→{wrong}")
            yield f"  {slip} {kind}: {found} of {tried} found = {found / max(1, tried):.3f}"
            if _TELL:
                yield f"    missed: {'、'.join(random.Random(1).sample(missed, min(40, len(missed))))}"


def _made_sentences() -> Iterator[tuple[str, list[tuple[str, int, Phrase]]]]:
    """Every phrase once in a made sentence: all of them, then those of four characters or more not learned from."""
    every = [(f"我们在{phrase.text}。", 3, phrase) for phrase in shipped_phrases().phrases]
    yield "every phrase once, in a made sentence", every
    for region, name in ((False, "phrases"), (True, "places")):
        own = [row for row in every if row[2].region == region and len(row[2].text) >= SHORTEST]
        fresh = [row for row in own if not corpus.learned_from(row[2].text)]
        yield f"of these {name} not learned from, of four characters or more", fresh


def _shortened(phrase: Phrase, wrong: str) -> bool:
    """Whether a place was merely named without one 省, 市 or 县, as one may: 宁波江北区, 娄底."""
    place = next((n for n, (a, b) in enumerate(zip(phrase.text, wrong, strict=False)) if a != b), len(wrong))
    return phrase.region and len(wrong) < len(phrase.text) and phrase.text[place] in "省市州县区盟旗"


_TELL = False


# ---------------------------------------------------------------- clean sentences


def _alarms(name: str, sentences: list[str]) -> Iterator[str]:
    found = [
        (sentence, issue)
        for sentence in sentences
        for issue in find_wording(sentence, asof=TODAY, typos=False)
    ]
    for source in (Source.LISTED, Source.PHRASE):
        count = len({sentence for sentence, issue in found if issue.source is source})
        yield f"{name}: {len(sentences)} sentences; flagged by {source.value} {count} ({100 * count / max(1, len(sentences)):.3f} %)"
    if _TELL:
        yield from (f"    {issue.wrong}→{issue.right}: {sentence}" for sentence, issue in found)


def _flagged(name: str, sentences: list[str]) -> Iterator[str]:
    characters = sum(map(len, sentences))
    found = [find_wording(sentence, asof=TODAY) for sentence in sentences]

    def share(chosen: Callable[[WordingIssue], bool]) -> str:
        count = sum(any(map(chosen, issues)) for issues in found)
        return f"{count} ({100 * count / max(1, len(sentences)):.2f} %)"

    yield (
        f"{name}: {len(sentences)} clean sentences, {characters} characters; flagged by the list {share(lambda i: i.source is Source.LISTED)}, "
        f"by phrases {share(lambda i: i.source is Source.PHRASE)}, by the typo model at the alert level "
        f"{share(lambda i: i.source is Source.TYPO and i.alert)}, as a hint only {share(lambda i: not i.alert)}"
    )
    if _TELL:
        for sentence, issues in zip(sentences, found, strict=True):
            for issue in issues:
                if issue.alert:
                    yield f"    {issue.source} {issue.wrong}→{issue.right}: {sentence[max(0, issue.start - 10) : issue.end + 10]}"


# ---------------------------------------------------------------- open typos


@dataclass(slots=True)
class _Tally:
    sentences: int = 0
    faulty: int = 0
    changed: int = 0
    mended: int = 0
    wrong_places: int = 0
    named_places: int = 0
    right_places: int = 0
    touched_clean: int = 0

    def told(self) -> str:
        sentence = _rates(self.mended, self.changed, self.faulty)
        character = _rates(self.right_places, self.named_places, self.wrong_places)
        clean = self.sentences - self.faulty
        return (
            f"{self.sentences} sentences, {self.faulty} with errors: by sentence P/R/F1 {sentence}; "
            f"by character P/R/F1 {character}; clean ones touched {self.touched_clean} of {clean}"
        )


def _rates(right: int, named: int, wanted: int) -> str:
    precision, recall = right / max(1, named), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:.3f}/{recall:.3f}/{f1:.3f}"


def _tally(pairs: list[Pair], found: list[tuple[Typo, ...]], least: float) -> _Tally:
    tally = _Tally()
    for pair, typos in zip(pairs, found, strict=True):
        mended = list(pair.written)
        for typo in typos:
            if typo.probability >= least:
                mended[typo.start : typo.end] = typo.right
        faulty, changed = pair.written != pair.right, "".join(mended) != pair.written
        tally.sentences += 1
        tally.faulty += faulty
        tally.changed += changed
        tally.mended += faulty and "".join(mended) == pair.right
        tally.touched_clean += changed and not faulty
        for written, right, now in zip(pair.written, pair.right, mended, strict=True):
            tally.wrong_places += written != right
            tally.named_places += written != now
            tally.right_places += written != right and written != now
    return tally


def _typos(sets: dict[str, list[Pair]], trained: str) -> Iterator[str]:
    for name, pairs in sets.items():
        found = [find_typos(pair.written) for pair in pairs]
        yield f"open typos, {name}: {_lost(pairs, found)}"
        for level, least in (("proposed", PROPOSED), ("alert", ALERT)):
            yield f"open typos, {name}, {level} (≥ {least}): {_tally(pairs, found, least).told()}"
        fresh = [_is_fresh(pair, trained) for pair in pairs]
        kept = [(pair, typos) for pair, typos, new in zip(pairs, found, fresh, strict=True) if new]
        told = _tally([pair for pair, _ in kept], [typos for _, typos in kept], PROPOSED).told()
        yield f"  of these only errors whose surroundings were not trained on: {told}"


def _lost(pairs: list[Pair], found: list[tuple[Typo, ...]]) -> str:
    """What the quick look costs, of the typos found in full and of those put right."""
    full = [find_typos(pair.written, quick=False) for pair in pairs]

    def right(every: list[tuple[Typo, ...]]) -> int:
        return sum(
            pair.right[typo.start : typo.end] == typo.right
            for pair, typos in zip(pairs, every, strict=True)
            for typo in typos
        )

    changed = sum(quick != whole for quick, whole in zip(found, full, strict=True))
    return (
        f"with the quick look {sum(map(len, found))} proposed, {right(found)} of them right; "
        f"without it {sum(map(len, full))}, {right(full)} right; {changed} sentences differ"
    )


def _is_fresh(pair: Pair, trained: str) -> bool:
    """Clean, or with no error whose nine characters of right surroundings occur in a sentence trained on."""
    places = [n for n, (a, b) in enumerate(zip(pair.written, pair.right, strict=True)) if a != b]
    return not any(pair.right[max(0, n - _AROUND) : n + _AROUND + 1] in trained for n in places)


def _trained(folder: Path, test: list[Pair]) -> str:
    """Everything trained on, in one text."""
    known = {pair.right for pair in test}
    kept = [
        pair.right
        for kind in ("odw", "law")
        for pair in corpus.split_pairs(kind, corpus.pairs(folder / f"{kind}.train.tsv"))[0]
        if pair.right not in known
    ]
    statutes = corpus.split_statutes(corpus.statutes(folder / "clean_statute_sentences.txt.gz"))[0]
    return "\n".join(dict.fromkeys([*kept, *statutes]))


# ---------------------------------------------------------------- speed


def _speed(clean: list[str]) -> Iterator[str]:
    text = "\n".join(clean)
    find_wording("中华人民共和国", asof=TODAY)
    for name in ("first time", "again"):
        begun = time.process_time()
        find_wording(text, asof=TODAY)
        seconds = time.process_time() - begun
        yield f"speed, {name}: {len(text)} characters in {seconds:.2f} s of one core = {len(text) / seconds:,.0f} characters/s"
    begun = time.process_time()
    find_typos(text, quick=False)
    seconds = time.process_time() - begun
    yield f"  every stretch searched in full: {len(text) / seconds:,.0f} characters/s"
    begun = time.process_time()
    find_wording(text, asof=TODAY, typos=False)
    seconds = time.process_time() - begun
    yield f"  list and phrases alone: {len(text) / seconds:,.0f} characters/s"


_PARTS = ("phrases", "speed", "clean", "typos")


def main() -> None:
    """Runs the benchmark and prints its figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT_FOLDER)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="only the list and the phrases")
    parser.add_argument("--tell", action="store_true", help="name what was missed and falsely flagged")
    parser.add_argument(
        "--part", action="append", choices=_PARTS, help="only this part, may be given several times"
    )
    parser.add_argument("--clean", type=Path, help="only count the alarms in this file of right sentences")
    given = parser.parse_args()
    parts = given.part or _PARTS
    global _TELL
    _TELL = given.tell
    if not given.folder.is_dir():
        print(f"nothing measured: {given.folder} is absent")
        return
    if given.clean:
        _print(_alarms(str(given.clean.name), _lines(given.clean)))
        return
    clean = corpus.split_statutes(corpus.statutes(given.folder / "clean_statute_sentences.txt.gz"))[1]
    if "phrases" in parts:
        _print(_reported(given.folder))
        _print(_phrase_recall(given.folder, clean, given.cases))
    if given.quick:
        every = corpus.statutes(given.folder / "clean_statute_sentences.txt.gz")
        _print(_alarms("all clean sentences", every))
        return
    # First, so that nothing is remembered yet.
    if "speed" in parts:
        _print(_speed(clean))
    if "clean" in parts:
        _print(_flagged("statutes set aside", clean))
    if "typos" not in parts:
        return
    test = corpus.pairs(given.folder / "law.test.tsv")
    sets = {
        "official documents set aside": corpus.split_pairs(
            "odw", corpus.pairs(given.folder / "odw.train.tsv")
        )[1],
        "law.test": test,
    }
    _print(_typos(sets, _trained(given.folder, test)))


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
