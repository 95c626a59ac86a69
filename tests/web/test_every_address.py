"""Every address of the system, opened as nobody, as every role, and as a unit that has no business there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from people import a_person

from xuncha.apps.casework.access import Role, allows, is_by_token, is_public

PUBLIC = {"report", "login", "login/code", "logout", "healthz", "metrics"}
#: What stands in an address for each of its parts; rows with these keys exist where the fixture makes them.
PARTS = {"site_code": "9800000001", "pk": "1", "code": "1", "kind": "sites", "number": "1"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def addresses() -> list[tuple[str, Callable[..., Any]]]:
    found = []
    for route, pattern in patterns(get_resolver()):
        parts = {name: PARTS.get(name, "1") for name in pattern.pattern.converters}
        for name, value in parts.items():
            for kind in ("int", "str", "slug", "uuid", "path"):
                route = route.replace(f"<{kind}:{name}>", value)
        found.append(("/" + route, pattern.callback))
    return found


ADDRESSES = addresses()


def test_there_are_addresses() -> None:
    assert len(ADDRESSES) > 10
    assert all("<" not in address for address, _ in ADDRESSES)


@pytest.mark.parametrize(("address", "view"), ADDRESSES, ids=[address for address, _ in ADDRESSES])
def test_every_view_says_who_may_open_it(address: str, view: Callable[..., Any]) -> None:
    assert hasattr(view, "xuncha_access"), f"{address}: nobody can open it"
    assert is_public(view) == (address.strip("/") in PUBLIC or address.startswith("/report/"))


@pytest.fixture(scope="module")
def new_client() -> Callable[[], Client]:
    """Clients with nothing in common but the application, which each would load anew."""
    loaded = Client().handler

    def made() -> Client:
        client = Client()
        client.handler = loaded
        return client

    return made


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_gets_past_the_login(directory: Any, new_client: Callable[[], Client], method: str) -> None:
    for address, view in ADDRESSES:
        if is_public(view) or is_by_token(view):  # tests/apps/api walks what asks for a token
            continue
        response = getattr(new_client(), method)(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/login"), address


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_role_opens_what_it_may_and_nothing_else(
    directory: Any, new_client: Callable[[], Client], role: str, method: str
) -> None:
    unit = {"supervisor": directory.offices[0], "owner": directory.organs[0]}.get(role)
    person = a_person(role, unit)
    for address, view in ADDRESSES:
        if is_public(view) or is_by_token(view):  # tests/apps/api walks what asks for a token
            continue
        client = new_client()
        # An address before may have been the one that resets this person's password.
        type(person).objects.filter(pk=person.pk).update(must_change_password=False)
        person.refresh_from_db()
        client.force_login(person)
        status = getattr(client, method)(address).status_code
        if allows(view, person):
            assert status in (200, 302, 400, 404, 405, 409), f"{address}: {status}"
        else:
            assert status == 403, f"{address}: {status}"


def test_the_row_of_another_unit_is_not_there(directory: Any, as_role: Callable[..., Client]) -> None:
    for role, place in (("owner", directory.organs), ("supervisor", directory.offices)):
        client = as_role(role, place[0])
        assert client.get("/sites/9800000001").status_code == 200
        assert client.get("/sites/9800000002").status_code == 404
        assert client.get(f"/accounts/{directory.accounts[0].pk}").status_code == 200
        assert client.get(f"/accounts/{directory.accounts[1].pk}").status_code == 404
        listed = client.get("/sites").content.decode()
        assert "石堰市教育局网站" in listed
        assert "蓝沚市" not in listed


@pytest.mark.parametrize("role", ["supervisor", "owner", ""])
def test_somebody_without_a_unit_sees_no_row(
    directory: Any, as_role: Callable[..., Client], role: str
) -> None:
    assert "教育局网站" not in as_role(role).get("/sites").content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_the_menu_leads_to_pages_that_open(directory: Any, as_role: Callable[..., Client], role: str) -> None:
    client = as_role(role, directory.offices[0] if role in ("supervisor", "owner") else None)
    menu = client.get("/", follow=True).context["menu"]
    assert menu
    links = [link for group in menu for link in group.links]
    assert [link.address for link in links if link.here] == ["/"]
    assert all(group.label for group in menu if len(group.links) > 1)
    for link in links:
        assert client.get(link.address, follow=True).status_code == 200, link.label


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("get", "/logout", 405), ("put", "/logout", 405), ("post", "/units/UNIT", 405)],
)
def test_every_refusal_is_said_in_words(
    directory: Any, as_role: Callable[..., Client], method: str, address: str, status: int
) -> None:
    answer = getattr(as_role("leader"), method)(address.replace("UNIT", str(directory.organs[0].pk)))
    assert answer.status_code == status
    assert "<h1>" in answer.content.decode()


def test_no_page_allows_scripts_of_others(directory: Any, as_role: Callable[..., Client]) -> None:
    client = as_role("administrator")
    for address in ("/login", "/sites", "/sites/9800000001", "/audit", "/nothing-here"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        body = response.content.decode()
        assert " style=" not in body, address
        assert "onclick" not in body, address
        assert response["X-Content-Type-Options"] == "nosniff"
