"""Personal details that a public page must not show: ID, mobile and bank card numbers, home addresses."""

from __future__ import annotations

from xuncha.text.privacy.finding import find_leaks
from xuncha.text.privacy.hiding_numbers import quoted_without_numbers, without_numbers
from xuncha.text.privacy.leak import Leak, LeakKind, mask

__all__ = ["Leak", "LeakKind", "find_leaks", "mask", "quoted_without_numbers", "without_numbers"]
