"""Requests made up from the interface's own description: never broken, never an answer it does not describe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
WAYS = [("GET", p) for p in ("/sites", "/sites/{site_code}", "/accounts", "/rounds", "/findings")]
WAYS += [("GET", p) for p in ("/cases", "/cases/{case_id}", "/objections", "/reports")]
WAYS += [("GET", p) for p in ("/extensions", "/notices", "/amendments")]
WAYS += [("POST", p) for p in ("/probes", "/posts", "/check", "/reports")]


@schemathesis.serializer("application/x-ndjson")
def _lines(context: Any, value: Any) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def test_no_request_breaks_it(
    served: str, directory: Any, a_token: Callable[..., Any], settings: Any
) -> None:
    from xuncha.apps.api.service import api

    settings.API_PER_MINUTE = 100_000
    described = api.get_openapi_schema(path_prefix="/api/")
    schema = schemathesis.openapi.from_dict(described)
    header = {"Authorization": f"Bearer {a_token()[1]}"}
    assert sum(len(ways) for ways in described["paths"].values()) == len(WAYS)
    for method, path in WAYS:
        _fuzz(schema[f"/api{path}"][method], served, header)


def _fuzz(operation: Any, url: str, header: dict[str, str]) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def one(case: Any) -> None:
        answer = case.call(base_url=url, headers=header, timeout=60)
        case.validate_response(answer, checks=CHECKS)

    one()
