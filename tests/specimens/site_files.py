"""The files of a specimen: which bytes a host of a case answers with at a path.

A case is a folder beside this module that holds ``expected.toml``. Its ``behaviour.toml`` names the
hosts; each host stands on a whole healthy site under ``base_sites/`` and the case's own ``site/``
folder replaces single files of it, so that a good and a bad case differ in the decisive pages alone.

* ``site.toml`` of a base site: ``host``, ``encoding`` (of the bytes sent), ``charset`` (of the
  Content-Type header, empty for none).
* ``articles.tsv``: one article a line (path, title, time, source, column, body); each is filled into
  ``article.html``. Everything else is a static file, kept in UTF-8 and encoded when it is sent.
* A query string is part of the file name, with ``@`` for the question mark.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

SPECIMENS = Path(__file__).parent
BASE_SITES = SPECIMENS / "base_sites"
_DIGITS = "〇一二三四五六七八九"
_TYPES = {
    ".css": "text/css",
    ".js": "application/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class PageRule:
    """How the server answers at one path, where that is not plainly the file with status 200.

    ``for_search``: what those get instead who come from a search engine, another file of the site or, as a
    whole address, a redirect. ``for_spiders``: the same for its crawler. ``unmeasured``: HEAD does not say how
    long the page is.
    """

    path: str
    status: int = 200
    location: str = ""
    delay_s: float = 0.0
    head_status: int = 0
    content_type: str = ""
    body: str = ""
    for_search: str = ""
    for_spiders: str = ""
    last_modified: str = ""
    unmeasured: bool = False
    cookie: str = ""


@dataclass(slots=True)
class SpecimenSite:
    """One host: its pages as bytes, the charset it announces and its exceptional answers.

    ``outside`` are strange hosts that its pages link to on purpose.
    """

    host: str
    charset: str
    pages: dict[str, bytes]
    rules: dict[str, PageRule] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()

    def content_type(self, path: str) -> str:
        """The Content-Type header of the file at ``path``."""
        suffix = Path(path.partition("?")[0]).suffix
        if suffix in _TYPES:
            return _TYPES[suffix]
        return f"text/html; charset={self.charset}" if self.charset else "text/html"


def case_folders() -> list[Path]:
    """Every case, sorted by name."""
    return sorted(path.parent for path in SPECIMENS.glob("*/expected.toml"))


def load_case(case: Path) -> list[SpecimenSite]:
    """The sites of a case as its ``behaviour.toml`` describes them."""
    behaviour = tomllib.loads((case / "behaviour.toml").read_text(encoding="utf-8"))
    return [_load_host(case, entry) for entry in behaviour.get("host", [])]


def load_base(name: str, overlay: Path | None = None) -> SpecimenSite:
    """A healthy site of ``base_sites/``, with the files of ``overlay`` in place of its own."""
    folder = BASE_SITES / name
    files = _read_folder(folder) | (_read_folder(overlay) if overlay else {})
    settings = tomllib.loads(files.pop("site.toml"))
    pages = _articles(files.pop("articles.tsv", ""), files.pop("article.html", ""))
    pages.update({_path_of(file): text for file, text in files.items()})
    encoding = settings["encoding"]
    return SpecimenSite(
        settings["host"], settings["charset"], {path: text.encode(encoding) for path, text in pages.items()}
    )


def _load_host(case: Path, entry: dict[str, Any]) -> SpecimenSite:
    overlay = case / entry["overlay"] if "overlay" in entry else None
    site = load_base(entry["base"], overlay)
    site.outside = frozenset(entry.get("outside", []))
    for row in entry.get("page", []):
        rule = PageRule(**row)
        site.rules[canonical(rule.path)] = rule
    return site


def _read_folder(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def canonical(path: str) -> str:
    """``/x/index.html`` and ``/x/`` are one page."""
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _path_of(name: str) -> str:
    return canonical("/" + name.replace("@", "?", 1))


def _articles(table: str, template: str) -> dict[str, str]:
    rows = csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {path: _article(Template(template), *cells) for path, *cells in rows}


def _article(template: Template, title: str, time: str, source: str, column: str, body: str) -> str:
    at = datetime.fromisoformat(time)
    return template.substitute(
        title=title,
        time=time,
        day=f"{at:%Y-%m-%d}",
        slashed=f"{at.year}/{at.month}/{at.day}",
        chinese=f"{at.year}年{at.month}月{at.day}日",
        numerals=chinese_numerals(at),
        iso=f"{time.replace(' ', 'T')}:00+08:00",
        source=source,
        column=column,
        body="\n".join(f"<p>{part}</p>" for part in body.split("|")),
    )


def chinese_numerals(at: datetime) -> str:
    """A day as 二〇二五年六月十八日."""
    return f"{''.join(_DIGITS[int(d)] for d in str(at.year))}年{_below_forty(at.month)}月{_below_forty(at.day)}日"


def _below_forty(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")
