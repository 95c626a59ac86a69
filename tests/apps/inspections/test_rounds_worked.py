"""A round carried out by worker processes of the program: the same result as the command line, through kills."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_score_forms import filled_form
from office import Office
from small_province import CLOSED, CODES, EXPECTED, host, sites_served
from specimens.server import SpecimenServer, serve
from specimens.site_files import PageRule, SpecimenSite

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def slow() -> Iterator[SpecimenServer]:
    with serve(sites_served(delay_s=0.7)) as running:
        yield running


def test_killed_and_taken_over_it_gives_what_the_command_line_gives(
    slow: SpecimenServer, tmp_path: Path
) -> None:
    office = Office(tmp_path / "home")
    office.order(tmp_path / "in", slow.port)
    form = tmp_path / "home" / "rounds" / "one.inputs" / "scores.toml"
    form.write_text(filled_form(CODES[:5]), encoding="utf-8")
    doomed = office.worker()
    try:
        office.until("SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'")
    finally:
        doomed.send_signal(signal.SIGKILL)
        doomed.wait()
    held = {key for (key,) in office.says("SELECT key FROM inspections_roundtarget WHERE state = 'running'")}
    assert held, "the worker was killed too late for this test"
    office.says("UPDATE inspections_roundtarget SET lease_until = '2020-01-01' WHERE state = 'running'")
    office.says("UPDATE inspections_addresshold SET until = '2020-01-01'")
    workers = [office.worker() for _ in range(2)]
    office.until("SELECT 1 FROM inspections_round WHERE state IN ('finished', 'failed')")
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(timeout=600) for worker in workers] == [0, 0]
    outcomes = office.says("SELECT key, outcome FROM inspections_verdictentry")
    assert sorted(outcomes) == sorted(EXPECTED.items())
    assert office.says("SELECT number, kept_as FROM inspections_scoreform") == [(1, "1.toml")]
    assert office.says("SELECT count(*) FROM inspections_portalscore") == [(5,)]
    tokens = dict(office.says("SELECT key, token FROM inspections_roundtarget"))
    assert {key for key, token in tokens.items() if token == 2} == held
    assert set(tokens.values()) <= {1, 2}
    result = tmp_path / "home" / "rounds" / "one"
    rows = (result / "verdicts.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {row.split(",")[1]: row.split(",")[5] for row in rows} == EXPECTED
    check = [sys.executable, "-m", "xuncha", "evidence", "verify", str(result)]
    verified = subprocess.run(check, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.fixture
def sites() -> list[SpecimenSite]:
    """The small province, one site of which takes its time over every page until it is made to hurry."""
    served = sites_served(delay_s=0.5)
    slow_one = served[CODES.index(LONG)]
    slow_one.rules |= {path: PageRule(path, delay_s=8.0) for path in slow_one.pages}
    return served


def hurry(sites: list[SpecimenSite]) -> None:
    """The slow site answers at once from now on."""
    sites[CODES.index(LONG)].rules.clear()


@pytest.fixture
def office(tmp_path: Path, sites: list[SpecimenSite]) -> Iterator[Office]:
    """An office that has ordered a round over the small province."""
    made = Office(tmp_path / "home")
    with serve(sites) as server:
        made.order(tmp_path / "in", server.port)
        made.env["XUNCHA_CONNECT_TO"] = f"127.0.0.1:{server.port}"
        yield made


LONG = CODES[3]
RECHECK = f"""
from xuncha.apps.inspections.rechecks.ordering import recheck_at_large
from xuncha.apps.inspections.models import Recheck, Round
recheck_at_large("{CODES[0]}", "page", "http://{host(CODES[0])}/", None, Round.objects.get())
Recheck.objects.update(state="failed")  # until the test lets it begin
"""
STEER = """
from xuncha.web.users.models import User
from django.test import Client
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
client = Client(); client.force_login(User.objects.get(role="inspector"))
print(client.post("/rounds/1/steer", {{"act": "{act}"}}).status_code)
"""
_UNDER_WAY = "SELECT 1 FROM inspections_roundtarget WHERE kind = 'site' AND state = 'running'"
_ROUND = "SELECT state FROM inspections_round"


def test_two_workers_pause_go_on_and_warn_once_and_a_recheck_does_not_wait(
    office: Office, sites: list[SpecimenSite]
) -> None:
    office.does(RECHECK)
    workers = [office.worker() for _ in range(2)]
    try:
        office.until(f"{_UNDER_WAY} AND key = '{LONG}'")
        office.says("UPDATE inspections_recheck SET state = 'queued'")
        office.says("UPDATE inspections_round SET state = 'paused' WHERE state = 'running'")
        office.until("SELECT 1 FROM inspections_recheck WHERE outcome != ''")
        assert office.says(f"{_UNDER_WAY} AND key = '{LONG}'"), "looked at beside the batch"
        hurry(sites)
        office.until(f"SELECT 1 WHERE NOT EXISTS ({_UNDER_WAY})")
        assert office.says(_ROUND) == [("paused",)], "nobody ends a paused round"
        assert office.does(STEER.format(act="resume")) == "302"
        office.until("SELECT 1 FROM inspections_chore WHERE kind = 'remind' AND state IN ('done', 'failed')")
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        codes = [worker.wait(timeout=600) for worker in workers]
    assert codes == [0, 0]
    assert dict(office.says("SELECT key, outcome FROM inspections_verdictentry")) == EXPECTED
    warned = "SELECT key, state, token FROM inspections_chore WHERE kind = 'remind'"  # others go by the clock
    assert office.says(warned) == [("1", "done", 1)]
    assert office.says("SELECT COUNT(*) FROM reminders_outlookentry") != [(0,)]
    again = office.says("SELECT key, kind, token FROM inspections_roundtarget WHERE token != 1")
    assert again == [], "nothing is done twice"
    assert office.says("SELECT * FROM inspections_addresshold") == []
    assert office.says("SELECT account_id, posts FROM received_accountuse") != []


def test_a_cancelled_round_is_left_alone(office: Office) -> None:
    office.does(STEER.format(act="cancel"))
    subprocess.run(
        [sys.executable, "-m", "xuncha", "worker", "--once"], env=office.env, check=True, timeout=600
    )
    assert office.says(_ROUND) == [("cancelled",)]
    assert office.says("SELECT kind, state FROM inspections_roundtarget") == [("prepare", "failed")]


def test_what_a_cancelled_round_had_gathered_is_signed_off(office: Office, sites: list[SpecimenSite]) -> None:
    worker = office.worker()
    try:
        office.until(_UNDER_WAY)
        hurry(sites)
        # A round at a standstill does not end by itself while the process that cancels it is still loading.
        office.says("UPDATE inspections_round SET state = 'paused' WHERE state = 'running'")
        assert office.does(STEER.format(act="cancel")) == "302"
        office.until("SELECT 1 FROM inspections_round WHERE finished_at IS NOT NULL")
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=600)
    result = office.home / "rounds" / "one"
    manifest = json.loads((result / "evidence" / "manifest.json").read_bytes())
    assert manifest["files"]
    assert "已取消" in manifest["about"]["状态"]
    assert office.says("SELECT state, trouble FROM inspections_round") == [("cancelled", "")]
    check = [sys.executable, "-m", "xuncha", "evidence", "verify", str(result)]
    verified = subprocess.run(check, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_the_comparison_of_a_night(office: Office, sites: list[SpecimenSite]) -> None:
    hurry(sites)
    office.does(STEER.format(act="cancel"))
    office.says(f"UPDATE directory_siteentry SET state = '关停' WHERE site_code = '{CODES[0]}'")
    office.does("from xuncha.apps.inspections.work.chores import order\norder('compare', '2026-05-01')")
    for _ in range(2):  # what the chore orders is there for the next
        subprocess.run(
            [sys.executable, "-m", "xuncha", "worker", "--once"], env=office.env, check=True, timeout=600
        )
    compared = "SELECT state, trouble FROM inspections_round WHERE kind = 'compare'"
    assert office.says(compared) == [("finished", "")]
    found = office.says(
        "SELECT site_code, what, d.state FROM inspections_difference d JOIN directory_siteentry s ON s.id = site_id"
    )
    assert (CODES[0], "alive", "open") in found
    assert not any(code == CLOSED for code, _, _ in found), "a page that is blocked says nothing"
    assert office.says("SELECT * FROM inspections_verdictentry") == []
    assert office.says("SELECT state FROM inspections_chore WHERE kind = 'compare'") == [("done",)]
