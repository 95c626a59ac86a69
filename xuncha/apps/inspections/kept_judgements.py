"""What was made of a site by the process that had just read it, kept so that nobody works it out again.

``judged/sites/*.json.gz`` beside the facts, ``judged/reread/`` beside those read again. Nothing rests on them: a
judgement counts only where its key says that it was made of these very facts, by this standard, scope, timepoint,
list of words and version, and where it is missing the facts are judged. Commands that judge a result again do
not look at them.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from xuncha import __version__
from xuncha.apps.inspections.facts_store import DAMAGED, GZIP_LEVEL, FactsStore
from xuncha.apps.inspections.judging import judged_by
from xuncha.apps.inspections.question import Question
from xuncha.apps.inspections.results import Finding, Verdict
from xuncha.facts.targets import RunState, SiteKind
from xuncha.facts.website import SiteFacts
from xuncha.facts.words import WordEntry
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


_kept = TypeAdapter(KeptJudgement)
_words = TypeAdapter(tuple[WordEntry, ...])


class KeptJudgements:
    """The judgements kept beside the facts of ``store``, as far as they answer ``question``."""

    def __init__(self, store: FactsStore, question: Question) -> None:
        self._store, self._question = store, question
        self._folder = store.folder.parent / "judged" / store.sites_name
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
        content = _kept.dump_json(one)
        try:
            if _kept.validate_json(content) == one:
                self._folder.mkdir(parents=True, exist_ok=True)
                write_whole(self._path(facts.site.site_code), gzip.compress(content, GZIP_LEVEL, mtime=0))
        except (OSError, ValidationError):
            self._path(facts.site.site_code).unlink(missing_ok=True)

    def of(self, site_code: str) -> KeptJudgement | None:
        """The judgement of a site; None where none is kept that fits its facts and the question."""
        try:
            one = _kept.validate_json(gzip.decompress(self._path(site_code).read_bytes()))
        except DAMAGED:
            return None
        return one if one.key == self._key(site_code) else None

    def clear(self) -> None:
        """Forget every judgement."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, site_code: str) -> Path:
        return self._folder / f"{site_code}.json.gz"

    def _key(self, site_code: str) -> str:
        return hashlib.sha256(f"{self._asked}\n{self._store.digest_of(site_code)}".encode()).hexdigest()


def _asked(question: Question) -> str:
    """What was asked and by whom, as one line."""
    said = hashlib.sha256(question.standard.model_dump_json().encode())
    said.update(_words.dump_json(question.office_words))
    said.update("\n".join((*question.scope, question.asof.isoformat(), __version__)).encode())
    return said.hexdigest()
