"""Every example of the document is run as it stands against a server, and answers what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DOCUMENT = Path(__file__).parents[3] / "docs" / "api.md"
EXAMPLES = re.findall(r"```bash\n(.*?)```\s+```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)


def says(answer: Any, told: Any) -> bool:
    """What the document tells is in the answer; the answer may have more keys."""
    if isinstance(told, dict):
        return all(key in answer and says(answer[key], value) for key, value in told.items())
    if isinstance(told, list):
        return (not answer and not told) or all(says(a, t) for a, t in zip(answer, told, strict=False))
    return bool(answer == told)


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples are for curl, which is not installed")
def test_the_examples_work(served: str, directory: Any, a_token: Callable[..., Any]) -> None:
    assert len(EXAMPLES) >= 9
    env = os.environ | {"XUNCHA": served, "TOKEN": a_token()[1], "no_proxy": "*"}
    for command, told in EXAMPLES:
        done = subprocess.run(
            ["bash", "-c", command], env=env, capture_output=True, text=True, timeout=600, check=False
        )
        assert done.returncode == 0, command + done.stdout + done.stderr
        assert says(json.loads(done.stdout), json.loads(told)), command + done.stdout
