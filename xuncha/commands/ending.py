"""How a command ends: a sentence for the user and an exit code of the contract."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from typing import Any

import click

from xuncha.gather.evidence.free_space import is_full
from xuncha.told import BAD_INPUT, BROKEN, INTERRUPTED, ToldError


class Stop(click.ClickException):
    """An end with a sentence for the user and an exit code of the contract."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.exit_code = code  # type: ignore[misc]  # declared of the class; click reads it of what was raised

    def show(self, file: Any = None) -> None:
        """Print the message alone: it says by itself what is wrong and where."""
        click.echo(self.message, err=True)


_WHY = {
    errno.ENOENT: "不存在，也不能新建",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘是只读的",
    errno.ENOTDIR: "上级不是目录",
    errno.EISDIR: "是目录，不是文件",
    errno.EIO: "磁盘读写出错",
}


def _unusable(error: OSError) -> BaseException:
    """The sentence for a file or folder that cannot be used; an error of another kind as it is."""
    if error.filename is None or error.errno not in _WHY:
        return error
    return Stop(f"无法读写“{error.filename}”：{_WHY[error.errno]}", BAD_INPUT)


def _is_database_away(error: Exception) -> bool:
    """True where a database is locked, gone or none at all. Most commands never load the library that says so."""
    errors = sys.modules.get("django.db.utils")
    return errors is not None and type(error) in (
        errors.DatabaseError,
        errors.InterfaceError,
        errors.OperationalError,
    )


def ends_in_words(command: Callable[..., None]) -> Callable[..., None]:
    """The one place where the program's own exceptions become sentences and exit codes."""

    def run(**options: Any) -> None:
        try:
            command(**options)
        except ToldError as error:
            raise Stop(error.told, error.exit_code) from None
        except OSError as error:
            if not is_full(error):
                raise _unusable(error) from None
            raise Stop(
                f"磁盘空间不足，写入失败：{error}\n已检查完的网站都已保存；腾出空间后用同样的命令"
                "（检查加 --resume）可以继续。",
                INTERRUPTED,
            ) from None
        except KeyboardInterrupt:
            raise Stop("\n已中断。已检查完的网站都已保存，加 --resume 可以继续。", INTERRUPTED) from None
        except Exception as error:
            if not _is_database_away(error):
                raise
            raise Stop(
                f"数据库正忙、连不上或不能使用（{str(error).partition(chr(10))[0]}），这次操作没有完成。"
                "请稍后重试；仍然如此的，请检查数据库和 XUNCHA_DATABASE_URL。",
                BROKEN,
            ) from None

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return run
