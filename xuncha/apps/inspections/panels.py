"""What other apps show beside a finding: each app says it itself, so that this one need not know them."""

from __future__ import annotations

from django.apps import apps
from django.http import HttpRequest

from xuncha.apps.inspections.models import FindingCase


def panels_beside(request: HttpRequest, case: FindingCase) -> list[str]:
    """HTML of every app whose configuration has ``beside_finding(request, case)``; empty ones are left out."""
    return _of_apps("beside_finding", request, case)


def evidence_drawn(request: HttpRequest, case: FindingCase) -> list[str]:
    """The same of ``evidence_of_finding(request, case)``: what stands over the evidence itself."""
    return _of_apps("evidence_of_finding", request, case)


def _of_apps(name: str, request: HttpRequest, case: FindingCase) -> list[str]:
    asked = (getattr(config, name, None) for config in apps.get_app_configs())
    shown = (ask(request, case) for ask in asked if ask is not None)
    return [html for html in shown if html]
