"""Whatever stands in an address or a form: no page breaks, none runs it, and nobody is sent elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from people import a_person
from test_every_address import ADDRESSES

import xuncha
from xuncha.apps.casework.access import allows, is_by_token

SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in Path(xuncha.__file__).parent.rglob("views/*.py")
)
#: Every word that a view looks for in an address or a form.
NAMES = sorted(
    set(re.findall(r"(?:GET|POST)(?:\.get|\.getlist)?[\[(]\"([a-z_]+)\"", SOURCE))
    | {
        word
        for line in re.findall(r"for name in \(.*\)", SOURCE)
        for word in re.findall(r"\"([a-z_]+)\"", line)
    }
    | {"page", "next"}
)
SCRIPT = "<script>alert(1)</script>"
HOSTILE = ["²", f"//evil.example/../etc/passwd'\"{SCRIPT}"]
#: Numbers as part of an address, beyond what a row can have.
FAR = str(2**63)


def test_the_names_are_found() -> None:
    assert {"q", "round", "state", "page", "pick", "site", "words"} <= set(NAMES)


@pytest.mark.parametrize(
    ("method", "role"),
    [("get", "inspector"), ("get", "owner"), ("post", "administrator"), ("post", "inspector")],
)
def test_no_page_breaks(directory: Any, method: str, role: str) -> None:
    client, person = Client(), a_person(role, directory.organs[0] if role == "owner" else None)
    client.force_login(person)
    for address, view in ADDRESSES:
        if is_by_token(view) or address.startswith("/log") or not allows(view, person):
            continue
        for word in HOSTILE:
            answer = getattr(client, method)(address, {name: word for name in NAMES if name != "as"})
            assert answer.status_code < 500, (address, word)
            assert "evil.example" not in answer.get("Location", "").partition("?")[0], (address, word)
            if not answer.streaming:
                assert SCRIPT not in answer.content.decode(errors="replace"), address
        if "/1" in address:
            assert getattr(client, method)(address.replace("/1", f"/{FAR}")).status_code < 500, address


@pytest.mark.parametrize(
    "after", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_nowhere_else(db: None, after: str) -> None:
    person = a_person("inspector")
    person.set_password("Yunling-2025-ok")
    person.save()
    form = {"username": person.username, "password": "Yunling-2025-ok", "next": after}
    assert Client().post("/login", form)["Location"] == "/"


def test_another_host_is_refused(db: None) -> None:
    for host in ("evil.example", "localhost.evil.example", "localhost:80@evil.example", "localhost\n"):
        assert Client(headers={"host": host}).get("/login").status_code == 400


def test_every_form_asks_where_it_comes_from(directory: Any, as_role: Callable[..., Client]) -> None:
    client = Client(enforce_csrf_checks=True)
    person = a_person("administrator")
    client.force_login(person)
    for address, view in ADDRESSES:
        if is_by_token(view):
            assert client.post(address).status_code in (401, 404, 405, 429), address
        else:
            assert client.post(address).status_code == 403, address
