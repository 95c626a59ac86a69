"""Who takes part: this program in two shapes, and its peers, each told to find the dead links of one site."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from xuncha.benchmark.truth import Truth

_AT_ONCE = 32
#: The search for open typos (N110) is a language model at work on every sentence, and measured by itself.
_ALL_BUT_TYPOS = "W,N101,N102,N103,N104,N105,N106,N107,N109,N111"
_HERE = Path(__file__).parent / "peers"
_COLUMNS = "网站标识码,网站名称,网址,主办单位,主管单位,地区,网站类型,运行状态\n"


@dataclass(frozen=True, slots=True)
class Said:
    """What a contender reported: addresses it calls dead, and how many pages it read (None: not told)."""

    dead: frozenset[str]
    pages: int | None


@dataclass(frozen=True, slots=True)
class Contender:
    """``command`` gets the folder for its files; ``said`` reads what it left there."""

    name: str
    title: str
    command: Callable[[Path], Sequence[str]]
    said: Callable[[Path], Said]
    is_own: bool = False


def site_list(addresses: Sequence[str]) -> str:
    """A list of sites for ``xuncha inspect``, one for each address."""
    rows = (
        f"53000{n:05},云岭县人民政府{n},{url},云岭县人民政府办公室,云岭县人民政府,昭城市,门户网站,正常运行\n"
        for n, url in enumerate(addresses, start=1)
    )
    return _COLUMNS + "".join(rows)


def own(
    truth: Truth, *, whole: bool, jobs: int = 1, addresses: Sequence[str] = (), most: int | None = None
) -> Contender:
    """This program: links alone, or ``whole``: every indicator. Pages are kept as evidence in both.

    ``most``: pages read of each address at most, where that is not all of them.
    """

    budget = most or 2 * len(truth.pages) + 1000

    def command(folder: Path) -> list[str]:
        sites = folder / "sites.csv"
        sites.write_text(site_list(addresses or [truth.home]), encoding="utf-8")
        shutil.rmtree(folder / "result", ignore_errors=True)
        scope = ["--indicators", _ALL_BUT_TYPOS if whole else "N103,N109"]
        limits = ["--rate", "100000", "--connections", str(_AT_ONCE), "--jobs", str(jobs)]
        limits += ["--whole-site", "--max-pages", str(budget)]
        # What a browser shows and pictures is a matter of a few pages a site, and of how fast it is here today.
        scope += ["--browser", "off"]
        inspect = ["--sites", str(sites), "--asof", "2025-12-20T10:00", "--allow-net", "127.0.0.0/8"]
        return [
            sys.executable,
            "-m",
            "xuncha",
            "inspect",
            *inspect,
            *limits,
            *scope,
            "--out",
            str(folder / "result"),
        ]

    name = ("inspect" if whole else "links") + (f"-{jobs}" if jobs > 1 else "")
    title = "xuncha 全部指标（N110 和浏览器除外）＋存证" if whole else "xuncha 全站链接＋存证"
    title += f"，{jobs} 个进程" if jobs > 1 else ""
    return Contender(name, title, command, _own_said, is_own=True)


def peers(truth: Truth, tools: Path) -> list[Contender]:
    """The peers installed in ``tools`` (see :mod:`xuncha.benchmark.installing`)."""
    python, home = tools / "venv" / "bin", truth.home

    def scrapy(folder: Path) -> list[str]:
        return [str(python / "python"), str(_HERE / "scrapy_links.py"), home, str(folder / "said.json")]

    def linkchecker(folder: Path) -> list[str]:
        # Of itself it asks a host ten times a second and would wait for minutes; nobody else here waits.
        rules = folder / "linkcheckerrc"
        rules.write_text("[checking]\nmaxrequestspersecond=100000\n", encoding="utf-8")
        options = f"--no-status --no-warnings -t {_AT_ONCE} -r -1 --check-extern -o csv".split()
        return [str(python / "linkchecker"), "-f", str(rules), *options, home]

    def crawlee(folder: Path) -> list[str]:
        script = tools / "node" / "crawlee_links.mjs"
        shutil.copyfile(_HERE / "crawlee_links.mjs", script)  # modules are found beside the script
        return ["node", str(script), home, str(folder / "said.json")]

    found = []
    if (python / "scrapy").exists():
        found.append(Contender("scrapy", "Scrapy", scrapy, _json_said))
    if (python / "linkchecker").exists():
        found.append(Contender("linkchecker", "LinkChecker", linkchecker, _linkchecker_said))
    if (tools / "node" / "node_modules").exists():
        found.append(Contender("crawlee", "crawlee", crawlee, _json_said))
    return found


def _own_said(folder: Path) -> Said:
    findings = map(
        json.loads, (folder / "result" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    )
    dead = [f["urls"][0] for f in findings if f["code"] in ("N103", "N109") and f["outcome"] == "hit"]
    summary = json.loads((folder / "result" / "summary.json").read_text(encoding="utf-8"))
    return Said(_sent(dead), summary["coverage"]["reached"])


def _json_said(folder: Path) -> Said:
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return Said(_sent(said["dead"]), said["pages"])


def _linkchecker_said(folder: Path) -> Said:
    text = (folder / "output.txt").read_text(encoding="utf-8", errors="replace")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";")
    dead = [
        urljoin(row.get("baseref") or row.get("parentname") or "", row["urlname"].strip())
        for row in rows
        if row.get("valid") == "False" and row.get("urlname")
    ]
    return Said(_sent(dead), None)


def _sent(urls: Sequence[str]) -> frozenset[str]:
    """As a browser sends them, so that they can be compared; what is no web address is left out."""
    return frozenset(quote(url, safe="%/:?=&") for url in urls if urlsplit(url).scheme in ("http", "https"))
