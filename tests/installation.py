"""One installation with real commits and real worker processes, on SQLite or, where one is named, on PostgreSQL."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from waiting import until

#: People at their browsers, in one process: a line asked, a line answered. Login names are those of inspectors.
_BROWSER = """
import json, sys
from xuncha.web.startup import set_up
set_up()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from xuncha.web.users.models import User
for line in sys.stdin:
    asked = json.loads(line)
    client, name = Client(), asked["who"]
    person = User.objects.filter(username=name).first() or User.objects.create_user(name, role="inspector")
    client.force_login(person)
    form = asked.get("form")
    if "file" in asked:
        field, path = asked["file"]
        form[field] = SimpleUploadedFile(path.rpartition("/")[2], open(path, "rb").read())
    answer = client.get(asked["address"]) if form is None else client.post(asked["address"], form)
    page = b"".join(answer.streaming_content).decode("latin-1") if answer.streaming else answer.content.decode()
    print(json.dumps([answer.status_code, answer.headers.get("Location", ""), page]), flush=True)
    connection.close()
"""
_SERVER = os.environ.get("XUNCHA_DATABASE_URL", "")


class Installation:
    """An installation in a folder; its database goes with it."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home, self.database = home, database
        taken = {k: v for k, v in os.environ.items() if not k.startswith(("XUNCHA_", "DJANGO_"))}
        self.env = taken | {
            "XUNCHA_HOME": str(home),
            "XUNCHA_ALLOWED_HOSTS": "testserver",
            "PYTHONUTF8": "1",
            "PYTHONPATH": str(Path(__file__).parent),
        }
        if database:
            self.env["XUNCHA_DATABASE_URL"] = database
        self.processes: list[subprocess.Popen[bytes]] = []
        self._browser: subprocess.Popen[str] | None = None

    def does(self, program: str, *words: str) -> str:
        """What a few lines of the program print, in a process of their own."""
        lines = "from xuncha.web.startup import set_up, bring_up_to_date\nset_up()\n" + program
        command = [sys.executable, "-c", lines, *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def says(self, query: str) -> list[Any]:
        """What the database answers, read or changed behind the program's back."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database, autocommit=True) as connection:
                cursor = connection.execute(query)  # type: ignore[call-overload]
                return cursor.fetchall() if cursor.description else []
        with closing(sqlite3.connect(self.home / "xuncha.sqlite3", timeout=120)) as database, database:
            return database.execute(query).fetchall()

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        """A worker process; it ends with the installation."""
        command = [sys.executable, "-m", "xuncha", "worker", *options]
        process = subprocess.Popen(command, env=self.env)
        self.processes.append(process)
        return process

    def asks(self, who: str = "jiancha", **asked: Any) -> tuple[int, str, str]:
        """What a browser of this person is answered: status, address it is sent to, page.

        ``address`` and ``form`` are posted where there is a form; ``file`` (name of the field, path) goes with it.
        """
        if self._browser is None:
            command = [sys.executable, "-c", _BROWSER]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._browser = subprocess.Popen(command, env=self.env, text=True, **pipes)  # type: ignore[call-overload]
        assert self._browser.stdin is not None
        assert self._browser.stdout is not None
        self._browser.stdin.write(json.dumps(asked | {"who": who}) + "\n")
        self._browser.stdin.flush()
        status, location, page = json.loads(self._browser.stdout.readline())
        return status, location, page

    def is_doing(self, phase: str) -> bool:
        """True while a worker is in the middle of this part of a task."""
        if self.database:
            rows = self.says(f"SELECT done FROM casework_task WHERE state = 'running' AND phase = '{phase}'")
            return bool(rows and rows[0][0])
        for path in (self.home / "tasks").glob("*.progress"):
            said = json.loads(path.read_text("utf-8"))
            return said["phase"] == phase and said["done"] > 0
        return False

    def kill_when(self, met: Callable[[], Any]) -> None:
        """A worker for tasks, killed as soon as it is so, in the middle of its task; nobody holds the task then."""
        doomed = self.worker("--tasks")
        until(met, every_s=0.005)
        doomed.kill()
        doomed.wait()
        held = self.says("SELECT count(*) FROM casework_task WHERE state = 'running'")
        assert held[0][0] == 1, "killed too late"

    def expire(self) -> None:
        """The time of a dead worker is up."""
        self.says("UPDATE casework_task SET lease_until = '2020-01-01' WHERE state = 'running'")

    def end(self) -> None:
        """End every worker that still runs."""
        for process in (*self.processes, *([self._browser] if self._browser else [])):
            if process.poll() is None:
                process.kill()
                process.wait()


@cache
def _pattern() -> str:
    """A database with every table and no row, made once: making the tables takes longer than most of a test."""
    if _SERVER.startswith("postgres"):
        name = f"office_{uuid4().hex[:12]}"
        _on_server(f"CREATE DATABASE {name}")
        atexit.register(_on_server, f"DROP DATABASE {name} WITH (FORCE)")
        Installation(Path(tempfile.mkdtemp()), _address(name)).does("bring_up_to_date()")
        return name
    home = tempfile.mkdtemp(prefix="xuncha-office-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Installation(Path(home)).does("bring_up_to_date()")
    made = Path(home) / "xuncha.sqlite3"
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return str(made)


@contextmanager
def installed(home: Path) -> Iterator[Installation]:
    """A new installation, on a database of its own."""
    home.mkdir(parents=True, exist_ok=True)
    if not _SERVER.startswith("postgres"):
        shutil.copyfile(_pattern(), home / "xuncha.sqlite3")
        made = Installation(home)
        try:
            yield made
        finally:
            made.end()
        return
    name = f"office_{uuid4().hex[:12]}"
    _on_server(f"CREATE DATABASE {name} TEMPLATE {_pattern()}")
    made = Installation(home, _address(name))
    try:
        yield made
    finally:
        made.end()
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _address(name: str) -> str:
    return _SERVER.rpartition("/")[0] + f"/{name}"


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(_SERVER, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
