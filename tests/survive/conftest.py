"""Makes the raw server, the towns, the fault server and the command importable; the zoo is run once a session."""

import sys
from pathlib import Path

import pytest

for folder in ("survive", "end_to_end", "gather", "gather/http"):
    sys.path.insert(0, str(Path(__file__).parents[1] / folder))

from zoo import Zoo, run_zoo  # noqa: E402


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Zoo:
    """One run of the real command over every faulty site of these tests at once."""
    return run_zoo(tmp_path_factory.mktemp("zoo"))
