"""Ends that the program foresees: exceptions whose message is a sentence for the user, in Chinese.

The command line prints the sentence and leaves with the exit code; nothing else needs to know the class.
"""

from __future__ import annotations

from typing import ClassVar

BROKEN, BAD_INPUT, NOT_ASSESSED, INTERRUPTED = 1, 2, 3, 130


class ToldError(Exception):
    """Something the user is told in words. ``exit_code`` is one of the contract's."""

    exit_code: ClassVar[int] = BROKEN

    @property
    def told(self) -> str:
        """The whole sentence, or several lines."""
        return str(self)


class BadInputError(ToldError):
    """What was given cannot be used; nothing was written."""

    exit_code = BAD_INPUT


class InterruptedRunError(ToldError):
    """The run ended before its end; what was finished is kept and the run can be resumed."""

    exit_code = INTERRUPTED
