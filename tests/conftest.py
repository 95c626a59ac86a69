"""Makes the specimen server, the small sites, the fault server and the small province importable from any test.

Tests may run in several processes: those of one module share what its fixtures built, so they stay together,
unless they say by ``xdist_group`` what they share.
"""

import sys
from pathlib import Path

import pytest

for folder in ("", "gather", "gather/http", "apps/inspections"):
    sys.path.insert(0, str(Path(__file__).parent / folder))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
