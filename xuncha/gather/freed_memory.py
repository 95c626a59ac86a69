"""Memory that is free again, given back to the system."""

from __future__ import annotations

import ctypes


def give_back_freed_memory() -> None:
    """Give back what the C library holds of memory already freed; nothing where it cannot (musl, macOS).

    The parsed pages of a site leave holes that are too small for the tables of the wording rules, which would
    then lie beside them.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
