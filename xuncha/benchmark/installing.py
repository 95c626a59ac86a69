"""Gets the peers: each with its own tool, into a folder of their own that this program never imports from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_FROM_PYPI = ("scrapy~=2.13", "linkchecker~=10.6")
_FROM_NPM = ("@crawlee/cheerio@^3",)
_PATIENCE_S = 900


def install(tools: Path) -> list[str]:
    """Install what is not there yet; returns, in Chinese, what could not be."""
    missing: list[str] = []
    tools.mkdir(parents=True, exist_ok=True)
    python = tools / "venv" / "bin" / "python"
    if not (tools / "venv" / "bin" / "linkchecker").exists():
        made = _run([sys.executable, "-m", "venv", str(tools / "venv")])
        if not made or not _run([str(python), "-m", "pip", "install", "-q", *_FROM_PYPI]):
            missing.append("Scrapy 和 LinkChecker 未能安装（需要能访问 PyPI）")
    if not (tools / "node" / "node_modules").exists():
        npm = shutil.which("npm")
        command = [
            npm or "",
            "install",
            "--no-audit",
            "--no-fund",
            "--prefix",
            str(tools / "node"),
            *_FROM_NPM,
        ]
        if npm is None or not _run(command):
            missing.append("crawlee 未能安装（需要 Node.js、npm 和能访问 npm 源）")
    return missing


def versions(tools: Path) -> dict[str, str]:
    """Version of each peer installed, by name."""
    found: dict[str, str] = {}
    python = tools / "venv" / "bin" / "python"
    if python.exists():
        script = "from importlib.metadata import version; print(version('scrapy'), version('linkchecker'))"
        said = subprocess.run([str(python), "-c", script], capture_output=True, text=True, check=False).stdout
        found.update(zip(("scrapy", "linkchecker"), said.split(), strict=False))
    package = tools / "node" / "node_modules" / "@crawlee" / "cheerio" / "package.json"
    if package.exists():
        text = package.read_text(encoding="utf-8")
        found["crawlee"] = text.partition('"version": "')[2].partition('"')[0]
    return found


def _run(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
