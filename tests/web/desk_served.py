"""The web system as an office runs it, over the demonstration's province, and a Chromium to look at it with."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ports import free_port, is_healthy
from waiting import PATIENCE_S, until

PASSWORD = "Yunling-2025-ok"
#: Login name and role of everybody there is from the beginning.
PEOPLE = {"guanli": "administrator", "jiancha": "inspector", "fuhe": "reviewer"}
_MAKE_PEOPLE = """
import sys, django; django.setup()
from xuncha.apps.directory.models import Unit
from xuncha.web.users.models import User
for word in sys.argv[2:]:
    name, role, unit = word.split(":")
    found = Unit.objects.filter(name=unit).first()
    User.objects.create_user(name, password=sys.argv[1], role=role, unit=found)
"""


@dataclass(frozen=True)
class Desk:
    """Address of the served system, the demonstration's lists and a browser."""

    url: str
    lists: Any
    asof: str
    chromium: Any
    env: dict[str, str]

    def make(self, *people: tuple[str, str, str]) -> None:
        """People by login name, role and name of the unit, who log in with :data:`PASSWORD`."""
        words = [":".join(person) for person in people]
        command = [sys.executable, "-c", _MAKE_PEOPLE, PASSWORD, *words]
        subprocess.run(command, env=self.env, check=True, timeout=600)

    def page(self, name: str, width: int = 1280, password: str = PASSWORD) -> Any:
        """A page of a person who has just logged in, or of nobody where there is no name."""
        context = self.chromium.new_context(
            base_url=self.url, viewport={"width": width, "height": 800}, locale="zh-CN"
        )
        context.set_default_timeout(PATIENCE_S * 1000)
        page = context.new_page()
        if name:
            page.goto("/login")
            page.fill("#id_username", name)
            page.fill("#id_password", password)
            page.press("#id_password", "Enter")
            page.wait_for_selector(".who")
        return page


@contextmanager
def served(home: Path, executable: Path) -> Iterator[Desk]:
    """``xuncha serve`` with a worker in a process of its own, and people who can log in."""
    from playwright.sync_api import sync_playwright

    from xuncha.demo.show import demonstration

    with demonstration(home / "unused") as run, sync_playwright() as playwright:
        host, port = run.settings.connect_to or ("", 0)
        env = _environment(home) | {"XUNCHA_CONNECT_TO": f"{host}:{port}", "XUNCHA_PROVINCE": "云岭省"}
        with _process(env) as url:
            browser = playwright.chromium.launch(
                executable_path=executable, chromium_sandbox=os.geteuid() != 0
            )
            desk = Desk(url, run.paths, run.request.asof.strftime("%Y-%m-%dT%H:%M"), browser, env)
            desk.make(*((name, role, "") for name, role in PEOPLE.items()))
            yield desk
            browser.close()


@contextmanager
def served_empty(home: Path, executable: Path) -> Iterator[Desk]:
    """``xuncha serve`` with a worker over an empty directory, and people who can log in."""
    from playwright.sync_api import sync_playwright

    env = _environment(home) | {"XUNCHA_PROVINCE": "云岭省"}
    with _process(env) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, chromium_sandbox=os.geteuid() != 0)
        desk = Desk(url, None, "", browser, env)
        desk.make(*((name, role, "") for name, role in PEOPLE.items()))
        yield desk
        browser.close()


def _environment(home: Path) -> dict[str, str]:
    taken = {key: value for key, value in os.environ.items() if not key.startswith(("XUNCHA_", "DJANGO_"))}
    own = {"XUNCHA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "xuncha.web.settings"}
    return taken | own | {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "no_proxy": "*"}


@contextmanager
def _process(env: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "xuncha", "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            found = next((m for line in process.stdout if (m := re.search(r"http://\S+:\d+", line))), None)
            assert found, "it did not start"
            until(lambda: is_healthy(found[0]), "it does not answer")
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=600)
            except subprocess.TimeoutExpired:
                process.kill()
