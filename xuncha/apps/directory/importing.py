"""Import into the directory: shown first, then all of it or nothing, and undone as a whole."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from xuncha.apps.casework.bulk import insert
from xuncha.apps.directory.kinds import KINDS, Kind, Record
from xuncha.apps.directory.models import Change, Import
from xuncha.apps.directory.one_at_a_time import ImportRefusedError as ImportRefusedError
from xuncha.apps.directory.one_at_a_time import one_at_a_time, state_of_directory
from xuncha.apps.directory.problems import BadRow, Problems
from xuncha.apps.directory.units import UnitTree
from xuncha.facts.targets import RunState

_BATCH = 500


#: Told how far the work is: so many of so many (None: nobody knows), and what is being done.
Tick = Callable[[int, int | None, str], None]


def _nobody(done: int, total: int | None, phase: str) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Plan:
    """What a file would change. ``changed`` pairs (before, after); nothing changes while there are problems.

    ``seen`` is the state of the directory that it was held against; ``unused`` are the columns nothing was taken from.
    """

    added: list[Record] = field(default_factory=list)
    changed: list[tuple[Record, Record]] = field(default_factory=list)
    unchanged: int = 0
    problems: tuple[BadRow, ...] = ()
    seen: int = 0
    unused: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same changes."""
        said = json.dumps([self.added, self.changed], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def stored(one: Import) -> Path:
    """Where the file of an import lies."""
    return Path(settings.HOME) / "imports" / one.stored_as


def keep_file(kind: str, content: bytes, file_name: str, by: Any) -> Import:
    """Keep a file that was handed in; nobody has looked into it yet, and the row is not saved."""
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    one = Import(kind=kind, file_name=file_name[:200], stored_as=uuid4().hex, made_by=by)
    one.sha256 = hashlib.sha256(content).hexdigest()
    stored(one).write_bytes(content)
    return one


def take_in(kind: str, content: bytes, file_name: str, by: Any) -> tuple[Import, Plan]:
    """Keep a file that was handed in and say what it would change; nothing is changed yet."""
    one = keep_file(kind, content, file_name, by)
    plan = plan_of(one)
    note_plan(one, plan)
    one.save()
    return one, plan


def note_plan(one: Import, plan: Plan) -> None:
    """Note on the import what its preview shows; the row is not saved."""
    one.shown = plan.digest
    one.added, one.changed, one.unchanged = len(plan.added), len(plan.changed), plan.unchanged


def plan_of(one: Import, tick: Tick = _nobody) -> Plan:
    """What the file of an import would change in the directory as it is now; ``tick`` is told how far it is."""
    kind, seen = KINDS[one.kind], state_of_directory()
    problems, read = Problems(), count(1)
    problems.row_read = lambda: tick(next(read), None, "读取文件")
    records = kind.read(stored(one), problems)
    unused = problems.unused.get(str(stored(one)), ())
    named = tuple(BadRow(one.file_name, row.row, row.column, row.message) for row in problems.rows)
    if named:
        return Plan(problems=named, seen=seen, unused=unused)
    plan, held = Plan(seen=seen, unused=unused), 0
    for keys in _batches(records):
        tick(held, len(records), "与名录比对")
        held += len(keys)
        present = {entry.key: entry.record() for entry in _found(kind, keys)}
        for key in keys:
            before, after = present.get(key), records[key]
            # What a list does not say is not forgotten.
            after = {**before, **after} if before else after
            if before is None:
                plan.added.append(after)
            elif before != after:
                plan.changed.append((before, after))
            else:
                plan.unchanged += 1
    return plan


def carry_out(
    one: Import,
    by: Any,
    on: date,
    document: str = "",
    *,
    planned: Plan | None = None,
    tick: Tick = _nobody,
    patient: bool = False,
) -> None:
    """Do what the preview showed, in one transaction.

    ``planned`` is what was worked out a moment before, so that the directory is locked for less time: it counts as
    long as nothing has changed since. ``patient``: wait as long as another import takes.

    Raises:
        ImportRefusedError: it was done or dropped meanwhile, the file has faults, or the directory has changed
            so that the import would no longer do what was shown.
    """
    with transaction.atomic():
        one_at_a_time(patient=patient)
        if not Import.objects.filter(pk=one.pk, state=Import.State.PREVIEWED).update(state=Import.State.DONE):
            raise ImportRefusedError("这次导入已经处理过了。")
        plan = planned
        if plan is None or plan.seen != state_of_directory():
            plan = plan_of(one, tick)
        if plan.problems:
            raise ImportRefusedError(f"文件有 {len(plan.problems)} 处错误，没有导入任何内容。")
        if plan.digest != one.shown:
            raise ImportRefusedError("预览之后名录有了变化，请重新上传并核对预览。")
        kind, tree = KINDS[one.kind], UnitTree()
        pairs = [({}, record) for record in plan.added] + plan.changed
        changes = [Change(before=before, after=after, on=on) for before, after in pairs]
        for change in changes:
            change.kind, change.key, change.document = one.kind, _key(kind, change.after), document
            change.made_by, change.by_import = by, one
        _apply(kind, changes, tree, tick=tick)
        insert(Change, changes)
    one.refresh_from_db()


def drop(one: Import) -> None:
    """Give up an import that was only shown, and its file with it. Raises ImportRefusedError."""
    with transaction.atomic():
        before = (Import.State.PREVIEWED, Import.State.CHECKING)
        if not Import.objects.filter(pk=one.pk, state__in=before).update(state=Import.State.DROPPED):
            raise ImportRefusedError("这次导入已经处理过了，不能放弃。")
        transaction.on_commit(lambda: stored(one).unlink(missing_ok=True))


def undo(one: Import, by: Any, on: date, *, tick: Tick = _nobody, patient: bool = False) -> None:
    """Put back what an import changed, in one transaction; ``tick`` and ``patient`` as for :func:`carry_out`.

    Raises:
        ImportRefusedError: it is not done, an entry was changed again since, or one that would be taken out
            has rows of its own by now, such as columns or reports.
    """
    with transaction.atomic():
        one_at_a_time(patient=patient)
        if not Import.objects.filter(pk=one.pk, state=Import.State.DONE).update(state=Import.State.UNDONE):
            raise ImportRefusedError("只有已导入的内容才能撤销。")
        last = _refuse_later(one)
        kind, tree = KINDS[one.kind], UnitTree()
        done, back_again, total = 0, 0, one.added + one.changed
        while changes := list(one.changes.filter(pk__gt=done, pk__lte=last).order_by("pk")[:_BATCH]):
            done = changes[-1].pk
            tick(back_again, total, "恢复名录")
            back_again += len(changes)
            back = [
                Change(
                    kind=c.kind, key=c.key, on=on, before=c.after, after=c.before, made_by=by, by_import=one
                )
                for c in changes
            ]
            _refuse_attached(kind, [c.key for c in changes if not c.before])
            _apply(kind, back, tree, closed=_closed_before(kind, changes))
            insert(Change, back)
    one.refresh_from_db()


def check_one(kind: Kind, record: Record) -> tuple[Record, tuple[BadRow, ...]]:
    """The record as a list with this one row would be read, and what is wrong with it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(record))
    writer.writeheader()
    writer.writerow(record)
    problems = Problems()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "变更.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        read = kind.read(path, problems)
    found = next(iter(read.values()), record)
    return {name: found.get(name, "") for name in record}, problems.rows


def change_one(kind: Kind, before: Record, after: Record, by: Any, on: date, document: str) -> Change:
    """Change one entry by hand; joins the transaction that is open.

    Raises:
        ImportRefusedError: a list is just being imported, or the entry is no longer as it was before.
    """
    change = Change(kind=kind.name, key=_key(kind, after), on=on, document=document)
    change.before, change.after, change.made_by = before, after, by
    with transaction.atomic():
        one_at_a_time()
        if before and [entry.record() for entry in _found(kind, [change.key])] != [before]:
            raise ImportRefusedError("这一条刚被别人改过，请重新打开页面核对后再改。")
        _apply(kind, [change], UnitTree())
        change.save()
    return change


def _refuse_later(one: Import) -> int:
    """The key of the last change of the import, where nothing it touched was changed since. Raises ImportRefusedError."""
    rows = one.changes.order_by("pk").values_list("pk", "key")
    last = max((pk for pk, _ in rows), default=0)
    for keys in _batches([key for _, key in rows]):
        later = Change.objects.filter(kind=one.kind, key__in=keys, pk__gt=last).first()
        if later is not None:
            raise ImportRefusedError(
                f"{later.key.splitlines()[0]} 在导入之后又有变更，不能整批撤销；请逐条更正。"
            )
    return last


def _refuse_attached(kind: Kind, keys: list[str]) -> None:
    """Raises ImportRefusedError where an entry has rows of its own: they would vanish with it."""
    entries = {entry.pk: entry for entry in _found(kind, keys)}
    if len(entries) < len(set(keys)):
        raise ImportRefusedError("有的条目已不在名录中，不能整批撤销；请逐条更正。")
    for way in kind.model._meta.get_fields(include_hidden=True):
        if not (way.auto_created and way.is_relation and not way.concrete):
            continue
        rows = way.related_model._default_manager.filter(**{f"{way.field.name}__in": list(entries)})
        held = rows.values_list(way.field.attname, flat=True).first()
        if held is not None:
            what, key = way.related_model._meta.verbose_name, entries[held].key.splitlines()[0]
            raise ImportRefusedError(
                f"{key} 已有{what}，撤销会一并删去，不能整批撤销；请先撤销后来的导入，或逐条更正。"
            )


def _closed_before(kind: Kind, changes: list[Change]) -> dict[str, date]:
    """The day on which entries were closed that these changes opened again, by key."""
    last = {c.key: c.pk for c in changes if _is_closed(c.before) and not _is_closed(c.after)}
    rows = Change.objects.filter(kind=kind.name, key__in=list(last)).order_by("pk")
    return {
        c.key: c.on for c in rows if c.pk < last[c.key] and _is_closed(c.after) and not _is_closed(c.before)
    }


def _is_closed(record: Record) -> bool:
    return record.get("运行状态") == RunState.CLOSED.value


def _apply(
    kind: Kind,
    changes: list[Change],
    tree: UnitTree,
    closed: Mapping[str, date] = MappingProxyType({}),
    tick: Tick = _nobody,
) -> None:
    """Make the entries what the changes say they are after; ``closed``: days other than that of the change."""
    applied = 0
    for batch in _batches(changes):
        tick(applied, len(changes), "写入名录")
        applied += len(batch)
        keys = [_key(kind, change.after or change.before) for change in batch]
        present = {entry.key: entry for entry in _found(kind, keys)}
        gone = [present[key].pk for key, change in zip(keys, batch, strict=True) if not change.after]
        if gone:
            kind.model.objects.filter(pk__in=gone).delete()
        if kind.name != "columns":
            tree.make_missing(change.after for change in batch if change.after)
        fresh, altered = [], []
        names: set[str] = set()
        for key, change in zip(keys, batch, strict=True):
            if not change.after:
                continue
            fields = {**kind.fields(change.after, tree), **_days(kind, change, closed.get(key))}
            names |= set(fields)
            if change.before:
                for name, value in fields.items():
                    setattr(present[key], name, value)
                altered.append(present[key])
            else:
                fresh.append(kind.model(**fields))
        insert(kind.model, fresh)
        if altered:
            kind.model.objects.bulk_update(altered, sorted(names - {"id"}))


def _days(kind: Kind, change: Change, closed: date | None) -> dict[str, Any]:
    """The day of opening or closing, where the change is one.

    A list says what there is, not since when: what comes with one has no day of opening, and what it says is
    closed already has none of closing.
    """
    if kind.name == "columns":
        return {}
    if not change.before:
        said = None if change.by_import_id else change.on
        return {"opened_on": said, "closed_on": said if _is_closed(change.after) else None}
    if _is_closed(change.before) == _is_closed(change.after):
        return {}
    return {"closed_on": (closed or change.on) if _is_closed(change.after) else None}


def _found(kind: Kind, keys: Iterable[str]) -> list[Any]:
    wanted = set(keys)
    return [entry for entry in kind.find(wanted).select_related(*kind.related) if entry.key in wanted]


def _key(kind: Kind, record: Record) -> str:
    if kind.name == "columns":
        return "\n".join((record["网站标识码"], record["栏目名称"], record["网址"]))
    return record["网站标识码" if kind.name == "sites" else "账号标识"]


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
