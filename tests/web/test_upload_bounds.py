"""What is too large is refused before a byte of it is read; every view that takes files says how much."""

from __future__ import annotations

import inspect
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client, RequestFactory
from people import a_person
from test_every_address import ADDRESSES

from xuncha.apps.casework.uploads import OF_A_FORM, OF_A_STRANGER, bound_of


class Unread:
    """A body nobody may read."""

    def read(self, *size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = __iter__ = read


def answered(path: str, length: int | str, client: Client) -> int:
    """Status of a form of so many bytes, of which none are read; it would pass the check of its origin."""
    token = "a" * 32
    jar = {name: one.value for name, one in client.cookies.items()} | {"csrftoken": token}
    environ = RequestFactory(headers={"cookie": "; ".join(f"{k}={v}" for k, v in jar.items())})._base_environ(
        REQUEST_METHOD="POST",
        PATH_INFO=path,
        CONTENT_LENGTH=str(length),
        CONTENT_TYPE="multipart/form-data; boundary=x",
        HTTP_X_CSRFTOKEN="",
    )
    environ["wsgi.input"] = Unread()
    said: list[int] = []
    request_started.disconnect(close_old_connections)  # the connection holds the test's transaction
    try:
        b"".join(get_wsgi_application()(environ, lambda status, headers: said.append(int(status[:3]))))
    finally:
        request_started.connect(close_old_connections)
    return said[0]


def test_a_stranger_is_refused_sooner_than_somebody_known(db: None) -> None:
    stranger, known = Client(), Client()
    known.force_login(a_person("inspector"))
    assert answered("/login", OF_A_STRANGER + 1, stranger) == 413
    assert answered("/manuscripts", OF_A_STRANGER + 1, stranger) == 413
    assert answered("/rounds", OF_A_FORM + 1, known) == 413
    assert answered("/manuscripts", 9 << 20, known) == 413
    assert answered("/manuscripts", "-1", known) == answered("/manuscripts", "many", known) == 413


def test_what_a_view_declares_counts_for_those_who_may_open_it(as_role: Callable[..., Client]) -> None:
    file = SimpleUploadedFile("名单.csv", b"a" * (2 << 20))
    for role, status in (("inspector", 302), ("owner", 413)):
        answer = as_role(role).post("/imports", {"kind": "sites", "file": file})
        assert answer.status_code == status, role
        file.seek(0)
    assert "一次最多接收 1 MB" in answer.content.decode()


def test_too_many_fields_and_files_are_refused(as_role: Callable[..., Client]) -> None:
    client = as_role("inspector")
    assert client.post("/manuscripts", {f"f{n}": "" for n in range(1001)}).status_code == 400
    files = {f"f{n}": SimpleUploadedFile("a.txt", b"a") for n in range(21)}
    assert client.post("/manuscripts", files).status_code == 400


def test_a_module_whose_views_take_files_says_how_much() -> None:
    modules = {inspect.getmodule(inspect.unwrap(view)): False for _, view in ADDRESSES}
    for _, view in ADDRESSES:
        declared = bound_of(view, may_open=True, known=False) != OF_A_STRANGER
        modules[inspect.getmodule(inspect.unwrap(view))] |= declared
    taking = {
        m.__name__: says
        for m, says in modules.items()
        if m and m.__name__.startswith("xuncha.") and "request.FILES" in inspect.getsource(m)
    }
    assert len(taking) >= 4
    assert all(taking.values()), taking
