"""Every one of the 33 cases an inspector must survive has its tests; what belongs to a later part says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


@dataclass(frozen=True)
class Case:
    """``tests`` name a file below tests/ and a piece of a test's name; ``later`` is what is not tested here yet."""

    title: str
    tests: tuple[str, ...]
    later: str = ""


ANSWERS, PAGES = "survive/test_survive_answers.py::", "survive/test_survive_pages.py::"
LINKS = "survive/test_survive_links.py::"
CASES = {
    1: Case("slow drip, connections that break", ("gather/http/test_http_deadline.py::drip", ANSWERS + "test_01", "survive/test_survive_10_bad_hosts.py::only_so_much_time")),
    2: Case("alternating up and down", ("survive/test_survive_02_samples.py::alternation",)),
    3: Case("our own fault", ("survive/test_survive_03_own_network.py::pulled", "survive/test_survive_03_own_network.py::whatever_the_references_say", "survive/test_survive_workers.py::locked_for_long")),
    4: Case("silent stop", ("survive/test_survive_02_samples.py::silence", "survive/test_survive_workers.py::silent")),
    5: Case("a scan error is no pass", ("indicators/test_kernel.py::crash", "indicators/test_states.py::test_columns_that")),
    6: Case("crash in mid-check", ("apps/inspections/test_gathering.py::test_", "apps/inspections/test_rounds_worked.py::killed_and_taken_over", "apps/inspections/test_leases.py::overtaken")),
    7: Case("firewall challenges", (ANSWERS + "test_07", "gather/http/test_http_classify.py::challenges")),
    8: Case("blocked after page 1", (ANSWERS + "test_08",)),
    9: Case("soft 404", (ANSWERS + "test_09", LINKS + "test_09", "text/pages/test_not_found.py::changes_from_answer")),
    10: Case("429 and 503", (ANSWERS + "test_10", "survive/test_survive_10_bad_hosts.py::given_up", "gather/http/test_http_breaker.py::recovers", "gather/http/test_http_politeness.py::retry_after")),
    11: Case("HEAD refused", (ANSWERS + "test_11",)),
    12: Case("redirects", (ANSWERS + "test_12", "gather/http/test_http_redirects.py::redirect")),
    13: Case("robots.txt", (ANSWERS + "test_13", "gather/http/test_http_robots.py::giant")),
    14: Case("TLS", ("survive/test_survive_14_tls.py::bad_certificate", "gather/http/test_http_tls.py::protocol", "gather/http/test_http_tls.py::secure_renegotiation", "gather/http/test_http_tls.py::dh_keys")),
    15: Case("GBK family", (PAGES + "test_15", "gather/http/test_http_decoding.py::gbk_family")),
    16: Case("links with Chinese", (PAGES + "test_16", "text/pages/test_link_charsets.py::browsers_send")),
    17: Case("lists filled by scripts", (PAGES + "test_17", "gather/browser/test_browser_waiting.py::test_")),
    18: Case("dates", (PAGES + "test_18",)),
    19: Case("deep and hostile HTML", (PAGES + "test_19", "text/pages/test_hostile.py::refused")),
    20: Case("bombs and giants", (ANSWERS + "test_20", PAGES + "test_20", "survive/test_survive_20_memory.py::growth")),
    21: Case("traps", (PAGES + "test_21", "gather/test_traps.py::test_")),
    22: Case("evidence under stress", (LINKS + "test_22", "gather/evidence/test_evidence_verify.py::test_", "gather/evidence/test_free_space.py::test_", "survive/test_survive_workers.py::disk_that_is_full")),
    23: Case("inner networks", ("survive/test_survive_23_inner_networks.py::leads_inside", "gather/http/test_http_gate.py::second_answer", "gather/browser/test_browser_gate.py::test_", "apps/reminders/test_warnings.py::private_address")),
    24: Case("hostile evidence", (PAGES + "test_24", "apps/inspections/test_output.py::test_", "survive/test_survive_console.py::every_page", "gather/evidence/test_evidence_viewer.py::test_")),
    25: Case("cloaking and tampering", (PAGES + "test_25", "gather/test_traces.py::test_")),
    26: Case("personal data", (PAGES + "test_26",)),
    27: Case("stable identity", ("survive/test_survive_runs.py::same_fault",)),
    28: Case("database is locked", ("survive/test_survive_runs.py::two_processes", "survive/test_survive_workers.py::locked_for_long")),
    29: Case("one crashing page", (PAGES + "test_29", "gather/browser/test_browser_hostile.py::test_")),
    30: Case("screenshots", ("gather/browser/test_browser_pictures.py::sixty_thousand",)),
    31: Case("do no harm", ("survive/test_survive_runs.py::no_faster", "gather/http/test_http_politeness.py::address")),
    32: Case("a poisoned row", ("survive/test_survive_runs.py::poisoned", "survive/test_survive_workers.py::row_of_poison", "apps/inspections/test_leases.py::kills_its_workers")),
    33: Case("totals agree", (PAGES + "test_33", "documents/test_reconcile.py::every_contradiction", "survive/test_survive_console.py::same_totals", "apps/inspections/test_review.py::totals_tie")),
}  # fmt: skip


def test_all_33_are_listed() -> None:
    assert sorted(CASES) == list(range(1, 34))


@pytest.mark.parametrize("number", CASES)
def test_the_named_tests_are_there(number: int) -> None:
    for named in CASES[number].tests:
        file, _, piece = named.partition("::")
        source = (TESTS / file).read_text(encoding="utf-8")
        names = re.findall(r"def (test_\w+)", source)
        assert any(piece in name for name in names), f"case {number}: no test {piece!r} in {file}: {names}"
