"""Which parts of a script are run as the page is read, and which wait in functions or hang on conditions."""

from __future__ import annotations

import re

_FUNCTION = re.compile(r"(?:function\b[^(){}]{0,60}\([^(){}]{0,200}\)|=>)\s*$")
#: Functions that are run at once, or as soon as the page stands.
_RUN_AT_ONCE = re.compile(
    r"(?:^|[;{}\n(!+~])\s*(?:\(|!|\+|~)\s*$|(?:^|[^\w$])(?:setTimeout|\$|jQuery|ready)\s*\(\s*$|(?:onload|onreadystatechange)\s*=\s*$"
    r"|addEventListener\s*\(\s*[\"'](?:DOMContentLoaded|load)[\"']\s*,\s*$"
)
_BRACE = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|([{}])")
_CONDITION = re.compile(
    r"(?:\)|\belse|\?[^;{}]*|&&|\|\|)\s*(?:window\s*\.\s*|top\s*\.\s*|self\s*\.\s*|parent\s*\.\s*|document\s*\.\s*)*$"
)
_HEAD = 300


def run_at_once(text: str) -> list[tuple[int, int]]:
    """The stretches of a script outside functions, and inside those that are run as the page is read."""
    found: list[tuple[int, int]] = []
    open_braces: list[bool] = []  # whether each opens a function that waits
    start = waiting = 0
    for match in _BRACE.finditer(text):
        if match[1] is None:
            continue
        waited = waiting
        if match[1] == "{":
            open_braces.append(_opens_waiting(text, match.start()))
            waiting += open_braces[-1]
        elif open_braces:
            waiting -= open_braces.pop()
        if waiting and not waited:
            found.append((start, match.start()))
        elif waited and not waiting:
            start = match.end()
    if not waiting:
        found.append((start, len(text)))
    return found


def _opens_waiting(text: str, brace: int) -> bool:
    head = text[max(0, brace - _HEAD) : brace]
    function = _FUNCTION.search(head)
    return function is not None and not _RUN_AT_ONCE.search(head[: function.start()])


def hangs_on_condition(text: str, at: int) -> bool:
    """Whether the statement at ``at`` stands behind an if, an else or another condition, or in the braces of one."""
    if _CONDITION.search(text[max(0, at - _HEAD) : at]):
        return True
    depth = 0
    for match in reversed(list(_BRACE.finditer(text, 0, at))):
        if match[1] == "}":
            depth += 1
        elif match[1] == "{" and depth:
            depth -= 1
        elif match[1] == "{" and not _FUNCTION.search(text[max(0, match.start() - _HEAD) : match.start()]):
            return True
    return False
