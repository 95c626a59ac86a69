"""A command loads what it needs and nothing else: most of the time of a small run is loading."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from small_province import sites_served, write_inputs
from specimens.server import serve

from xuncha.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
#: What reads texts, draws, waits or begins processes: nothing of it is asked for where only links are looked at.
NOT_FOR_LINKS = {
    "django",
    "holidays",
    "multiprocessing",
    "numpy",
    "pypdfium2",
    "rich",
    "xuncha.apps.directory.accounts",
    "xuncha.apps.directory.posts",
    "xuncha.apps.directory.probes",
    "xuncha.apps.inspections.new_processes",
    "xuncha.gather.article_reading",
    "xuncha.gather.texts",
    "xuncha.indicators.website.n105_privacy_leaked",
    "xuncha.indicators.website.w401_news_and_notice_columns_not_updated",
    "xuncha.text.articles.article_body",
    "xuncha.text.dating.published",
    "xuncha.text.privacy.home_addresses",
    "xuncha.text.privacy.scene",
    "xuncha.text.wording.word_list",
}


def loaded_by(*args: str | Path) -> set[str]:
    """Every module of a process that ran the command of these arguments to its end."""
    program = "import atexit, sys; atexit.register(lambda: print(*sys.modules)); from xuncha.cli import main; main()"
    command = [sys.executable, "-c", program, *map(str, args)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "XUNCHA_PDF_ENGINE": "typst"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, encoding="utf-8")
    assert done.returncode in (0, 3), done.stderr
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", sorted(NOT_FOR_LINKS))
def test_the_names_are_those_of_modules(name: str) -> None:
    assert find_spec(name) is not None


def test_a_look_at_links_loads_nothing_that_reads_articles(tmp_path: Path) -> None:
    paths = write_inputs(tmp_path / "in")
    with serve(sites_served()) as server:
        args = ["inspect", "--sites", paths.sites, "--connect-to", server.address, "--rate", "1000"]
        args += ["--asof", "2025-06-25T10:00", "--indicators", "N103,N109", "--browser", "off"]
        loaded = loaded_by(*args, "--out", tmp_path / "out")
    assert "xuncha.gather.whole_site" in loaded, "it looked at links"
    assert loaded & NOT_FOR_LINKS == set()


def test_the_authorities_of_the_machine_are_read_when_a_request_needs_them_and_not_before(
    tmp_path: Path,
) -> None:
    authority = tmp_path / "authority.pem"
    pem = ROOT / "tests" / "gather" / "http" / "self_signed_for_tests.pem"
    authority.write_text(pem.read_text(encoding="utf-8").partition("-----END PRIVATE KEY-----")[2])
    program = """if True:
        import ssl
        read = []
        theirs = ssl.SSLContext.set_default_verify_paths
        def noted(context):
            theirs(context)
            read.append(context.cert_store_stats()["x509"])
        ssl.SSLContext.set_default_verify_paths = noted
        from xuncha.commands.loading import loaded
        loaded("xuncha.commands.inspecting")
        from xuncha.gather.http import tls
        print(sum(read), tls.strict_context().cert_store_stats()["x509"])
    """
    env = {name: value for name, value in os.environ.items() if name != "SSL_CERT_DIR"}
    env |= {"PYTHONPATH": str(ROOT), "SSL_CERT_FILE": str(authority)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=env
    )
    assert done.stdout.split() == ["0", "1"]


def test_the_list_of_commands_is_printed_without_loading_one() -> None:
    loaded = {name for name in loaded_by("--help") if name.startswith("xuncha.commands.")}
    assert loaded <= {"xuncha.commands.loading", "xuncha.commands.usage"}


def test_the_help_of_inspect_loads_nothing_of_what_inspects() -> None:
    assert {"aiohttp", "docx", "pydantic", "selectolax", "typst"} & loaded_by("inspect", "--help") == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_list_says_of_a_command_begins_its_help(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(limit=1000) == COMMANDS[name]


def test_no_package_of_the_machine_joins_in_what_is_checked(tmp_path: Path) -> None:
    (tmp_path / "joining.py").write_text("plugin = None\n", encoding="utf-8")
    told = tmp_path / "joining-1.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Name: joining\nVersion: 1\n", encoding="utf-8")
    (told / "entry_points.txt").write_text("[pydantic]\njoining = joining:plugin\n", encoding="utf-8")
    program = """if True:
        import sys
        from xuncha.commands.loading import loaded
        loaded("xuncha.standards.standard").load_standard("national-2019")
        print("joining" in sys.modules)
    """
    env = {name: value for name, value in os.environ.items() if name != "PYDANTIC_DISABLE_PLUGINS"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(tmp_path)])
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=env, check=False
    )
    assert done.stdout.split() == ["False"], done.stderr
