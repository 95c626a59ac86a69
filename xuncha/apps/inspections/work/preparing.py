"""From a round as ordered to its targets: lists written from the directory, kept as evidence, rows queued."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from xuncha import __version__
from xuncha.apps.directory.inputs import InputPaths, Inputs, read_inputs
from xuncha.apps.directory.models import ColumnEntry, MediaAccountEntry, SiteEntry
from xuncha.apps.inspections.drawing import frame_file, inputs_folder
from xuncha.apps.inspections.facts_store import FactsStore, Registry
from xuncha.apps.inspections.kept_sheet import kept_sheet
from xuncha.apps.inspections.models import Round, RoundTarget
from xuncha.apps.inspections.planning import planning_of, site_plans, with_columns
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.request import Request, digests_of
from xuncha.apps.inspections.running import Run, prepare
from xuncha.apps.inspections.sampling import drawn_from
from xuncha.apps.inspections.scores import keep_form, portals_named
from xuncha.apps.inspections.work.network import checked_browser, settings_of
from xuncha.apps.received.handing_on import write_posts, write_probes
from xuncha.facts.seen import BEIJING
from xuncha.facts.targets import RunState
from xuncha.gather.http.settings import FetchSettings
from xuncha.gather.plan import SitePlan
from xuncha.standards.score_sheet import ScoreSheet, read_score_sheet
from xuncha.standards.standard import Standard, load_standard
from xuncha.text.pages.addresses import host_of

HANDED_IN = {
    "posts": "posts.jsonl",
    "channels": "channels.jsonl",
    "probes": "probes.csv",
    "error_reports": "reports.csv",
}
#: Rows of the directory read at a time.
_AT_ONCE = 2000
#: Handed in as one of several kinds of file: the name without its end.
_WORDS, _SCORES = "words", "scores"
#: Every file that can lie with a round, by the name without its end, in words.
FILES = {
    "posts": "账号发布记录",
    "channels": "互动功能检查记录",
    "probes": "可用性监测记录",
    "reports": "“找错”记录",
    _WORDS: "本单位正误词库",
    _SCORES: "门户网站评分表",
}


def kept_as(folder: Path, role: str) -> Path | None:
    """A file handed in under a name whose end differs; None where there is none."""
    return next(iter(sorted(folder.glob(f"{role}.*"))), None)


def write_lists(round_: Round) -> InputPaths:
    """The directory as it is now, or the sample drawn from it, as the files of the contract."""
    folder = inputs_folder(round_)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths: dict[str, Path] = {}
    owners = ("sponsor", "supervisor", "region")

    def listed(role: str, records: Iterable[dict[str, str]]) -> set[str]:
        path = folder / f"{role}.csv"
        if found := _written(path, records):
            paths[role] = path
        return found

    codes = listed("sites", _drawn(round_, "sites", SiteEntry.objects.select_related(*owners)))
    columns = ColumnEntry.objects.select_related("site").iterator(_AT_ONCE)
    listed("columns", (column.record() for column in columns if column.site.site_code in codes))
    keys = listed("accounts", () if round_.kind == Round.Kind.COMPARE else _accounts(round_, owners))
    for role, name in HANDED_IN.items():
        if (folder / name).exists():
            paths[role] = folder / name
    words = kept_as(folder, _WORDS)
    if words is not None:
        paths["words"] = words
    for role, write, whose in (("probes", write_probes, codes), ("posts", write_posts, keys)):
        # What other systems handed in from day to day, where nobody uploaded a file for this round.
        path = folder / HANDED_IN[role]
        if role not in paths and whose and write(path, whose, round_.asof):
            paths[role] = path
    return InputPaths(**paths)


def _accounts(round_: Round, owners: tuple[str, ...]) -> Iterable[dict[str, str]]:
    return _drawn(round_, "accounts", MediaAccountEntry.objects.select_related(*owners))


def _drawn(round_: Round, kind: str, rows: Any) -> Iterable[dict[str, str]]:
    """The rows of the directory, or those drawn from them; what was drawn from is kept beside the lists."""
    every = (entry.record() for entry in rows.iterator(_AT_ONCE))
    if round_.kind != Round.Kind.SAMPLE:
        return every
    records = list(every)
    _written(frame_file(round_, kind), records)
    return drawn_from(kind, records, round_.percent or 100, round_.seed)


def _written(path: Path, records: Iterable[dict[str, str]]) -> set[str]:
    """The first cells of a list, which is written row by row: a province has hundreds of thousands. Where there is no
    row, no file."""
    rows = iter(records)
    first = next(rows, None)
    if first is None:
        return set()
    names = list(first)
    found = {first[names[0]]}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerow(first)
        for row in rows:
            writer.writerow(row)
            found.add(row[names[0]])
    return found


def run_of(round_: Round, paths: InputPaths) -> Run:
    """The round as the command line would be told it."""
    network = dict(round_.network)
    request = Request(
        asof=round_.asof.astimezone(BEIJING),
        standard=round_.standard,
        indicators=tuple(round_.indicators),
        digests=digests_of(paths),
        version=__version__,
        issuer=round_.issuer,
        max_pages=network.get("max_pages", 300),
        whole_site=network.get("whole_site", False),
        # A sweep over a whole site may take as long as it takes.
        site_minutes=0.0 if network.get("whole_site") else 120.0,
    )
    return Run(
        paths=paths,
        request=request,
        standard=load_standard(round_.standard),
        settings=settings_of(network),
        result=round_.result,
        resume=(round_.result / "facts" / "run.json").exists(),
    )


def prepare_round(round_: Round) -> list[RoundTarget]:
    """Write lists and request, keep them as evidence, and say what is to be done: rows not yet saved.

    What is to be known of the files handed in is in the ``remarks`` of the round, not yet saved either.

    Raises:
        ToldError: the lists have faults, or there is nothing to inspect.
    """
    checked_browser(round_.network)
    run = run_of(round_, write_lists(round_))
    round_.remarks = []
    run, plans = prepare(replace(run, remark=lambda said: _keep_remark(round_, said)))
    store = FactsStore(run.result)
    registry = store.registry()
    form = kept_as(inputs_folder(round_), _SCORES)
    if form is not None and run.standard.score_table:
        read_score_sheet(run.standard.score_table, form, portals_named(registry))
        keep_form(run.result, form)
    targets = [
        RoundTarget(
            round=round_,
            kind="site",
            key=plan.site.site_code,
            name=plan.site.name,
            place=place,
            lock=host_of(plan.site.url)[:255],
        )
        for place, plan in enumerate(plans, start=1)
    ]
    running = sum(1 for account in registry.accounts or () if account.state is RunState.RUNNING)
    if running:
        name = f"新媒体账号 {running} 个（按发布记录判定）"
        targets.append(
            RoundTarget(round=round_, kind="accounts", key="all", name=name, place=len(targets) + 1)
        )
    return targets


def _keep_remark(round_: Round, said: str) -> None:
    """A remark about a file handed in, which is called there as on the page it was handed in on."""
    folder = inputs_folder(round_)
    for name, label in FILES.items():
        path = kept_as(folder, name)
        if path is not None and said.startswith(f"{path}: "):
            round_.remarks.append(f"{label}{said.removeprefix(str(path)).replace(': ', '：', 1)}")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a worker needs to carry out targets of a round."""

    inputs: Inputs
    request: Request
    standard: Standard
    settings: FetchSettings
    plans: dict[str, SitePlan]
    sheet: ScoreSheet | None
    question: Question


def prepared(round_: Round) -> Prepared:
    """Read again what :func:`prepare_round` wrote, in whatever process."""
    folder = inputs_folder(round_)
    names = {"sites": "sites.csv", "columns": "columns.csv", "accounts": "accounts.csv", **HANDED_IN}
    given = {role: folder / name for role, name in names.items() if (folder / name).exists()}
    paths = InputPaths(**given, words=kept_as(folder, _WORDS))
    inputs, store = read_inputs(paths), FactsStore(round_.result)
    request = store.request()
    standard = load_standard(request.standard)
    plans = site_plans(inputs, planning_of(request, standard, store.inputs() or {}))
    # Whatever the scope: the pages of the round show how old the columns are, and warnings look ahead from there.
    by_code = {plan.site.site_code: with_columns(plan) for plan in plans}
    # As it is kept, without reading it a second time.
    registry = Registry(inputs.sites, inputs.accounts, inputs.error_reports, inputs.words)
    sheet = kept_sheet(round_.result, registry, standard)
    question = Question(standard, standard.scope(request.indicators), request.asof, inputs.words)
    return Prepared(inputs, request, standard, settings_of(round_.network), by_code, sheet, question)
