"""Makes the specimen server, the small sites, the fault server and the small province importable from any test.

Tests may run in several processes: those of one module share what its fixtures built, so they stay together,
unless they say by ``xdist_group`` what they share.
"""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# Where an image forbids kept bytecode, every program that a test starts would compile all it loads once more:
# more than half of what starting costs.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Two test processes and two browsers on two cores: what comes late must still be waited for.
os.environ.setdefault("XUNCHA_BROWSER_PATIENCE", "25")

for folder in ("", "gather", "gather/http", "apps/inspections", "apps/reminders"):
    sys.path.insert(0, str(Path(__file__).parent / folder))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


class _LongestFirst:
    """Puts the tests marked ``long`` before all others, with all that must stay in their process.

    Begun last, one of them would keep a single process busy for minutes after the others have run dry. Its own
    plugin, so that it comes after the tests are shuffled.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        def group(item: pytest.Item) -> str:
            marker = item.get_closest_marker("xdist_group")
            assert marker is not None
            return str(marker.args[0])

        long = {group(item) for item in items if item.get_closest_marker("long")}
        items.sort(key=lambda item: group(item) not in long)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes a minute or waits for one; begun before all others")
    config.pluginmanager.register(_LongestFirst())
    # No limit of time on an example, nor on making one; the same examples every time.
    settings.register_profile(
        "any machine", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("any machine")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of loopback at which nobody listens; it is held, so that no other test is given it meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def attentive(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of time limits that run out: a busy machine does not make the program ask once more."""
    from xuncha.gather.http.attention import Attention

    monkeypatch.setattr(Attention, "was_away", lambda *_: False)


@pytest.fixture
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock by which requests are counted stands still: no minute ends while a test counts."""
    from xuncha.apps.casework import rates
    from xuncha.apps.error_reports.views import public

    for module in (rates, public):
        monkeypatch.setattr(module, "time", SimpleNamespace(time=lambda: 1_764_000_030.0))


@pytest.fixture
def directory(db: None) -> Any:
    """Two regions with a site and an account each."""
    from people import a_directory

    return a_directory()


@pytest.fixture
def as_role(db: None) -> Callable[..., Any]:
    """``as_role("owner", unit)`` is a client logged in as a new person of that role."""
    from django.test import Client
    from people import a_person

    def logged_in(role: str, unit: Any = None) -> Any:
        client = Client()
        client.force_login(a_person(role, unit))
        return client

    return logged_in


@pytest.fixture
def a_picture() -> Callable[..., bytes]:
    """``a_picture("PNG")`` is the bytes of a small picture."""
    import io

    from PIL import Image

    def drawn(form: str = "JPEG", **more: Any) -> bytes:
        file = io.BytesIO()
        Image.new("RGB", (60, 30), "red").save(file, form, **more)
        return file.getvalue()

    return drawn


@pytest.fixture(scope="session")
def inspected_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result folder of the small province, gathered as ``xuncha inspect`` does; to be copied, not written to."""
    from small_province import inspected_into

    return inspected_into(tmp_path_factory.mktemp("inspected"))


@pytest.fixture(scope="module")
def result(inspected_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result folder of the small province that the tests of one module share."""
    return Path(shutil.copytree(inspected_once, tmp_path_factory.mktemp("copied") / "out"))


@pytest.fixture
def round_(db: None, result: Path) -> Any:
    """That result, taken into the ledger."""
    from xuncha.apps.inspections.loading import load_result

    return load_result(result, "二季度检查")
