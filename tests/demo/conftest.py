"""The province is built once: it is the same every time, which test_demo_province checks."""

import pytest

from xuncha.demo.model import Province
from xuncha.demo.province import build


@pytest.fixture(scope="session")
def province() -> Province:
    return build()
