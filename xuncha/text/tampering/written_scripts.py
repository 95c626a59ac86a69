"""What inline scripts write into a page, hide on it, or send visitors to, as far as plain reading tells.

No script is run: strings are put together and decoded (unescape, fromCharCode, atob, escapes, the common
packer), then read. What a script computes in other ways stays unknown.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from urllib.parse import unquote

from xuncha.text.tampering.script_order import hangs_on_condition, run_at_once
from xuncha.text.tampering.script_styles import css_name, styles_set

_MAX_SCRIPT = 200_000
#: Longer scripts (characters) are not remembered: a hostile page could fill the memory with them.
_SHORT = 50_000
_ROUNDS = 4

_QUOTED = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_JOINED = re.compile(r"([\"'])\s*\+\s*([\"'])")
_CHAR_CODES = re.compile(r"String\s*\.\s*fromCharCode\s*\(([\d\sx,a-fA-F]+)\)")
_UNESCAPE = re.compile(rf"(?:window\.)?(?:unescape|decodeURIComponent|decodeURI)\s*\(\s*({_QUOTED})\s*\)")
_ATOB = re.compile(rf"(?:window\.)?atob\s*\(\s*({_QUOTED})\s*\)")
_REVERSED = re.compile(
    rf"({_QUOTED})\s*\.\s*split\s*\(\s*(?:\"\"|'')\s*\)\s*\.\s*reverse\s*\(\s*\)\s*\.\s*join\s*\(\s*(?:\"\"|'')\s*\)"
)
_ESCAPES = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([0-3]?[0-7]{2})(?![0-9])")
_PACKED = re.compile(
    r"eval\(function\(p,a,c,k,e,[dr]\).{0,700}?\}\s*\(\s*'((?:\\.|[^'\\])*)'\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*'((?:\\.|[^'\\])*)'\s*\.split\('\|'\)",
    re.S,
)
_HIDES = re.compile(r"\.\s*(?:hide|remove|setAttribute|attr)\s*\(")
_WRITE = re.compile(
    rf"document\s*(?:\.\s*write(?:ln)?|\[\s*[\"']write(?:ln)?[\"']\s*\])\s*\(\s*({_QUOTED})\s*\)"
)
_LITERAL = re.compile(_QUOTED)
_PUTS_MARKUP = re.compile(
    r"document\s*\.\s*write|\[\s*[\"']write|innerHTML|outerHTML|insertAdjacentHTML|\.append|\.prepend|\.html\(|\.after\(|\.before\("
)
_MARKUP = re.compile(r"<\s*(?:a|iframe|script|div|marquee)\b", re.I)
_CREATED = re.compile(rf"\.\s*(?:href|src)\s*=\s*({_QUOTED})")
_CREATED_TEXT = re.compile(rf"\.\s*(?:innerHTML|innerText|textContent|text)\s*=\s*({_QUOTED})")
_CREATED_STYLE = re.compile(rf"\.\s*style\s*\.\s*(\w+)\s*=\s*({_QUOTED})")
_KEPT = re.compile(
    rf"(?:\b(?:var|let|const)\s+|[;,{{}}\n]\s*)([A-Za-z_$][\w$]*)\s*=\s*({_QUOTED})\s*(?=[;,\n])"
)
_MOST_KEPT = 20
_LOCATION = re.compile(
    r"(?<![\w$])location(?:\s*\.\s*(?:href|replace|assign))?\s*(?:=(?!=)|\()|\[\s*[\"'](?:location|href)[\"']\s*\]\s*=(?!=)"
)
_SEARCH_ENGINES = re.compile(
    r"baidu|google|sogou|soso|bing|yahoo|haosou|360|so\.com|sm\.cn|toutiao|spider|bot", re.I
)
_VISITOR = re.compile(r"referrer|userAgent", re.I)
_MOBILE = re.compile(r"mobile|android|iphone|ipad", re.I)
_ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.[a-zA-Z]{2,}[^\s\"'<>\\)]*")


@dataclass(frozen=True, slots=True)
class ScriptSeen:
    """What one script does, as far as it was read.

    ``written`` is the markup that ``document.write`` puts in its place at once, not inside a condition;
    ``put`` all markup in its strings where it puts markup anywhere; ``obscured``: the strings were encoded so that no one can read them.
    ``styles`` are (selector, property, value) set at once, not inside a function that waits.
    """

    written: str
    put: tuple[str, ...]
    obscured: bool
    styles: tuple[tuple[str, str, str], ...]
    goes_to: tuple[str, ...]  # addresses in a script that sets location
    by_visitor: bool  # ... depending on the referring page or the visitor's program
    by_phone: bool = False  # ... for visitors with a telephone, as the page is read
    jumps: bool = False  # ... for everyone, as the page is read


def read_script(script: str) -> ScriptSeen:
    """Reads one inline script."""
    return _remembered(script) if len(script) <= _SHORT else _read(script)


@lru_cache(maxsize=128)
def _remembered(script: str) -> ScriptSeen:
    """The pages of a site have most of their scripts in common."""
    return _read(script)


def _read(script: str) -> ScriptSeen:
    text, obscured = _decoded(script[:_MAX_SCRIPT])
    written = "".join(_unquoted(found[1]) for found in _WRITE.finditer(text) if _at_top(text, found.start()))
    puts = _PUTS_MARKUP.search(text) is not None
    strings = (
        [_unquoted(found) for found in _LITERAL.findall(text)] if puts or "createElement" in text else []
    )
    put = [string for string in strings if "<" in string and _MARKUP.search(string)]
    if "createElement" in text and re.search(r"createElement\(\s*[\"']a[\"']", text):
        put += _created(text)
    sets_location = [match.start() for match in _LOCATION.finditer(text)]
    by_visitor = bool(_VISITOR.search(text) and _SEARCH_ENGINES.search(text))
    goes_to = tuple(dict.fromkeys(_ADDRESS.findall(text))) if sets_location else ()
    parts = run_at_once(text) if goes_to or ".style" in text or "css(" in text or _HIDES.search(text) else []
    at_once = [at for at in sets_location if goes_to and any(start <= at < end for start, end in parts)]
    by_phone = bool(at_once and "userAgent" in text and _MOBILE.search(text))
    jumps = any(not hangs_on_condition(text, at) for at in at_once[:_MOST_KEPT])
    return ScriptSeen(
        written, tuple(put), obscured, styles_set(text, parts), goes_to, by_visitor, by_phone, jumps
    )


def _created(text: str) -> list[str]:
    """Links that a script makes node by node, with the words and styles it gives to what it makes."""
    words = " ".join(_unquoted(found) for found in _CREATED_TEXT.findall(text))
    style = ";".join(f"{css_name(name)}:{_unquoted(value)}" for name, value in _CREATED_STYLE.findall(text))
    return [f'<a style="{escape(style)}" href={found}>{words}</a>' for found in _CREATED.findall(text)]


def _decoded(script: str) -> tuple[str, bool]:
    """The script with its strings decoded, and whether they had been made unreadable."""
    obscured = False
    for _ in range(_ROUNDS):
        before = script
        unpacked = _unpacked(script) if "eval(function(p,a,c,k,e," in script else None
        if unpacked is not None:
            script, obscured = unpacked, True
        # Each of these is slow to look for, and most scripts lack the word it cannot do without.
        codes = _CHAR_CODES.sub(_from_codes, script) if "fromCharCode" in script else script
        escapes = len(_ESCAPES.findall(codes)) if "\\" in codes else 0
        plain = _ESCAPES.sub(_from_escape, codes) if escapes >= 4 else codes
        atob = _ATOB.sub(_from_base64, plain) if "atob" in plain else plain
        turned = _REVERSED.sub(_from_reversed, atob) if "reverse" in atob else atob
        has_percent = "unescape" in turned or "decodeURI" in turned
        hides_letters = has_percent and any(_hides_letters(found[1]) for found in _UNESCAPE.finditer(turned))
        obscured = (
            obscured or codes != script or plain != codes or atob != plain or turned != atob or hides_letters
        )
        shown = _with_kept(_UNESCAPE.sub(_from_percent, turned) if has_percent else turned)
        script = _JOINED.sub(_join, shown) if "+" in shown else shown
        if script == before:
            break
    return script, obscured


def _with_kept(script: str) -> str:
    """Strings kept under a name that is given once stand where the name is joined to other strings."""
    if "+" not in script or _PUTS_MARKUP.search(script) is None:
        return script
    kept = [(name, value) for name, value in _KEPT.findall(script) if "<" in value or "//" in value]
    for name, value in kept[:_MOST_KEPT]:
        own = re.escape(name)
        if len(re.findall(rf"(?<![\w$.]){own}\s*\+?=(?!=)", script)) == 1:
            joined = rf"(?<![\w$.]){own}(?=\s*\+)(?!\s*\+[+=])|(?<=\+){own}(?![\w$(.\[])"
            script = re.sub(joined, value.replace("\\", r"\\"), script)
    return script


def _hides_letters(quoted: str) -> bool:
    """%61%62 hides letters; %3Cscript only keeps a page valid."""
    return len(re.findall(r"%(?:u00)?(?:3[0-9]|[46][1-9a-f]|[57][0-9a])", quoted, re.I)) >= 4


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "") + '"'


def _unquoted(literal: str) -> str:
    return re.sub(
        r"\\(.)", lambda match: {"n": "\n", "t": "\t", "r": ""}.get(match[1], match[1]), literal[1:-1]
    )


def _join(match: re.Match[str]) -> str:
    return "" if match[1] == match[2] else match.group()


def _from_codes(match: re.Match[str]) -> str:
    marks = []
    for number in match[1].split(","):
        try:
            code = int(number.strip(), 0)
        except ValueError:
            continue
        if 0 <= code < 0x110000:
            marks.append(chr(code))
    return _quoted("".join(marks))


def _from_escape(match: re.Match[str]) -> str:
    digits, base = next((part, 16 if index < 2 else 8) for index, part in enumerate(match.groups()) if part)
    mark = chr(int(digits, base))
    # Quotes and breaks would end the string they stand in.
    return "\\" + mark if mark in "\"'\\" else " " if mark in "\r\n" else mark


def _from_base64(match: re.Match[str]) -> str:
    try:
        return _quoted(base64.b64decode(_unquoted(match[1]), validate=True).decode("utf-8", "replace"))
    except (binascii.Error, ValueError):
        return match.group()


def _from_percent(match: re.Match[str]) -> str:
    text = re.sub(r"%u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), _unquoted(match[1]))
    return _quoted(unquote(text))


def _from_reversed(match: re.Match[str]) -> str:
    return _quoted(_unquoted(match[1])[::-1])


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _unpacked(script: str) -> str | None:
    """A script in the common packed form (p,a,c,k,e,d) unpacked, None where it is not."""
    match = _PACKED.search(script)
    if match is None:
        return None
    body, base, words = _unquoted(f"'{match[1]}'"), int(match[2]), match[4].split("|")
    if not 2 <= base <= 62:
        return None

    def word(found: re.Match[str]) -> str:
        value = 0
        for mark in found.group():
            digit = _DIGITS.find(mark)
            if not 0 <= digit < base:
                return found.group()
            value = value * base + digit
        return words[value] if value < len(words) and words[value] else found.group()

    return script[: match.start()] + re.sub(r"\b\w{1,4}\b", word, body)


def _at_top(text: str, at: int) -> bool:
    """True outside braces, but for the one function that wraps a whole script."""
    before = text[:at]
    depth = before.count("{") - before.count("}")
    wrapped = (
        re.match(r"\s*(?:\(?\s*function\s*\(|\$\(\s*(?:document\)\.ready\()?function)", text) is not None
    )
    return depth <= (1 if wrapped else 0)
