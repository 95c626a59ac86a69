"""What was warned of before and found published afterwards, for a person to look at; nobody is accused here.

Joined are only findings of the unit that checked the text, in rounds after the check, with the same wrong form or
masked detail, and besides the same words next to it or the same title. The same slip in another text is no match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from xuncha.apps.inspections.models import FindingCase
from xuncha.apps.manuscripts.keeping import digest, fingerprint
from xuncha.apps.manuscripts.models import ManuscriptCheck, Remarked

CODES = ("W101", "N110", "N105")
#: Unit, code and quoted words of a remark.
_Words = tuple[int | None, str, str]
_TITLE = re.compile(r"《([^》]+)》")
#: Remarks and findings looked at, newest first.
_MOST = 5000
_ENOUGH_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Joined:
    """A finding and the warning that came before it. ``why`` says what the two have in common."""

    remark: Remarked
    case: FindingCase
    why: str


def published_all_the_same(user: Any) -> list[Joined]:
    """Every pair the user may see both sides of, newest finding first."""
    checks = ManuscriptCheck.objects.visible_to(user).exclude(unit=None)
    remarks = (
        Remarked.objects.filter(check_of__in=checks, code__in=CODES)
        .select_related("check_of__unit", "check_of__by")
        .order_by("-pk")[:_MOST]
    )
    by_words: dict[_Words, list[Remarked]] = {}
    for remark in remarks:
        by_words.setdefault((remark.check_of.unit_id, remark.code, remark.quote), []).append(remark)
    if not by_words:
        return []
    cases = (
        FindingCase.objects.visible_to(user)
        .filter(code__in=CODES, verdict__sponsor__in={unit for unit, _, _ in by_words})
        .exclude(state__in=(FindingCase.State.DISMISSED, FindingCase.State.CLEARED))
        .select_related("round", "verdict")
        .order_by("-round__asof", "-pk")[:_MOST]
    )
    joined = []
    for case in cases:
        unit, code = case.verdict.sponsor_id, case.code
        same = [one for words in words_of(case) for one in by_words.get((unit, code, words), ())]
        joined.extend(_of(case, sorted(same, key=lambda one: -one.pk)))
    return joined


def words_of(case: FindingCase) -> list[str]:
    """The wrong form, or the masked details, as a remark quotes them."""
    if case.code == "N105":
        return list(dict.fromkeys(case.quote.split("；")))
    wrong = case.observed.get("wrong")
    return [wrong] if isinstance(wrong, str) else []


def warned_before(user: Any, case: FindingCase) -> Joined | None:
    """The warning that came before this one finding, where the user may see it."""
    if case.code not in CODES or case.verdict.sponsor_id is None:
        return None
    checks = ManuscriptCheck.objects.visible_to(user).filter(unit=case.verdict.sponsor_id)
    remarks = Remarked.objects.filter(
        check_of__in=checks, code=case.code, quote__in=words_of(case)
    ).select_related("check_of__unit", "check_of__by")
    return next(_of(case, remarks.order_by("-pk")[:_MOST]), None)


def _of(case: FindingCase, remarks: Iterable[Remarked]) -> Iterator[Joined]:
    """The first of the remarks, which have the words of the finding, that has more in common with it."""
    titles = {digest("title", " ".join(title.split())) for title in _TITLE.findall(case.detail)}
    for remark in remarks:
        if remark.check_of.at > case.round.asof:
            continue
        why = _why(case, remark, titles)
        if why:
            yield Joined(remark, case, why)
            return


def _why(case: FindingCase, remark: Remarked, titles: set[str]) -> str:
    if remark.check_of.title_digest in titles:
        return "标题相同"
    if case.code == "N105":
        return "号码相同" if sum(c.isdigit() for c in remark.quote) >= _ENOUGH_DIGITS else ""
    start = case.quote.find(remark.quote)
    end = start + len(remark.quote)
    same = start >= 0 and fingerprint(case.code, case.quote, start, end) == remark.fingerprint
    return "上下文相同" if same else ""
