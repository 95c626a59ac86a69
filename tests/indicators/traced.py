"""Traces and identities of a site, for tests of rules that read them."""

from __future__ import annotations

from typing import Any

from seen import HOME, PAGE, SITE

from xuncha.facts.traces import IdentitySeen, TraceSeen

STRANGER = "http://www.q7w3.example/"


def trace(**more: Any) -> TraceSeen:
    """A visible link to a betting site."""
    given: dict[str, Any] = {
        "page_url": HOME,
        "url": STRANGER,
        "text": "新葡京娱乐官网",
        "technique": "",
        "reason": "链接文字或域名含“葡京”",
        "suspicion": "赌博",
        "evidence": PAGE,
    }
    return TraceSeen(**{**given, **more})


def hidden(**more: Any) -> TraceSeen:
    """A link moved off the screen, with nothing else against it."""
    given: dict[str, Any] = {
        "text": "更多资讯",
        "technique": "移出屏幕",
        "reason": "指向 www.q7w3.example 的链接移出屏幕（left:-9999px）",
        "suspicion": "",
    }
    return trace(**{**given, **more})


def stated(**more: Any) -> IdentitySeen:
    """A home page that states what the directory of ``seen.SITE`` holds."""
    given: dict[str, Any] = {
        "address": HOME,
        "meta_name": f"{SITE.name}门户网站",
        "meta_code": SITE.site_code,
        "foot_codes": (SITE.site_code,),
        "sponsors": (SITE.sponsor,),
        "evidence": PAGE,
    }
    return IdentitySeen(**{**given, **more})
