"""How a command ends: a sentence for the user and an exit code of the contract."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from xuncha.gather.evidence.free_space import is_full
from xuncha.told import INTERRUPTED, ToldError


class Stop(click.ClickException):
    """An end with a sentence for the user and an exit code of the contract."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code

    def show(self, file: Any = None) -> None:
        """Print the message alone: it says by itself what is wrong and where."""
        click.echo(self.message, err=True)


def ends_in_words(command: Callable[..., None]) -> Callable[..., None]:
    """The one place where the program's own exceptions become sentences and exit codes."""

    def run(**options: Any) -> None:
        try:
            command(**options)
        except ToldError as error:
            raise Stop(error.told, error.exit_code) from None
        except OSError as error:
            if not is_full(error):
                raise
            raise Stop(
                f"磁盘空间不足，写入失败：{error}\n已检查完的网站都已保存；腾出空间后用同样的命令"
                "（检查加 --resume）可以继续。",
                INTERRUPTED,
            ) from None
        except KeyboardInterrupt:
            raise Stop("\n已中断。已检查完的网站都已保存，加 --resume 可以继续。", INTERRUPTED) from None

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return run
