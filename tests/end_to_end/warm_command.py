"""The real command in a process of its own that need not load the program first.

Loading the program takes longer than most inspections of these tests. So one process loads it, runs nothing itself,
and forks: every command still has a process, a working folder, an environment and an end of its own.
``test_warm_command.py`` and every test of ``tests/commands`` that starts ``python -m xuncha`` watch over the way in.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: Loaded before the first command is asked for; what a command loads beyond that it loads itself.
_LOADED = ("inspecting", "judging", "judge", "evidence")


class WarmCommand:
    """A process that holds the loaded program and forks a child for every command; started with the first one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._one_at_a_time = threading.Lock()

    def run(
        self,
        args: tuple[str, ...],
        env: Mapping[str, str],
        cwd: Path,
        told: Path,
        timeout: float,
        doom: Mapping[str, object] | None = None,
    ) -> tuple[int, str, str]:
        """Run one command; its exit code (negative: the signal that ended it) and what it printed.

        ``doom`` is given to :func:`doom.impend` before the command begins.
        ``told`` is a folder for its two streams. Raises subprocess.TimeoutExpired, and the child is ended.
        """
        out, err = told / "stdout.txt", told / "stderr.txt"
        asked = {"args": args, "env": dict(env), "cwd": str(cwd), "out": str(out), "err": str(err)}
        asked["doom"] = dict(doom or {})
        with self._one_at_a_time:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            print(json.dumps(asked), file=process.stdin, flush=True)
            child = int(process.stdout.readline())
            expired = threading.Event()
            alarm = threading.Timer(timeout, lambda: (expired.set(), os.killpg(child, signal.SIGKILL)))
            alarm.start()
            try:
                code = int(process.stdout.readline())
            finally:
                alarm.cancel()
        if expired.is_set():
            raise subprocess.TimeoutExpired(args, timeout, out.read_bytes(), err.read_bytes())
        return code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, __file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                # Threads do not survive a fork: the process that forks must have none.
                env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,
            )
            atexit.register(self._end, self._process)
        return self._process

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(120)


def _load() -> None:
    from importlib import import_module

    for name in _LOADED:
        import_module(f"xuncha.commands.{name}")
    from xuncha.indicators.kernel import indicators
    from xuncha.text.wording.phrases import shipped_phrase_check
    from xuncha.text.wording.search import shipped_models
    from xuncha.text.wording.trees import shipped_judge
    from xuncha.text.wording.word_list import shipped_word_list

    for read in (indicators, shipped_models, shipped_phrase_check, shipped_judge, shipped_word_list):
        read()
    gc.collect()
    gc.freeze()


def _serve() -> None:
    """Answer every line of standard input with the child's number and then its exit code."""
    _load()
    alone = len(os.listdir("/proc/self/task"))
    assert alone == 1, f"{alone} threads: no fork is safe"
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_carry_out(asked))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _carry_out(asked: dict[str, Any]) -> int:
    """Become a process like any other, run the command and say how it ended."""
    os.setsid()
    os.environ.clear()
    os.environ.update(asked["env"])
    os.chdir(asked["cwd"])
    for number, path in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
        opened = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
    sys.argv = ["xuncha", *asked["args"]]
    if asked["doom"]:
        from doom import impend

        impend(**asked["doom"])
    from xuncha.cli import main

    code = 1
    try:
        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve()
