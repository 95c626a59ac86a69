"""What a script declares for nodes of the page as it is read, outside functions: who is hidden, moved or taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRING = r"(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)')"
#: The ways to name a node.
_NODE = re.compile(
    r"(?:document\s*\.\s*)?getElementById\s*\(\s*[\"'](?P<id>[^\"']+)[\"']\s*\)"
    r"|document\s*\.\s*all\s*(?:\.\s*(?P<all>\w+)|[\[(]\s*[\"'](?P<named>[^\"']+)[\"']\s*[\])])"
    r"|document\s*\.\s*getElementsByClassName\s*\(\s*[\"'](?P<cls>[^\"']+)[\"']\s*\)\s*\[\s*\d+\s*\]"
    r"|(?:document\s*\.\s*querySelector|(?<![\w$.])\$|jQuery)\s*\(\s*[\"'](?P<css>[^\"']+)[\"']\s*\)"
)
#: What is done with it.
_STYLE = re.compile(rf"\s*\.\s*style\s*\.\s*(\w+)\s*=\s*{_STRING}")
_WHOLE_STYLE = re.compile(
    rf"\s*\.\s*(?:setAttribute|attr)\s*\(\s*[\"']style[\"']\s*,\s*{_STRING}|\s*\.\s*style\s*=\s*{_STRING}"
)
_CSS = re.compile(rf"\s*\.\s*css\s*\(\s*[\"']([\w-]+)[\"']\s*,\s*{_STRING}")
_CSS_MAP = re.compile(r"\s*\.\s*css\s*\(\s*\{([^{}]*)\}")
_PAIR = re.compile(rf"[\"']?([\w-]+)[\"']?\s*:\s*{_STRING}")
_GONE = re.compile(r"\s*\.\s*(?:hide|remove)\s*\(\s*\)")
_KEPT_AS = re.compile(r"(?:^|[;{}\n]|\b(?:var|let|const)\s)\s*([A-Za-z_$][\w$]*)\s*=\s*$")
_MOST = 200

#: (selector, property, value)
Declared = tuple[str, str, str]


def styles_set(text: str, at_once: list[tuple[int, int]]) -> tuple[Declared, ...]:
    """The declarations of a script's text within the stretches ``at_once``, which are run as the page is read."""
    found: list[Declared] = []
    for start, end in at_once:
        part = text[start:end]
        for match in list(_NODE.finditer(part))[:_MOST]:
            selector = _selector(match)
            found += _done(part, match.end(), selector)
            if kept := _KEPT_AS.search(part, max(0, match.start() - 60), match.start()):
                name = re.compile(rf"(?<![\w$.]){re.escape(kept[1])}(?=\s*\.)")
                for use in list(name.finditer(part, match.end()))[:_MOST]:
                    found += _done(part, use.end(), selector)
    return tuple(found)


def css_name(name: str) -> str:
    """``fontSize`` as a style sheet writes it."""
    return re.sub(r"(?<!^)([A-Z])", r"-\1", name).lower()


def _selector(match: re.Match[str]) -> str:
    if match["css"]:
        return match["css"]
    if match["cls"]:
        return "." + ".".join(match["cls"].split())
    named = match["id"] or match["all"] or match["named"]
    return f'[id="{named}"]'


def _done(text: str, at: int, selector: str) -> Iterator[Declared]:
    if one := _STYLE.match(text, at):
        yield selector, css_name(one[1]), one[2] or one[3] or ""
    elif one := _CSS.match(text, at):
        yield selector, one[1], one[2] or one[3] or ""
    elif whole := _WHOLE_STYLE.match(text, at):
        for declaration in next((part for part in whole.groups() if part), "").split(";"):
            name, _, value = declaration.partition(":")
            if value:
                yield selector, name.strip().lower(), value.strip()
    elif pairs := _CSS_MAP.match(text, at):
        for name, double, single in _PAIR.findall(pairs[1]):
            yield selector, css_name(name), double or single
    elif _GONE.match(text, at):
        yield selector, "display", "none"
