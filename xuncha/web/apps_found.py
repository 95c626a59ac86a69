"""The Django apps of the trade, found by looking: a package under ``xuncha.apps`` that has an ``apps`` module."""

from __future__ import annotations

from importlib.util import find_spec
from pkgutil import iter_modules

import xuncha.apps


def apps_found() -> list[str]:
    """Dotted names of the apps, in alphabetical order."""
    packages = (module.name for module in iter_modules(xuncha.apps.__path__, "xuncha.apps."))
    return sorted(name for name in packages if find_spec(f"{name}.apps") is not None)


def with_addresses() -> list[str]:
    """The apps that have pages."""
    return [name for name in apps_found() if find_spec(f"{name}.urls") is not None]
