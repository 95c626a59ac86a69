"""An inspection from the options of ``xuncha inspect``: from files to a judged result."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from xuncha import __version__
from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import read_sites
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.request import Request, digests_of
from xuncha.apps.inspections.running import Run, inspect
from xuncha.apps.inspections.scores import portals_of
from xuncha.commands.browser import checked_browser
from xuncha.commands.ending import Stop
from xuncha.commands.judging import judge_and_publish
from xuncha.commands.progress import watch_sites
from xuncha.facts.seen import BEIJING
from xuncha.gather.evidence.time_stamp import TimeStampError, stamp
from xuncha.gather.http.settings import FetchSettings, RobotsPolicy
from xuncha.standards.score_sheet import read_score_sheet
from xuncha.standards.standard import load_standard
from xuncha.told import BAD_INPUT


def carry_out(options: dict[str, Any]) -> None:
    """Inspect as the options say, and judge and publish what was found.

    Raises:
        ToldError: bad input, nothing written; or broken off, to be resumed.
        Stop: done, but some target could not be assessed.
    """
    run = _run(options)
    _check_scores(run, options["scores"])
    manifest = inspect(run, watch_sites)
    judged = judge_and_publish(run.result, run.request, run.standard, form=options["scores"], as_read=True)
    click.echo(
        f"证据清单 {len(manifest.files)} 个文件，摘要 {manifest.digest}（另行留存，可证明证据未被改动）"
    )
    if options["tsa"]:
        _stamp(run.result / "evidence", options["tsa"])
    judged.end()


def _stamp(evidence: Path, tsa: str) -> None:
    """A stamp that could not be had spoils nothing: it can be had later."""
    try:
        click.echo(f"已取得时间戳 {stamp(evidence, tsa).at}")
    except TimeStampError as error:
        click.echo(f"没有取得时间戳：{error}。以后可用 xuncha evidence stamp 再取。", err=True)


def _run(options: dict[str, Any]) -> Run:
    roles = ("sites", "columns", "accounts", "posts", "channels", "probes", "error_reports", "words")
    paths = InputPaths(**{role: options[role] for role in roles})
    if not (paths.sites or paths.accounts or paths.error_reports):
        raise Stop("请至少提供 --sites、--accounts、--error-reports 中的一项", BAD_INPUT)
    standard = load_standard(options["standard"])
    standard.scope(options["indicators"])
    request = Request(
        asof=options["asof"] or _unsaid_timepoint(options["out"], resume=options["resume"]),
        standard=options["standard"],
        indicators=options["indicators"],
        digests=digests_of(paths),
        version=__version__,
        issuer=options["issuer"],
        max_pages=options["max_pages"],
        whole_site=options["whole_site"],
        site_minutes=_site_minutes(options),
    )
    settings = FetchSettings(
        rate=options["rate"],
        connections=options["connections"],
        contact=options["contact"],
        connect_to=options["connect_to"],
        allow_net=options["allow_net"],
        robots=RobotsPolicy(options["robots"]),
        deadline_s=options["timeout"],
        references=options["reference"],
        outage_wait_s=options["outage_wait"],
        host_pause_s=options["host_pause"],
    )
    browser = checked_browser(options["browser"], needed=paths.sites is not None)
    return Run(
        paths,
        request,
        standard,
        settings,
        options["out"],
        options["jobs"],
        options["resume"],
        options["min_free_mb"],
        options["wait_for_space"],
        browser,
        partial(click.echo, err=True),
    )


def _site_minutes(options: dict[str, Any]) -> float:
    """A sweep over a whole site may take as long as it takes, unless it is told otherwise."""
    said = options["site_minutes"]
    if said is None:
        return 0.0 if options["whole_site"] else 120.0
    return float(said)


def _check_scores(run: Run, form: Path | None) -> None:
    """A form that cannot be used is refused before anything is visited or written."""
    if form is None:
        return
    if not run.standard.score_table:
        raise Stop(f"标准 {run.standard.name} 没有评分表，不能使用 --scores", BAD_INPUT)
    problems = Problems()
    sites = read_sites(run.paths.sites, problems) if run.paths.sites else []
    problems.raise_if_any()
    read_score_sheet(run.standard.score_table, form, portals_of(sites), run.request.asof)


def _unsaid_timepoint(result: Path, *, resume: bool) -> datetime:
    """Now; for a run that goes on, the time at which it began."""
    if resume and (result / "facts" / "run.json").exists():
        return FactsStore(result).request().asof
    return datetime.now(BEIJING).replace(microsecond=0)
