"""Password rules of the office, and passwords that work once."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError

# No characters that are taken for one another when read from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_DIGITS = "23456789"
_KINDS = (str.islower, str.isupper, str.isdigit)


class ThreeKinds:
    """A password mixes at least three of: small letters, capital letters, digits, other characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        kinds = sum(any(kind(char) for char in password) for kind in _KINDS)
        kinds += any(not char.isascii() or not char.isalnum() for char in password)
        if kinds < 3:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "密码须含大写字母、小写字母、数字、其他字符中的至少三种。"


def one_time_password() -> str:
    """A random password that keeps the rules, easy to read out, about 68 bits."""
    groups = ["".join(secrets.choice(_LETTERS + _DIGITS) for _ in range(4)) for _ in range(3)]
    first = secrets.choice(_LETTERS).upper() + secrets.choice(_DIGITS)
    return "-".join([first, *groups])
