"""Regular expressions that are compiled when they are first looked for.

Those that read pages are many and long, and a look at links needs half of them: to compile the others as well, while
the modules are loaded, cost each run forty milliseconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, AnyStr

#: What is asked of an expression again and again; from then on it is found without a detour.
_ASKED_OFTEN = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class LateExpression:
    """Stands for an expression until it is first used, and passes on what it is asked."""

    def __init__(self, text: str | bytes, flags: int = 0) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # as copying and pickling ask for it: of this object, not of the expression
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        for often in _ASKED_OFTEN:
            setattr(self, often, getattr(compiled, often))
        return getattr(compiled, name)


def _expression(text: AnyStr, flags: int = 0) -> LateExpression:
    return LateExpression(text, flags)


if TYPE_CHECKING:
    # For those who use it, it is what it stands for.
    def expression(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """As :func:`re.compile`; what is wrong with the text is found when it is first used."""
        ...
else:
    expression = _expression
