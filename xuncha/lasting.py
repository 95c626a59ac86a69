"""What a process has loaded lives to its end, and is not looked through again and again for what could be freed."""

from __future__ import annotations

import gc

#: New objects between two searches for those that only hold each other. A page makes thousands that live on in
#: no such ring; at the default of 700 the searches alone cost a twelfth of a run.
_BETWEEN_SEARCHES = 20_000


def lasts() -> None:
    """All that this process holds now lasts; search for rings seldom from here on."""
    gc.freeze()
    gc.set_threshold(_BETWEEN_SEARCHES, *gc.get_threshold()[1:])
