"""其他问题 of a target as somebody may see them: outside the office, those alone that a person has confirmed."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from xuncha.apps.casework.access import Right, may
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry


class Others:
    """Codes beside the vetoes, of the targets of one round, for one person."""

    def __init__(self, user: Any, round_: Round) -> None:
        self._user, self._round = user, round_
        self.of_the_office = may(user, Right.SEE_ALL)

    def of(self, row: VerdictEntry) -> list[str]:
        """The codes of one target, in their order. A veto stands only where it was confirmed; these may still wait."""
        if self.of_the_office:
            return list(row.other)
        return [code for code in row.other if code in self._confirmed.get(row.pk, ())]

    @cached_property
    def _confirmed(self) -> dict[int, set[str]]:
        found: defaultdict[int, set[str]] = defaultdict(set)
        rows = FindingCase.objects.visible_to(self._user).filter(round=self._round).order_by()
        for verdict, code in rows.values_list("verdict", "code").distinct():
            found[verdict].add(code)
        return found
