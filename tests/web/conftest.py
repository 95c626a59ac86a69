"""People of every role in two regions, and a client for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from people import a_directory, a_person


@pytest.fixture
def directory(db: None) -> Any:
    """Two regions with a site and an account each."""
    return a_directory()


@pytest.fixture
def as_role(db: None) -> Callable[..., Client]:
    """``as_role("owner", unit)`` is a client logged in as a new person of that role."""

    def logged_in(role: str, unit: Any = None) -> Client:
        client = Client()
        client.force_login(a_person(role, unit))
        return client

    return logged_in
