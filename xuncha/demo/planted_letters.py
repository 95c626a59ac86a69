"""Letters and guides as the plots of interaction and services want them, and look-alikes of the faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from xuncha.demo.model import Article, DemoColumn
from xuncha.facts.seen import BEIJING

Columns = tuple[DemoColumn, ...]
Alter = Callable[[list[Article]], list[Article]]

#: What a guide of the demonstration may lack: four of the eight classes, or three.
_FOUR = ("设定依据", "办理地点", "办理时间", "联系电话")
_THREE = _FOUR[1:]
#: How the place of an element looks where nothing is said: left out, or filled with words that say nothing.
_NOTHING = (("", "", "", ""), ("无", "——", "略", "/"), ("", "详见附件", "", "暂无"))


def with_planted_letters(plot: str, columns: Columns) -> Columns:
    """The columns with what the plot plants in letters and guides; unaltered for every other plot."""
    slug, alter = _PLOTS.get(plot, ("", None))
    if alter is None:
        return columns
    return tuple(
        replace(column, articles=tuple(alter(list(column.articles)))) if column.spec.slug == slug else column
        for column in columns
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def _asked(letter: Article, asked: str, answered: str = "", **more: object) -> Article:
    """The letter with other times; left open without an answer."""
    said = letter.paragraphs if answered else (letter.paragraphs[0], "")
    given = {"paragraphs": said, **more}
    return replace(letter, published=_at(asked), answered=_at(answered) if answered else None, **given)  # type: ignore[arg-type]


def _open_since(asked: str) -> Alter:
    """The third letter is left open since that time."""
    return lambda letters: [*letters[:2], _asked(letters[2], asked), *letters[3:]]


def _answered_late(letters: list[Article]) -> list[Article]:
    return [*letters[:2], _asked(letters[2], "2024-12-03 15:20", "2025-04-21 10:05"), *letters[3:]]


def _in_order(letters: list[Article]) -> list[Article]:
    """Open for three months to the hour; a test, a repetition and one older than a year, all left open."""
    first = letters[4]
    return [
        letters[0],
        _asked(letters[1], "2025-03-25 15:10"),
        _asked(letters[2], "2025-02-11 16:02", title="测试", paragraphs=("测试一下，请忽略。", "")),
        _asked(letters[3], "2025-01-09 09:40", title=first.title, paragraphs=(first.paragraphs[0], "")),
        _asked(first, "2025-01-07 14:22", "2025-01-10 16:30"),
        _asked(letters[5], "2024-05-30 14:48"),
    ]


def _last_answer(day: str) -> Alter:
    """Letters of last year; the newest word in the column is an answer of that day."""

    def alter(letters: list[Article]) -> list[Article]:
        answered = _at(f"{day} 16:20")
        return [
            replace(
                letter,
                published=answered - timedelta(days=5 + 20 * n),
                answered=answered - timedelta(days=20 * n),
            )
            for n, letter in enumerate(letters)
        ]

    return alter


def _without(guide: Article, names: tuple[str, ...], said: tuple[str, ...]) -> Article:
    """A guide whose places for ``names`` say nothing; an empty word leaves the row out."""
    instead = dict(zip(names, said, strict=False))
    fields = tuple((name, instead.get(name, value)) for name, value in guide.fields)
    return replace(guide, fields=tuple((name, value) for name, value in fields if value))


def _lacking(*counts: int) -> Alter:
    """Guides that lack so many of the eight classes each."""

    def alter(guides: list[Article]) -> list[Article]:
        names = {3: _THREE, 4: _FOUR}
        return [
            _without(guide, names[count], _NOTHING[n % len(_NOTHING)]) if count else guide
            for n, (guide, count) in enumerate(zip(guides, counts, strict=True))
        ]

    return alter


def _scripted(guides: list[Article]) -> list[Article]:
    return [replace(guide, scripted=True) for guide in guides]


_PLOTS: dict[str, tuple[str, Alter]] = {
    "w502_open": ("zxjy", _open_since("2025-02-18 14:20")),
    "w502_open_in_data": ("zxjy", _open_since("2025-01-22 09:15")),
    "w502_answered_late": ("zxjy", _answered_late),
    "w502_in_order": ("zxjy", _in_order),
    "n104_old_letters": ("zxjy", _last_answer("2024-12-20")),
    "n104_six_months": ("zxjy", _last_answer("2024-12-25")),
    "w602_lacking": ("bszn", _lacking(4, 4, 4, 4, 4, 0)),
    "w602_few_lacking": ("bszn", _lacking(4, 4)),
    "w602_enough": ("bszn", _lacking(4, 4, 4, 4, 3, 0)),
    "w602_script": ("bszn", _scripted),
}
