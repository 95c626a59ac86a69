"""The demonstration: the sample province served on loopback, and a run over it from files to notice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xuncha import __version__
from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.inspections.request import Request, digests_of
from xuncha.apps.inspections.results import Finding
from xuncha.apps.inspections.running import Run
from xuncha.demo.files import write_inputs
from xuncha.demo.province import PLANTED, PLANTED_CODES, build
from xuncha.demo.server import serve
from xuncha.gather.http.settings import FetchSettings
from xuncha.scratch import Scratch
from xuncha.standards.standard import load_standard

#: The indicators this version judges; the others of the standard are named as left out in every output.
SCOPE = (
    *("W101", "W103", "W104", "W105", "W2", "W3", "W4", "W5", "W6"),
    *("A101", "A103", "A105", "A2", "A301"),
    *("N101", "N102", "N103", "N104", "N105", "N106", "N107", "N108", "N109", "N110"),
)
ISSUER = "云岭省人民政府办公厅"
#: Our own server on loopback needs no politeness (requests a second, connections, for each host name).
_RATE, _CONNECTIONS = 500.0, 8


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the run found of what was planted: (target, code, outcome), where an outcome is hit or doubt.

    ``planted``: how many had to be found. ``settled``: how many more the browser read and found in order.
    """

    planted: int
    missed: tuple[tuple[str, str, str], ...]
    false: tuple[tuple[str, str, str], ...]
    settled: int = 0

    @property
    def in_words(self) -> str:
        """One sentence for the screen."""
        settled = f"另有 {self.settled} 处由脚本加载，浏览器已经看清，不是问题。" if self.settled else ""
        if not self.missed and not self.false:
            return f"示范省预设 {self.planted} 处问题和疑点全部查出，没有误报。{settled}"
        missed = "、".join(" ".join(one) for one in self.missed) or "无"
        false = "、".join(" ".join(one) for one in self.false) or "无"
        return f"示范省预设 {self.planted} 处问题，漏报：{missed}；误报：{false}。{settled}"


@contextmanager
def demonstration(out: Path | None) -> Iterator[Run]:
    """The sample province served while the block runs, and the run that inspects it into ``out``."""
    province = build()
    folder = out or Path(tempfile.mkdtemp(prefix="xuncha-demo-")) / "result"
    with Scratch("demo") as inputs, serve(province) as address:
        files = write_inputs(inputs.path, province)
        paths = InputPaths(
            sites=files.sites,
            columns=files.columns,
            accounts=files.accounts,
            posts=files.posts,
            channels=files.channels,
            probes=files.probes,
            error_reports=files.error_reports,
        )
        request = Request(files.asof, "national-2019", SCOPE, digests_of(paths), __version__, ISSUER)
        settings = FetchSettings(rate=_RATE, connections=_CONNECTIONS, connect_to=address)
        yield Run(paths, request, load_standard("national-2019"), settings, folder)


def compare(findings: list[Finding], *, in_a_browser: bool = False) -> Comparison:
    """Hold what was found against what was planted: codes of hits and of doubts by target.

    ``in_a_browser``: pages were shown in one, so that what a script loads may be settled instead of doubted.
    """
    found = {(finding.target, finding.code, finding.outcome) for finding in findings}
    planted = {(one.target_id, one.code, one.outcome) for one in PLANTED}
    settled = {
        (one.target_id, one.code, one.outcome)
        for one in PLANTED
        if in_a_browser and one.settled_by_a_browser and (one.target_id, one.code, one.outcome) not in found
    }
    missed = planted - settled - found
    false = {one for one in found - planted if one[1] in PLANTED_CODES}
    return Comparison(len(planted - settled), tuple(sorted(missed)), tuple(sorted(false)), len(settled))
