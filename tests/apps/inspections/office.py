"""One installation in a folder of its own: real commits, real worker processes."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from small_province import ASOF, SCOPE, write_inputs
from waiting import until

#: Run in a process of its own: the tables live in a folder (or database) of their own, with real commits.
PROGRAM = """
import json, sys
from datetime import datetime
from xuncha.web.startup import set_up, bring_up_to_date
set_up(); bring_up_to_date()
from pathlib import Path
from django.utils import timezone
from people import a_person
from xuncha.apps.directory.importing import carry_out, take_in
from xuncha.apps.inspections.models import *
from xuncha.apps.inspections.work.preparing import HANDED_IN, inputs_folder
asked = json.loads(sys.argv[1])
person = a_person("inspector")
for kind, path in asked["lists"].items():
    one, plan = take_in(kind, Path(path).read_bytes(), path, person)
    carry_out(one, person, timezone.localdate())
r = Round.objects.create(title="检查", kind="full", asof=datetime.fromisoformat(asked["asof"]), standard="national-2019",
    indicators=asked["scope"], folder="one", network={"rate": 1000, "connections": 16, "retries": 0, "connect_to": asked["to"]})
inputs_folder(r).mkdir(parents=True)
(inputs_folder(r) / "posts.jsonl").write_bytes(Path(asked["posts"]).read_bytes())
RoundTarget.objects.create(round=r, kind="prepare", key="lists", place=0)
"""


@cache
def _new_database() -> Path:
    """The database of a new installation, made once: making the tables takes longer than most of a test."""
    home = tempfile.mkdtemp(prefix="xuncha-office-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Office(Path(home)).does("from xuncha.web.startup import bring_up_to_date\nbring_up_to_date()")
    made = Path(home) / "xuncha.sqlite3"
    with closing(sqlite3.connect(made)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


class Office:
    """One installation in a folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        taken = {k: v for k, v in os.environ.items() if not k.startswith(("XUNCHA_", "DJANGO_"))}
        tests = Path(__file__).parents[2]
        self.env = taken | {"XUNCHA_HOME": str(home), "PYTHONUTF8": "1", "PYTHONPATH": str(tests)}

    def order(self, inputs: Path, port: int) -> None:
        """Import the lists of the small province, written to ``inputs``, and order a round over what ``port`` serves."""
        paths = write_inputs(inputs)
        lists = {"sites": str(paths.sites), "columns": str(paths.columns), "accounts": str(paths.accounts)}
        asked = {"lists": lists, "posts": str(paths.posts), "scope": list(SCOPE)}
        asked |= {"asof": ASOF.isoformat(), "to": ["127.0.0.1", port]}
        self.home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_new_database(), self.home / "xuncha.sqlite3")
        command = [sys.executable, "-c", PROGRAM, json.dumps(asked)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def says(self, query: str) -> list[Any]:
        """What the database answers, read or changed behind the program's back."""
        with closing(sqlite3.connect(self.home / "xuncha.sqlite3", timeout=120)) as database, database:
            return database.execute(query).fetchall()

    def until(self, query: str) -> None:
        """Wait until the database answers the query with a row."""
        until(lambda: self.says(query), query)

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "xuncha", "worker", *options], env=self.env)

    def does(self, program: str) -> str:
        """What a few lines of the program print."""
        lines = "from xuncha.web.startup import set_up\nset_up()\n" + program
        done = subprocess.run(
            [sys.executable, "-c", lines], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()
