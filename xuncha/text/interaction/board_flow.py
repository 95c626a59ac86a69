"""The letters of a page told by labels alone, one after another: the one letter of a detail page, or several."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xuncha.text.guides.labelled_lines import Lines, read_lines
from xuncha.text.guides.labelled_values import LabelReader
from xuncha.text.interaction.board_records import Record
from xuncha.text.interaction.letters import LetterField, letter_label
from xuncha.text.pages.regions import Region, Regions

_LEAST_QUESTION = 6
#: An answer is signed in a line of its own no farther below its beginning (lines).
_SIGNED_WITHIN = 30
_DAY_LINE = re.compile(
    r"(?:19|20)\d\d\s?[-年./]\s?\d{1,2}\s?[-月./]\s?\d{1,2}日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?"
)


def flow_records(root: LexborNode, *, needs_answer: bool = True) -> list[Record]:
    """The letters of a page told by labels alone, one after another; a detail page holds one.

    Without ``needs_answer`` a question is enough, told by the day or the words of asking.
    """
    regions = Regions()
    lines = read_lines(root)
    aside = frozenset(
        index
        for index, line in enumerate(lines.lines)
        if regions.of(line.block) in (Region.FOOT, Region.PAGER, Region.SIDE)
    )
    records: list[Record] = []
    reader = LabelReader(lines, letter_label, aside)
    for item in reader.read():
        if not records and not item.text:
            continue  # a place to fill in, of the form above the letters
        again = records and item.text and records[-1].fields.get(item.meaning)
        new = not records or (again and item.meaning in _opening(records[-1]))
        if new:
            records.append(Record())
        records[-1].put(item.meaning, item.text)
        if item.meaning is LetterField.ANSWER and item.text:
            signed = _signed_below(lines, item.line, frozenset(reader.marks) | aside)
            if signed and not records[-1].fields.get(LetterField.ANSWERED):
                records[-1].fields[LetterField.ANSWERED] = signed
    if len(records) == 1:
        _take_question(records[0], lines, reader, aside)
    for record in records:
        record.title = record.fields.get(LetterField.TITLE, "")
    return [record for record in records if (_is_whole if needs_answer else _asks)(record)]


def _take_question(
    record: Record, lines: Lines, reader: LabelReader[LetterField], aside: frozenset[int]
) -> None:
    """What a letter says where no label stands before it: the lines from its day to the answer's label."""
    if LetterField.QUESTION in record.fields:
        return
    kinds = {mark.meaning: index for index, marks in reader.marks.items() for mark in marks}
    asked = kinds.get(LetterField.ASKED, kinds.get(LetterField.RECEIVED))
    answer = kinds.get(LetterField.ANSWER)
    if asked is None or answer is None:
        return
    own = [i for i in range(asked + 1, answer) if i not in aside and i not in reader.marks]
    said = " ".join(lines.lines[i].text for i in own).strip()
    if said:
        record.fields[LetterField.QUESTION] = said


def _signed_below(lines: Lines, answer: int, stops: frozenset[int]) -> str:
    """The day an answer is signed with in a line of its own: the first such line before the next label."""
    for index in range(answer + 1, min(len(lines.lines), answer + _SIGNED_WITHIN)):
        if index in stops:
            return ""
        if _DAY_LINE.fullmatch(lines.lines[index].text.strip()):
            return lines.lines[index].text.strip()
    return ""


def _asks(record: Record) -> bool:
    """True for a record that tells when, or in how many words, something was asked."""
    question = record.fields.get(LetterField.QUESTION, "")
    return bool(record.fields.get(LetterField.ASKED)) or len(question) >= _LEAST_QUESTION


def _opening(record: Record) -> set[LetterField]:
    """The field a record began with, as far as it can begin one: when it comes again, the next record begins."""
    weak = (LetterField.OTHER, LetterField.WHEN)
    return {
        next((kind for kind, text in record.fields.items() if text and kind not in weak), LetterField.OTHER)
    }


def _is_whole(record: Record) -> bool:
    """True for a record that can only be a letter: it tells when or whether it was asked or answered."""
    told = {kind for kind, text in record.fields.items() if text}
    asked = {LetterField.ASKED, LetterField.RECEIVED, LetterField.QUESTION} & record.fields.keys()
    answered = {LetterField.ANSWERED, LetterField.ANSWER, LetterField.STATUS} & record.fields.keys()
    return bool(asked and answered) and bool(told & (asked | answered))
