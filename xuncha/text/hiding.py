"""By which means a node of a page is kept out of sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from selectolax.lexbor import LexborNode

from xuncha.text.styles import Declarations, Styles, colour, is_alike, pixels


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
#: Real pages nest tens of levels; the rest of a far deeper chain says nothing worth the time.
_MAX_CHAIN = 300
_FAR = -300.0
_VERY_FAR = -2000.0


def is_interface(node: LexborNode | None) -> bool:
    """True within a part that ordinary pages show only at times: menus, tabs, slides, layers."""
    for _ in range(4):
        if node is None or node.tag in ("body", "html", "-document"):
            return False
        if node.tag in ("nav", "select", "dialog"):
            return True
        attributes = node.attributes
        if _INTERFACE.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}"):
            return True
        node = node.parent
    return False


class Hiding:
    """Tells for nodes of one page by which means they are hidden; asks each node once."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._own: dict[int, tuple[Mark, ...]] = {}
        self._declared: dict[int, Declarations] = {}

    def marks(self, node: LexborNode) -> tuple[Mark, ...]:
        """Every means that hides ``node``, its own and those of its ancestors."""
        chain = _chain(node)
        found: list[Mark] = []
        for current in chain:
            found += self._own_marks(current)
        found += self._type_marks(chain)
        found += self._colour_marks(chain)
        return tuple(found)

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
        found = list(_box_marks(node, declared)) if declared else []
        if node.tag == "marquee":
            found += _marquee_marks(node, declared)
        if node.tag == "noscript":
            found.append(Mark(Technique.NOSCRIPT, False, "noscript", node.mem_id))
        if found and is_interface(node):
            found = [Mark(mark.technique, False, mark.words, mark.holder) for mark in found]
        self._own[node.mem_id] = tuple(found)
        return self._own[node.mem_id]

    def _type_marks(self, chain: list[LexborNode]) -> list[Mark]:
        """Type of 0 or 1 pixel; the nearest declaration counts. A zero higher up only closes gaps."""
        for depth, node in enumerate(chain):
            declared = self.declared(node)
            size = declared.get("font-size") or _size_in_font(declared.get("font"))
            value = pixels(size)
            if value is not None:
                if value > 2:
                    return []
                strong = depth == 0 or value > 0
                return [Mark(Technique.TINY_TYPE, strong, f"font-size:{size}", node.mem_id)]
        return []

    def _colour_marks(self, chain: list[LexborNode]) -> list[Mark]:
        """Words in the colour of what lies behind them, as far as the page itself declares both."""
        text: str | None = None
        holder = chain[0]
        for node in chain:
            declared = self.declared(node)
            if text is None and declared.get("color"):
                text, holder = declared["color"], node
            behind = declared.get("background-color") or declared.get("background")
            if behind and behind not in ("transparent", "none", "inherit"):
                return self._compared(text, behind, holder, explicit=True)
        return self._compared(text, "white", holder, explicit=False)

    def _compared(self, text: str | None, behind: str, holder: LexborNode, *, explicit: bool) -> list[Mark]:
        if text is None:
            return []
        if text == "transparent":
            return [Mark(Technique.COLOUR, True, "color:transparent", holder.mem_id)]
        if "url(" in behind or "gradient" in behind:
            return []
        front, back = colour(text), colour(behind)
        if front is None or back is None or not is_alike(front, back):
            return []
        # White on an undeclared background may well stand on a picture that a linked style sheet sets.
        strong = explicit and not is_interface(holder)
        return [Mark(Technique.COLOUR, strong, f"color:{text}; background:{behind}", holder.mem_id)]


def _chain(node: LexborNode) -> list[LexborNode]:
    chain = []
    current: LexborNode | None = node
    while current is not None and current.tag not in ("html", "-document") and len(chain) < _MAX_CHAIN:
        chain.append(current)
        current = current.parent
    return chain


def _size_in_font(font: str | None) -> str | None:
    match = re.search(r"(?<![\w.])(\d*\.?\d+(?:px|pt|em|rem))", font or "")
    return match[1] if match else None


def _box_marks(node: LexborNode, declared: Declarations) -> list[Mark]:
    """Means declared on one node that take it and all below it out of sight."""
    at = node.mem_id
    found = []
    if declared.get("display") == "none":
        found.append(Mark(Technique.NOT_SHOWN, False, "display:none", at))
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
        for side in ("left", "top", "right", "bottom"):
            value = pixels(declared.get(side))
            if value is not None and value <= _FAR:
                return f"{side}:{declared[side]}"
    for name in ("text-indent", "margin-left", "margin-top", "margin-right"):
        value = pixels(declared.get(name))
        if value is not None and value <= _FAR:
            return f"{name}:{declared[name]}"
    first = re.match(r"(-?[\w.]+)", declared.get("margin", ""))
    if first and (pixels(first[1]) or 0) <= _FAR:
        return f"margin:{declared['margin']}"
    for number in re.findall(r"translate\w*\(([^)]*)\)", declared.get("transform", "")):
        if any((pixels(part.strip()) or 0) <= _VERY_FAR for part in number.split(",")):
            return f"transform:{declared['transform']}"
    return ""


def _tiny(node: LexborNode, declared: Declarations) -> tuple[str, bool] | None:
    """A box of no more than 2 pixels with the rest cut off: the declaration, and whether folding uses it too."""
    width = pixels(declared.get("width") or declared.get("max-width"))
    height = pixels(declared.get("height") or declared.get("max-height"))
    cut = declared.get("overflow", declared.get("overflow-y", "")) in ("hidden", "clip", "scroll", "auto")
    small = [value is not None and value <= 2 for value in (width, height)]
    words = f"width:{declared.get('width', '')}; height:{declared.get('height', '')}; overflow:{declared.get('overflow', '')}"
    if node.tag in ("a", "img"):
        return None
    if all(small) and (cut or (width == 0 and height == 0)):
        return words, True
    if cut and any(small):
        # Height 0 alone is how ordinary pages fold a block.
        value = height if small[1] else width
        return words, bool(value)
    return None


def _see_through(declared: Declarations) -> str:
    opacity = re.fullmatch(r"(0?\.\d+|0|0\.0+)", declared.get("opacity", ""))
    if opacity and float(opacity[1]) <= 0.05:
        return f"opacity:{declared['opacity']}"
    if re.search(r"opacity\s*=\s*[0-5]\b", declared.get("filter", "")):
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
