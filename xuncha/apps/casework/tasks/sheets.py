"""Tables that people take away as workbooks: a small one at once, a large one made by a worker.

CSV is always sent at once: it goes out as it is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.module_loading import import_string

from xuncha.apps.casework.access import Right, may
from xuncha.apps.casework.audit import record
from xuncha.apps.casework.exporting import file_name, sheet_response, write_workbook
from xuncha.apps.casework.tasks.ordering import answer, order
from xuncha.apps.casework.tasks.working import Work
from xuncha.told import BadInputError

#: Rows that a page makes a workbook of at once: about a second of work.
MOST_AT_ONCE = 5_000
#: Rows that a sheet of a workbook can hold below its header.
_MOST_IN_A_SHEET = (1 << 20) - 1
_READ, _TELL_EVERY = 2_000, 100
EXPORT = "export"


class TooManyRowsError(BadInputError):
    """No workbook holds so many rows; the message says what to do, in Chinese."""


class NotAllowedError(BadInputError):
    """Whoever asked for the table may not see it any more; the message says so, in Chinese."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: ``line`` makes a row of cells of each of ``rows``. ``act``, ``on`` and ``detail`` are what is recorded."""

    name: str
    header: Sequence[str]
    rows: Any
    line: Callable[[Any], Sequence[Any]]
    on: str
    act: str = "导出"
    detail: dict[str, Any] = field(default_factory=dict)


#: Makes the table for whoever asks: of what that person may see, as filtered by the query.
Make = Callable[..., Sheet]
_makers: dict[str, tuple[str, Right | None]] = {}


def register_sheet(what: str, make: str, right: Right | None = None) -> None:
    """Say who makes a table: the dotted name of a :data:`Make`; ``right``: what its page asks of a person.

    It is given the request, of a page or of a task, and what the address names. Where that is gone, or the person
    may not see it any more, by the time a worker comes to it, no table is made: an empty one would say that there
    is nothing.
    """
    _makers[what] = (make, right)


def _made(what: str, request: Any, of: dict[str, Any]) -> Sheet:
    name, right = _makers[what]
    if right is not None and not may(request.user, right):
        raise NotAllowedError("提交人已无权查看这份名单，没有导出。")
    make: Make = import_string(name)
    return make(request, **of)


def sheet_answer(request: HttpRequest, what: str, **of: Any) -> Any:
    """The table as ``?as=`` says, xlsx or csv; a large workbook is left to a worker, and the page shows how far it is."""
    sheet = _made(what, request, of)
    form = "csv" if request.GET.get("as") == "csv" else "xlsx"
    if form == "csv" or not sheet.rows[MOST_AT_ONCE:].exists():
        record(request, sheet.act, on=sheet.on, **sheet.detail)
        lines = map(sheet.line, sheet.rows.iterator(_READ))
        return sheet_response(sheet.name, sheet.header, lines, form)
    query = request.GET.urlencode()
    said = json.dumps([what, of, query], sort_keys=True)
    # The same table asked for twice by one person is made once.
    key = f"{request.user.pk}:{hashlib.sha256(said.encode()).hexdigest()[:40]}"
    return answer(request, order(request, EXPORT, key, f"{sheet.name}.xlsx", what=what, of=of, query=query))


def make_workbook(work: Work) -> None:
    """Write the workbook into a file of its own."""
    asked = work.task.asked
    try:
        sheet = _made(asked["what"], work.request, asked["of"])
    except Http404:
        raise NotAllowedError("所要导出的内容已经不在，或者提交人已不能查看，没有导出。") from None
    total = sheet.rows.order_by().count()
    if total > _MOST_IN_A_SHEET:
        raise TooManyRowsError(
            f"共 {total:,} 条，超过 Excel 工作表的上限（{_MOST_IN_A_SHEET:,} 条），请下载 CSV 或缩小范围。"
        )
    work.tick(0, total, "写入 Excel")

    def lines() -> Iterator[Sequence[Any]]:
        for number, row in enumerate(sheet.rows.iterator(_READ)):
            if number % _TELL_EVERY == 0:
                work.tick(number)
            yield sheet.line(row)
        work.tick(total)

    with work.new_file("xlsx") as path:
        with path.open("xb") as file:
            made = write_workbook(file, sheet.header, lines())
        with work.whole() as outcome:
            record(work.request, sheet.act, on=sheet.on, **sheet.detail)
            outcome.file_name, outcome.stored_as = f"{file_name(sheet.name)}.xlsx", path.name
            outcome.words = f"已导出 {made:,} 条。"
