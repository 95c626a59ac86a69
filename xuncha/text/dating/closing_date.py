"""The date at the end of an official text, below the name of the office that signs it (落款日期)."""

from __future__ import annotations

import re
from datetime import date

from xuncha.text.dating.dates import FoundDate, find_dates

#: The closing date stands among the last lines; attachments and notes may follow it.
_LAST_LINES = 8
_OFFICE = re.compile(
    r"(?:政府|委员会|办公室|办公厅|厅|局|委|办|院|会|署|处|队|中心|部|社|站|所|学校|大学|公司|指挥部|领导小组|支队|大队|行|团)"
    r"(?:\s*[(（](?:章|盖章|公章|印章|代章|印)[)）])?$"
)
_SEAL = re.compile(r"[(（](?:章|盖章|公章|印章|代章|印)[)）]")
_ENDS_SENTENCE = re.compile(r"[。！？]\W*$")
#: Words beside a date that make it something else than a closing date.
_OTHER = re.compile(r"截止|截至|期限|完成|报名|时间|有效|施行|生效|之日|日期|来源|责任|发布|印发")


def closing_date(text: str) -> date | None:
    """The day an official text is signed with, None where it has no such line.

    The line holds nothing but the date, or the office and the date; above a date alone stands the office
    or the end of a sentence. Rows of a schedule, several of which end with a date, are no closing line.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = max(0, len(lines) - _LAST_LINES)
    printed = {number: find_dates(lines[number]) for number in range(first, len(lines))}
    found = [day for number, dates in printed.items() if (day := _signed(lines, number, dates)) is not None]
    dated = [number for number, dates in printed.items() if _ends_with_date(lines[number], dates)]
    return found[-1] if found and len(dated) <= 1 else None


def _ends_with_date(line: str, dates: list[FoundDate]) -> bool:
    return bool(dates) and not line[dates[-1].end :].strip(" \u3000)）")


def _signed(lines: list[str], number: int, dates: list[FoundDate]) -> date | None:
    line = lines[number]
    if len(dates) != 1 or dates[0].day is None or line[dates[0].end :].strip(" \u3000)）。."):
        return None
    before = line[: dates[0].start].strip(" \u3000(（")
    above = lines[number - 1] if number else ""
    if before:
        signs = len(before) <= 40 and not re.search(r"[\d，。；：:、]", before) and _is_office(before)
    else:
        signs = (len(above) <= 40 and _is_office(above)) or bool(_ENDS_SENTENCE.search(above[-20:]))
    return dates[0].day if signs and not _OTHER.search(before) else None


def _is_office(words: str) -> bool:
    return bool(_OFFICE.search(words) or _SEAL.search(words)) and not _ENDS_SENTENCE.search(words)
