"""A stored page made fit to be looked at: no script, no request to anywhere, links into the archive only.

The response's Content-Security-Policy forbids the same once more; this keeps what a policy does not cover
(preconnections, a click that would leave for the live site).
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xuncha.text.pages.hostile import TooDeepError, parsed

_TAKEN_OUT = "script, noframes, template, iframe, frame, frameset, object, embed, applet, base, link, meta, portal, audio, video, source, track"
_LOADS = (
    "src",
    "srcset",
    "background",
    "poster",
    "data",
    "formaction",
    "action",
    "ping",
    "target",
    "xlink:href",
    "imagesrcset",
)


def quiet_page(
    html: str, url: str, link: Callable[[str], str], picture: Callable[[str], str | None]
) -> str | None:
    """The page's markup, None where it is too hostile to be read.

    ``link`` gives the viewer's address for a target, ``picture`` that of a stored picture, None where none is.
    """
    try:
        tree = parsed(html)
    except TooDeepError:
        return None
    base = _base(tree, url)
    for node in tree.css(_TAKEN_OUT):
        node.decompose()
    for node in tree.css("*"):
        _quieten(node, base, link, picture)
    return f"<!DOCTYPE html>{tree.html or ''}"


def _base(tree: LexborHTMLParser, url: str) -> str:
    node = tree.css_first("base[href]")
    return _joined(url, node.attributes.get("href") or "") if node is not None else url


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return base


def _quieten(
    node: LexborNode, base: str, link: Callable[[str], str], picture: Callable[[str], str | None]
) -> None:
    attributes = node.attributes
    stored = None
    if node.tag == "img" and attributes.get("src"):
        stored = picture(_joined(base, attributes["src"] or ""))
    for name in attributes:
        if name.lower().startswith("on") or name.lower() in _LOADS:
            del node.attrs[name]
    if stored is not None:
        node.attrs["src"] = stored
    if "href" not in attributes:
        return
    target = _joined(base, attributes["href"] or "")
    if node.tag in ("a", "area") and target.startswith(("http://", "https://")):
        if not (attributes["href"] or "").startswith("#"):
            node.attrs["href"] = link(target)
    else:
        del node.attrs["href"]
