"""Requests in a minute, counted by all processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xuncha.apps.casework.models import Rate
from xuncha.apps.casework.rates import TooManyError, count

#: Counts forty times within one minute and says the count after each.
COUNTING = """
import django; django.setup()
from xuncha.apps.casework.rates import one_more
print(*(one_more("somebody", 7) for _ in range(40)))
"""


@pytest.mark.django_db
@pytest.mark.usefixtures("one_minute")
def test_one_is_counted_apart_from_another_and_anew_each_minute() -> None:
    for _ in range(3):
        count("one", 3)
    with pytest.raises(TooManyError):
        count("one", 3)
    count("other", 3)
    Rate.objects.update(minute=1)
    count("one", 3)
    count("third", 3)  # the first of somebody new takes out what is long past
    assert Rate.objects.filter(minute=1).count() == 0
    assert Rate.objects.count() == 2


def test_processes_count_together(tmp_path: Path) -> None:
    env = os.environ | {
        "XUNCHA_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "xuncha.web.settings",
        "XUNCHA_DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}",
    }
    migrate = "import django; django.setup()\nfrom django.core.management import call_command\n"
    migrate += "call_command('migrate', 'casework', verbosity=0)"
    subprocess.run([sys.executable, "-c", migrate], env=env, check=True, timeout=600)
    started = [
        subprocess.Popen([sys.executable, "-c", COUNTING], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=600)[0] for process in started]
    assert sorted(int(n) for line in said for n in line.split()) == list(range(1, 81))
