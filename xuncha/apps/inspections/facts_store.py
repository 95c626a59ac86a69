"""Facts on disk: written before anything is judged, read back for judging as often as one likes.

``facts/run.json`` holds the request, ``facts/registry.json.gz`` the targets, ``facts/sites/*.json.gz`` one
site each (there only when the site was finished), ``facts/accounts.jsonl.gz`` the accounts. The same facts
give the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuncha.apps.inspections.kept_json import ValidationError, as_json, from_json, from_plain
from xuncha.apps.inspections.request import Request
from xuncha.facts.account import AccountFacts
from xuncha.facts.error_report import ErrorReport
from xuncha.facts.seen import Evidence
from xuncha.facts.targets import MediaAccount, Site
from xuncha.facts.website import ProbeSample, SiteFacts
from xuncha.facts.words import WordEntry
from xuncha.told import BadInputError
from xuncha.whole_file import write_whole


class FactsError(BadInputError):
    """The facts of a run are missing or damaged; the message says which file, in Chinese."""


@dataclass(frozen=True, slots=True)
class Registry:
    """Who was to be inspected, in the order of the lists, and the public error reports. None: not handed in.

    ``office_words`` is the office's own 正误词库, empty where only the shipped list is used.
    """

    sites: tuple[Site, ...] | None
    accounts: tuple[MediaAccount, ...] | None
    error_reports: tuple[ErrorReport, ...] | None
    office_words: tuple[WordEntry, ...] = ()


#: Facts are written while sites are visited, and shrink well at any level.
GZIP_LEVEL = 1
#: Far above the facts of the largest site, or of the largest list of sites (bytes).
_LARGEST = 1 << 28
#: What reading a file raises whose bytes are not what was written.
DAMAGED = (OSError, EOFError, zlib.error, ValidationError)


class FactsStore:
    """The ``facts`` folder of one result. ``sites`` names the folder in it that holds those of the sites:
    ``sites`` as gathered, ``reread`` as read again from the evidence."""

    def __init__(self, result: Path, sites: str = "sites") -> None:
        self.folder, self.sites_name = result / "facts", sites
        self._sites = self.folder / sites

    def save_request(self, request: Request) -> None:
        """Keep the request; creates the folders."""
        self._sites.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / "run.json", as_json(request, indent=1))

    def request(self) -> Request:
        """The request of the run. Raises FactsError where there is none."""
        value: Request = self._load(Request, self.folder / "run.json")
        return value

    def save_registry(self, registry: Registry) -> None:
        """Keep the targets of the run."""
        self._dump(registry, self.folder / "registry.json.gz")

    def registry(self) -> Registry:
        """The targets of the run. Raises FactsError."""
        value: Registry = self._load(Registry, self.folder / "registry.json.gz")
        return value

    def save_site(self, facts: SiteFacts) -> None:
        """Keep a finished site. The file appears whole or not at all."""
        self._dump(facts, self._site_path(facts.site.site_code))

    def site(self, site_code: str) -> SiteFacts | None:
        """The facts of a site, None when it was not finished. Raises FactsError for a damaged file."""
        path = self._site_path(site_code)
        if not path.exists():
            return None
        value: SiteFacts = self._load(SiteFacts, path)
        if value.site.site_code != site_code:  # a file exchanged for another's would accuse the wrong site
            raise FactsError(f"{path}：其中是网站 {value.site.site_code} 的内容，文件被调换过")
        return value

    def digest_of(self, site_code: str) -> str:
        """The SHA-256 of the facts of a site as they are kept, empty where there are none."""
        try:
            return hashlib.sha256(self._site_path(site_code).read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""

    def digest_of_accounts(self) -> str:
        """The SHA-256 of the accounts listed and of their facts as they are kept, empty where there are none."""
        try:
            kept = (self.folder / name for name in ("registry.json.gz", "accounts.jsonl.gz"))
            return hashlib.sha256(b"".join(path.read_bytes() for path in kept)).hexdigest()
        except FileNotFoundError:
            return ""

    def probes(self, site_code: str) -> tuple[ProbeSample, ...]:
        """The availability samples of a site alone, empty where there are none. Raises FactsError."""
        path = self._site_path(site_code)
        if not path.exists():
            return ()
        try:
            seen = json.loads(_unpacked(path))["probes"]
            return from_plain(tuple[ProbeSample, ...], seen) if isinstance(seen, list) else ()
        except (*DAMAGED, ValueError, KeyError, TypeError, RecursionError) as error:
            raise _damaged(path, error) from None

    def clear_sites(self) -> None:
        """Forget what is kept of every site."""
        self._sites.mkdir(parents=True, exist_ok=True)
        for path in self._sites.glob("*.json.gz*"):
            path.unlink()

    def save_accounts(self, accounts: Iterable[AccountFacts]) -> None:
        """Keep the facts of all accounts, one a line."""
        lines = b"".join(as_json(facts) + b"\n" for facts in accounts)
        write_whole(self.folder / "accounts.jsonl.gz", gzip.compress(lines, GZIP_LEVEL, mtime=0))

    def accounts(self) -> Iterator[AccountFacts]:
        """The facts of all accounts, in the order of the list. Raises FactsError."""
        path = self.folder / "accounts.jsonl.gz"
        if not path.exists():
            return
        try:
            with gzip.open(path, "rb") as lines:
                yield from (from_json(AccountFacts, line) for line in lines)
        except DAMAGED as error:
            raise _damaged(path, error) from None

    def save_inputs(self, kept: dict[str, Evidence]) -> None:
        """Keep where the input files lie among the evidence, by role."""
        write_whole(self.folder / "inputs.json", as_json(kept, indent=1))

    def inputs(self) -> dict[str, Evidence] | None:
        """The input files kept as evidence, None when they are not yet. Raises FactsError."""
        path = self.folder / "inputs.json"
        if not path.exists():
            return None
        value: dict[str, Evidence] = self._load(dict[str, Evidence], path)
        return value

    def _site_path(self, site_code: str) -> Path:
        return self._sites / f"{site_code}.json.gz"

    def _dump(self, value: object, path: Path) -> None:
        write_whole(path, gzip.compress(as_json(value), GZIP_LEVEL, mtime=0))

    def _load(self, kind: Any, path: Path) -> Any:
        try:
            return from_json(kind, _unpacked(path) if path.suffix == ".gz" else path.read_bytes())
        except FileNotFoundError:
            raise FactsError(f"{path}：文件不存在，这里不是一次检查的结果，或检查没有完成") from None
        except DAMAGED as error:
            raise _damaged(path, error) from None


def _unpacked(path: Path) -> bytes:
    """Raises OSError for what would fill the memory: nothing that was ever written here."""
    with gzip.open(path, "rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise gzip.BadGzipFile("too large")
    return data


def _damaged(path: Path, error: Exception) -> FactsError:
    return FactsError(f"{path}：内容已损坏或无法读取（{type(error).__name__}）")
