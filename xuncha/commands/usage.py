"""The words of a command's help that the library's own catalogue does not reach: what it takes, and of what kind."""

from __future__ import annotations

import click

_KINDS = {"text": "文字", "integer": "整数", "integer range": "整数", "float": "数", "float range": "数"}


def in_chinese(command: click.Command) -> click.Command:
    """The same command, and all below a group; its usage and its options then name no kind in English."""
    command.options_metavar = "[选项]"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.is_flag and parameter.metavar is None:
            parameter.metavar = _KINDS.get(parameter.type.name)
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]..."
        for below in command.commands.values():
            in_chinese(below)
    return command
