"""What a page's markup holds at all, found in one pass over its bytes.

Most pages have no frame, no image map and no select. To look for one of these walks the whole tree; to see that its name
stands nowhere in the markup costs next to nothing, for all of them together.
"""

from __future__ import annotations

from itertools import product

from ahocorasick_rs import BytesAhoCorasick

#: Tags that are asked for on every page and stand on few. None of them is put into a tree by the parser itself.
RARE_TAGS = frozenset({"area", "base", "frame", "iframe", "math", "noscript", "option", "select", "svg"})
#: What is met when the markup carries something in other clothes: see :mod:`xuncha.text.pages.data_islands`.
FOLDED = "folded"


def _in_any_case(name: str) -> list[bytes]:
    return ["".join(letters).encode() for letters in product(*zip(name, name.upper(), strict=True))]


#: Two, because the fastest way to look for tags is from "<" to "<".
_TAGS = [(b"<" + spelt, name) for name in sorted(RARE_TAGS) for spelt in _in_any_case(name)]
_TAGS += [(beginning, FOLDED) for beginning in (b"<datastore", b"<DATASTORE")]
_NAMES = [name for _, name in _TAGS]
_TAG_FINDER = BytesAhoCorasick([beginning for beginning, _ in _TAGS])
_OTHER_FINDER = BytesAhoCorasick([b"shadowroot", b"srcdoc"])


def signs_in(markup: bytes) -> frozenset[str]:
    """Which of :data:`RARE_TAGS` the markup (UTF-8) may hold, and :data:`FOLDED`; what is missing it surely has not."""
    found = {_NAMES[number] for number, _, _ in _TAG_FINDER.find_matches_as_indexes(markup)}
    if _OTHER_FINDER.find_matches_as_indexes(markup):
        found.add(FOLDED)
    return frozenset(found)
