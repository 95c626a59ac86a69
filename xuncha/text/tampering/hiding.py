"""By which means a node of a page is kept out of sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from selectolax.lexbor import LexborNode

from xuncha.text.tampering.styles import Declarations, Styles, colour, is_alike, is_clear, percent, pixels


class Technique(StrEnum):
    """Means of hiding links or of changing what visitors get; the label is what a screen prints."""

    OFF_SCREEN = "移出屏幕"
    TINY = "尺寸极小"
    NOT_SHOWN = "设为不显示"
    TRANSPARENT = "设为透明"
    COLOUR = "文字与背景同色"
    TINY_TYPE = "字号极小"
    MARQUEE = "极小的滚动字幕"
    CLIPPED = "被裁剪"
    NOSCRIPT = "写在脚本禁用区"
    SCRIPT = "由脚本写出"
    TAMPERED_META = "标题或关键词被篡改"
    REDIRECT = "跳转到外部网站"
    FRAME = "嵌入外部网站"


@dataclass(frozen=True, slots=True)
class Mark:
    """One means found on a node. ``strong``: ordinary pages do not use it on visible content.

    ``holder`` is the ``mem_id`` of the node that carries it, ``words`` what is declared there.
    """

    technique: Technique
    strong: bool
    words: str
    holder: int


#: Class names and ids of the moving and folding parts of ordinary pages.
_INTERFACE = re.compile(
    r"nav|menu|tab|drop|slid|swip|carousel|banner|focus|scroll|roll|popup|pop|modal|dialog|layer|mask|tooltip|tip|toggle|collapse|accordion|panel"
    r"|select|option|hover|sub|share|bdshare|qr|ewm|erweima|wx|weixin|weibo|mobile|wap|phone|search|link|yqlj|friend|float|toolbar|sr-only"
    r"|visually|skip|lang|login|user|print|loading|hide-|hidden-|calendar|weather|tianqi|bx-|con_|content_|list_|more|expand|fold",
    re.I,
)
#: Longer names (characters) are not remembered: a hostile page could fill the memory with them.
_SHORT = 300
_FAR = -300.0
_VERY_FAR = -2000.0
#: Beyond any screen to the right, and below any page; slides stand next to each other, a few widths aside.
_BEYOND = {"left": 3000.0, "right": 3000.0, "top": 20_000.0, "bottom": 20_000.0}
_WIDTHS_ASIDE = -500.0


def is_interface(node: LexborNode | None) -> bool:
    """True within a part that ordinary pages show only at times: menus, tabs, slides, layers; 4 levels are asked."""
    for _ in range(4):
        if node is None or node.tag in ("body", "html", "-document"):
            return False
        if _is_interface_part(node):
            return True
        node = node.parent
    return False


def _is_interface_part(node: LexborNode) -> bool:
    if node.tag in ("nav", "select", "dialog"):
        return True
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return _names_interface(names) if len(names) <= _SHORT else _INTERFACE.search(names) is not None


@lru_cache(maxsize=4096)
def _names_interface(names: str) -> bool:
    """Asked once for the names that thousands of nodes share."""
    return _INTERFACE.search(names) is not None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What a node and its ancestors declare, nearest first."""

    marks: tuple[Mark, ...] = ()
    size: str = ""  # the nearest size of type, and who declares it
    size_holder: int = 0
    text: str = ""  # the colour of type, where it is declared nearer than the background
    text_holder: int = 0
    text_strong: bool = False
    behind: str = ""
    interface: bool = False


#: What of a node's declarations holds for those inside it, or lies behind them.
_INHERITED = frozenset(
    {"font-size", "font", "color", "-webkit-text-fill-color", "background-color", "background"}
)
_AS_ABOVE = ("inherit", "unset", "currentcolor")
#: More means than this on one chain of nodes say nothing more.
_ENOUGH = 8


class Hiding:
    """Tells for nodes of one page by which means they are hidden; asks each node once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._own: dict[int, tuple[Mark, ...]] = {}
        self._known: dict[int, _Surroundings] = {}
        self._declared: dict[int, Declarations] = {}
        self._boxes: dict[tuple[object, ...], list[Mark]] = {}

    def marks(self, node: LexborNode) -> tuple[Mark, ...]:
        """Every means that hides ``node``, its own and those of its ancestors."""
        around = self._around(node)
        return (*around.marks, *_type_marks(around, node), *_colour_marks(around))

    def is_ordinary(self, node: LexborNode) -> bool:
        """True when the node stands in a part that ordinary pages show only at times."""
        return self._around(node).interface

    def own(self, node: LexborNode) -> tuple[Mark, ...]:
        """The means declared on the node itself, without those that its content may undo."""
        return self._own_marks(node)

    def declared(self, node: LexborNode) -> Declarations:
        """What is declared for the node itself."""
        known = self._declared.get(node.mem_id)
        if known is None:
            known = self._declared[node.mem_id] = self._styles.of(node)
        return known

    def _own_marks(self, node: LexborNode) -> tuple[Mark, ...]:
        known = self._own.get(node.mem_id)
        if known is not None:
            return known
        declared = self.declared(node)
        found = self._box_marks(node, declared)
        if node.tag == "marquee":
            found += _marquee_marks(node, declared)
        if node.tag == "noscript":
            found.append(Mark(Technique.NOSCRIPT, False, "noscript", node.mem_id))
        if found and is_interface(node):
            found = [Mark(mark.technique, False, mark.words, mark.holder) for mark in found]
        self._own[node.mem_id] = tuple(found)
        return self._own[node.mem_id]

    def _box_marks(self, node: LexborNode, declared: Declarations) -> list[Mark]:
        """As the function of this name, asked once for each set of declarations."""
        if declared.keys().isdisjoint(_BOX):
            return []
        key = (node.tag if node.tag in _NEVER_TINY else "", *declared.items())
        known = self._boxes.get(key)
        if known is None:
            known = self._boxes[key] = _box_marks(node, declared)
        return [Mark(mark.technique, mark.strong, mark.words, node.mem_id) for mark in known]

    def _around(self, node: LexborNode) -> _Surroundings:
        """What holds for a node; each ancestor is asked once for the whole page."""
        chain: list[LexborNode] = []
        current: LexborNode | None = node
        known = _Surroundings()
        while current is not None and current.tag not in ("html", "-document"):
            if (found := self._known.get(current.mem_id)) is not None:
                known = found
                break
            chain.append(current)
            current = current.parent
        for inner in reversed(chain):
            known = self._known[inner.mem_id] = self._step(known, inner)
        return known

    def _step(self, outer: _Surroundings, node: LexborNode) -> _Surroundings:
        """The surroundings of a node from those of its parent."""
        declared, at = self.declared(node), node.mem_id
        marks = (*self._own_marks(node), *outer.marks)[:_ENOUGH]
        interface = outer.interface or (node.tag != "body" and _is_interface_part(node))
        if marks == outer.marks and interface == outer.interface and declared.keys().isdisjoint(_INHERITED):
            return outer
        size, size_holder = outer.size, outer.size_holder
        text, text_holder, text_strong = outer.text, outer.text_holder, outer.text_strong
        own_size = declared.get("font-size") or _size_in_font(declared.get("font"))
        behind = declared.get("background-color") or declared.get("background") or ""
        if behind in ("transparent", "none", "inherit"):
            behind = ""
        if pixels(own_size) is not None:
            size, size_holder = own_size or "", at
        own_text = declared.get("-webkit-text-fill-color") or declared.get("color")
        if own_text and own_text not in _AS_ABOVE:
            text, text_holder, text_strong = own_text, at, not is_interface(node)
        elif behind:
            text = ""
        behind = behind or outer.behind
        return _Surroundings(marks, size, size_holder, text, text_holder, text_strong, behind, interface)


def _type_marks(around: _Surroundings, node: LexborNode) -> tuple[Mark, ...]:
    """Type of 0 to 2 pixels. A zero higher up only closes the gaps between blocks."""
    value = pixels(around.size)
    if value is None or value > 2:
        return ()
    strong = around.size_holder == node.mem_id or value > 0
    return (Mark(Technique.TINY_TYPE, strong, f"font-size:{around.size}", around.size_holder),)


def _colour_marks(around: _Surroundings) -> tuple[Mark, ...]:
    """Words in the colour of what lies behind them, as far as the page itself declares both.

    White on an undeclared background may well stand on a picture that a linked style sheet sets.
    """
    if not around.text:
        return ()
    if is_clear(around.text):
        return (Mark(Technique.COLOUR, True, f"color:{around.text}", around.text_holder),)
    behind = around.behind or "white"
    if "url(" in behind or "gradient" in behind:
        return ()
    front, back = colour(around.text), colour(behind)
    if front is None or back is None or not is_alike(front, back):
        return ()
    strong = bool(around.behind) and around.text_strong
    return (Mark(Technique.COLOUR, strong, f"color:{around.text}; background:{behind}", around.text_holder),)


def _size_in_font(font: str | None) -> str | None:
    match = re.search(r"(?<![\w./])(\d*\.?\d+(?:px|pt|em|rem)|0(?=[/\s]))", font or "")
    return match[1] if match else None


#: A small link or picture is no hidden box, unless the link was made one.
_NEVER_TINY = ("a", "img")
_BOX_LIKE = ("block", "inline-block")
#: Without one of these a box stays where it is and as large as it is.
_BOX = frozenset(
    {
        "display",
        "visibility",
        "position",
        "text-indent",
        "margin",
        "margin-left",
        "margin-top",
        "margin-right",
    }
    | {"transform", "width", "max-width", "height", "max-height", "opacity", "filter", "clip", "clip-path"}
    | {"inset", "content-visibility"}
)


def _box_marks(node: LexborNode, declared: Declarations) -> list[Mark]:
    """Means declared on one node that take it and all below it out of sight."""
    at = node.mem_id
    found = []
    if declared.get("display") == "none":
        found.append(Mark(Technique.NOT_SHOWN, False, "display:none", at))
    if declared.get("content-visibility") == "hidden":
        found.append(Mark(Technique.NOT_SHOWN, False, "content-visibility:hidden", at))
    if declared.get("visibility") in ("hidden", "collapse"):
        found.append(Mark(Technique.NOT_SHOWN, False, "visibility:hidden", at))
    if words := _off_screen(declared):
        found.append(Mark(Technique.OFF_SCREEN, True, words, at))
    if tiny := _tiny(node, declared):
        found.append(Mark(Technique.TINY, tiny[1], tiny[0], at))
    if words := _see_through(declared):
        found.append(Mark(Technique.TRANSPARENT, False, words, at))
    if words := _clipped(declared):
        found.append(Mark(Technique.CLIPPED, True, words, at))
    return found


def _off_screen(declared: Declarations) -> str:
    """The declaration that moves a node out of the window, "" where there is none."""
    if declared.get("position") in ("absolute", "fixed", "relative"):
        for side, written in _sides(declared).items():
            if _is_far(written) or (pixels(written) or 0) >= _BEYOND[side]:
                return f"{side}:{written}"
    for name in ("text-indent", "margin-left", "margin-top", "margin-right"):
        if name == "text-indent" and "url(" in (
            declared.get("background") or declared.get("background-image") or ""
        ):
            continue  # a picture stands in place of the words
        if _is_far(declared.get(name)):
            return f"{name}:{declared[name]}"
    first = re.match(r"(-?[\w.]+)", declared.get("margin", ""))
    if first and _is_far(first[1]):
        return f"margin:{declared['margin']}"
    for numbers in re.findall(r"translate\w*\(([^)]*)\)", declared.get("transform", "")):
        if any(_is_far(part.strip(), _VERY_FAR) for part in numbers.split(",")):
            return f"transform:{declared['transform']}"
    return ""


def _is_far(written: str | None, far: float = _FAR) -> bool:
    """Whether a length leads ``far`` pixels, or several widths, to the left or above."""
    return (pixels(written) or 0) <= far or (percent(written) or 0) <= _WIDTHS_ASIDE


def _sides(declared: Declarations) -> dict[str, str]:
    """The distances from the four sides, those written as one property too."""
    found: dict[str, str] = {}
    if parts := declared.get("inset", "").split():
        top, right, bottom, left = (parts * 4)[:4] if len(parts) != 3 else (*parts, parts[1])
        found = {"top": top, "right": right, "bottom": bottom, "left": left}
    return found | {side: declared[side] for side in _BEYOND if side in declared}


def _tiny(node: LexborNode, declared: Declarations) -> tuple[str, bool] | None:
    """A box of no more than 2 pixels with the rest cut off: the declaration, and whether folding uses it too."""
    width = pixels(declared.get("width") or declared.get("max-width"))
    height = pixels(declared.get("height") or declared.get("max-height"))
    cut = declared.get("overflow", declared.get("overflow-y", "")) in ("hidden", "clip", "scroll", "auto")
    small = [value is not None and value <= 2 for value in (width, height)]
    words = f"width:{declared.get('width', '')}; height:{declared.get('height', '')}; overflow:{declared.get('overflow', '')}"
    if node.tag in _NEVER_TINY:
        made = node.tag == "a" and declared.get("display") in _BOX_LIKE and node.css_first("img") is None
        return (words, True) if made and all(small) and cut else None
    if all(small) and (cut or (width == 0 and height == 0)):
        return words, True
    if cut and any(small):
        # Height 0 alone is how ordinary pages fold a block.
        value = height if small[1] else width
        return words, bool(value)
    return None


def _see_through(declared: Declarations) -> str:
    opacity = re.fullmatch(r"(0?\.\d+|0|0\.0+)|([0-5](?:\.\d+)?)%", declared.get("opacity", ""))
    if opacity and float(opacity[1] or 0) <= 0.05:
        return f"opacity:{declared['opacity']}"
    if re.search(
        r"opacity\s*(?:=\s*[0-5]\b|\(\s*(?:0?\.0[0-5]?|0|[0-5]%|0\.0+)\s*\))", declared.get("filter", "")
    ):
        return f"filter:{declared['filter']}"
    if re.search(r"scale\(\s*0(?:\.0\d*)?\s*[,)]", declared.get("transform", "")):
        return f"transform:{declared['transform']}"
    behind = pixels(declared.get("z-index"))
    if behind is not None and behind < 0 and declared.get("position") in ("absolute", "fixed"):
        return f"z-index:{declared['z-index']}"
    return ""


def _clipped(declared: Declarations) -> str:
    clip = declared.get("clip", "")
    if clip.startswith("rect") and all(
        (pixels(part) or 0) <= 1 for part in re.findall(r"-?[\d.]+(?:px)?", clip)
    ):
        return f"clip:{clip}"
    path = declared.get("clip-path", "")
    if re.match(
        r"inset\(\s*(?:5\d|[6-9]\d|100)%|circle\(\s*0|polygon\(\s*0(?:px|%)? 0(?:px|%)?\s*,\s*0(?:px|%)? 0",
        path,
    ):
        return f"clip-path:{path}"
    return ""


def _marquee_marks(node: LexborNode, declared: Declarations) -> list[Mark]:
    attributes = node.attributes
    for side in ("height", "width"):
        value = pixels(declared.get(side) or attributes.get(side))
        if value is not None and value <= 5:
            return [
                Mark(
                    Technique.MARQUEE,
                    True,
                    f"marquee {side}={attributes.get(side) or declared.get(side)}",
                    node.mem_id,
                )
            ]
    for name in ("scrollamount", "scrolldelay"):
        speed = pixels(attributes.get(name))
        if speed is not None and speed >= 1000:
            return [Mark(Technique.MARQUEE, True, f"marquee {name}={attributes.get(name)}", node.mem_id)]
    return []
