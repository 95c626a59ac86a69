"""What was made of a site by the process that had just read it, kept so that nobody works it out again.

``judged/sites/*.json.gz`` beside the facts, ``judged/reread/`` beside those read again, ``judged/accounts.jsonl.gz``
for all accounts. Nothing rests on them: a judgement counts only where its key says that it was made of these very
facts, by this standard, scope, timepoint, list of words and version, and where it is missing the facts are judged.
Commands that judge a result again do not look at them.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xuncha import __version__
from xuncha.apps.inspections.facts_store import DAMAGED, GZIP_LEVEL, FactsStore
from xuncha.apps.inspections.judging import judged_by
from xuncha.apps.inspections.kept_json import ValidationError, as_json, from_json
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.facts.targets import RunState, SiteKind
from xuncha.facts.website import SiteFacts
from xuncha.standards.weighing import Weighed
from xuncha.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class KeptJudgement:
    """Verdict, without a score, and findings of one site; no verdict for one that is closed and really gone.

    ``weighed`` is what a portal is scored from, None for other sites.
    """

    key: str
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    weighed: Weighed | None


@dataclass(frozen=True, slots=True)
class AccountJudgement:
    """Verdict and findings of one account."""

    verdict: Verdict
    findings: tuple[Finding, ...]


class KeptJudgements:
    """The judgements kept beside the facts of ``store``, as far as they answer ``question``."""

    def __init__(self, store: FactsStore, question: Question) -> None:
        self._store, self._question = store, question
        judged = store.folder.parent / "judged"
        self._folder, self._accounts = judged / store.sites_name, judged / "accounts.jsonl.gz"
        self._asked = _asked(question)

    def save(self, facts: SiteFacts, weighed: Weighed) -> None:
        """Keep the judgement of a site whose facts are saved. One that would not be read as it was written is left
        out, and so is one there is no room for: it is made again from the facts."""
        judged = judged_by(facts, self._question, weighed)
        scored = facts.site.kind is SiteKind.PORTAL and facts.site.state is RunState.RUNNING
        one = KeptJudgement(
            self._key(facts.site.site_code),
            None if judged is None else judged.verdict,
            () if judged is None else judged.findings,
            weighed if scored else None,
        )
        content = as_json(one)
        try:
            if from_json(KeptJudgement, content) == one:
                self._folder.mkdir(parents=True, exist_ok=True)
                write_whole(self._path(facts.site.site_code), gzip.compress(content, GZIP_LEVEL, mtime=0))
        except (OSError, ValidationError):
            self._path(facts.site.site_code).unlink(missing_ok=True)

    def of(self, site_code: str) -> KeptJudgement | None:
        """The judgement of a site; None where none is kept that fits its facts and the question."""
        try:
            one: KeptJudgement = from_json(KeptJudgement, gzip.decompress(self._path(site_code).read_bytes()))
        except DAMAGED:
            return None
        return one if one.key == self._key(site_code) else None

    def of_accounts(self) -> AccountsKept:
        """What takes the judgements of all accounts, in the order of the list."""
        return AccountsKept(self._accounts, self._accounts_key())

    def accounts(self) -> list[AccountJudgement] | None:
        """The judgements of all accounts; None where none are kept that fit their facts and the question."""
        try:
            key, *lines = gzip.decompress(self._accounts.read_bytes()).split(b"\n")
            return (
                [from_json(AccountJudgement, line) for line in lines] if key == self._accounts_key() else None
            )
        except DAMAGED:
            return None

    def _accounts_key(self) -> bytes:
        return (
            hashlib.sha256(f"{self._asked}\n{self._store.digest_of_accounts()}".encode()).hexdigest().encode()
        )

    def clear(self) -> None:
        """Forget every judgement of a site."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def clear_all(self) -> None:
        """Forget every judgement."""
        self.clear()
        self._accounts.unlink(missing_ok=True)

    def _path(self, site_code: str) -> Path:
        return self._folder / f"{site_code}.json.gz"

    def _key(self, site_code: str) -> str:
        return hashlib.sha256(f"{self._asked}\n{self._store.digest_of(site_code)}".encode()).hexdigest()


class AccountsKept:
    """Takes the judgements of accounts, and keeps them when it has all. One that would not be read as it was written
    leaves them all out."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._is_faithful = True
        self._content = BytesIO()
        self._lines = gzip.GzipFile(fileobj=self._content, mode="wb", compresslevel=GZIP_LEVEL, mtime=0)
        self._lines.write(key)

    def add(self, verdict: Verdict, findings: tuple[Finding, ...]) -> None:
        """Take one more."""
        said = AccountJudgement(verdict, findings)
        line = as_json(said)
        try:
            self._is_faithful &= from_json(AccountJudgement, line) == said
        except ValidationError:
            self._is_faithful = False
        self._lines.write(b"\n" + line)

    def keep(self) -> None:
        """That was all. Where there is no room they are left out."""
        self._lines.close()
        with suppress(OSError):
            if self._is_faithful:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._path, self._content.getvalue())


def _asked(question: Question) -> str:
    """What was asked and by whom, as one line."""
    said = hashlib.sha256(question.standard.model_dump_json().encode())
    said.update(as_json(question.office_words))
    said.update("\n".join((*question.scope, question.asof.isoformat(), __version__)).encode())
    return said.hexdigest()
