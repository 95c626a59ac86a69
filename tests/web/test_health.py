"""/healthz and /metrics."""

from __future__ import annotations

from typing import Any

from django.test import Client


def test_healthy_and_silent_about_the_version(db: None) -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True}


def test_metrics_for_this_machine_alone(directory: Any) -> None:
    answer = Client().get("/metrics")
    assert "xuncha_directory_sites 2" in answer.content.decode()
    assert Client().get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 403
    assert Client().get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 403


def test_metrics_with_the_token(db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = "geheim"
    assert Client().get("/metrics").status_code == 403
    shown = {"Authorization": "Bearer geheim"}
    assert Client().get("/metrics", headers=shown, REMOTE_ADDR="192.0.2.1").status_code == 200
