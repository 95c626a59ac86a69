"""What the house rules promise of every module and every rule."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

from xuncha.indicators.kernel import indicators

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "xuncha"
TESTS = ROOT / "tests"
MODULES = sorted(PACKAGE.rglob("*.py"))
WRITTEN = [*MODULES, *sorted(TESTS.rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
MOST_LINES = 400
FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def test_imports_only_point_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in WRITTEN
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for path in MODULES for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert parts & FORBIDDEN == set()


def test_no_test_file_shares_its_name_with_another() -> None:
    names = [path.name for path in TESTS.rglob("test_*.py")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_tests_are_no_packages() -> None:
    assert list(TESTS.rglob("__init__.py")) == []


@cache
def rule_tests() -> str:
    """Names of test files, and lines that name what they test."""
    files = sorted((TESTS / "indicators").glob("test_*.py"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join([*(path.name for path in files), *lines]).lower()


@cache
def specimens() -> dict[str, dict[str, object]]:
    """Every specimen folder with what is expected of it."""
    found = (TESTS / "specimens").glob("*/expected.toml")
    return {path.parent.name: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(found)}


@pytest.mark.parametrize("code", indicators())
def test_every_rule_has_its_tests(code: str) -> None:
    low = code.lower()
    named = (f"test_{low}_", f"class test{low}", f'"{low}"')
    assert any(word in rule_tests() for word in named), f"no test of {code} under tests/indicators"


@pytest.mark.parametrize("code", indicators())
def test_every_rule_has_a_bad_and_a_good_specimen(code: str) -> None:
    # Scored indicators look at one portal together: they share two portals, one in order and one neglected.
    prefixes = (f"{code.lower()}_", "d_portal_") if code.startswith("D") else (f"{code.lower()}_",)
    own = {name: expected for name, expected in specimens().items() if name.startswith(prefixes)}
    bad = [name for name, expected in own.items() if code in str(expected.get("finding", ""))]
    good = [name for name, expected in own.items() if code in expected["absent"]]  # type: ignore[operator]
    assert bad, f"no specimen {code.lower()}_… in which {code} is found"
    assert good, f"no specimen {code.lower()}_… in which {code} must not be found"


@pytest.mark.parametrize("code", indicators())
def test_every_rule_is_in_the_national_standard(code: str) -> None:
    standard = tomllib.loads((PACKAGE / "standards" / "national-2019.toml").read_text(encoding="utf-8"))
    assert code in {row["code"] for row in standard["indicator"]}
