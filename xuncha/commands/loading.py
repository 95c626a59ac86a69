"""Loads a command: what it needs is read once, at the start, and lives to the end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from xuncha.lasting import lasts

# Pydantic would look through every package of this machine for plugins to itself; ours is checked without any.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

#: Where the environment says which authorities this machine trusts (the names are OpenSSL's).
_AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def loaded(name: str) -> ModuleType:
    """A module of ours. What is loaded with it lives to the end, so it is not searched for rings again and again."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        with _no_authorities():
            module = import_module(name)
    finally:
        gc.enable()
    lasts()
    return module


@contextmanager
def _no_authorities() -> Iterator[None]:
    """The list of authorities is long, and aiohttp reads it twice while it is loaded: for requests that come without
    a context of their own. All of ours bring one (:mod:`xuncha.gather.http.tls`), made when the first is needed; those
    of aiohttp stay without any authority and would refuse every certificate."""
    before = {name: os.environ[name] for name in _AUTHORITIES if name in os.environ}
    os.environ.update(dict.fromkeys(_AUTHORITIES, os.devnull))
    try:
        yield
    finally:
        for name in _AUTHORITIES:
            del os.environ[name]
        os.environ.update(before)
