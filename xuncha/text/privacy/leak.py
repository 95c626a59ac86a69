"""What was found, without repeating it: a leak carries the masked value only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from xuncha.text.privacy.scene import plain


class LeakKind(StrEnum):
    """Kinds of personal detail."""

    ID_NUMBER = "id_number"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    HOME_ADDRESS = "home_address"

    @property
    def label(self) -> str:
        """The kind in the words used on screen and in documents."""
        return _LABELS[self]


_LABELS = {
    LeakKind.ID_NUMBER: "身份证件号码",
    LeakKind.MOBILE: "手机号码",
    LeakKind.BANK_CARD: "银行卡号",
    LeakKind.HOME_ADDRESS: "家庭住址",
}


@dataclass(frozen=True, slots=True)
class Leak:
    """One personal detail in a text.

    ``start`` and ``end`` are offsets into the text that was searched. ``masked`` can be shown to anyone, and
    so can the whole object: the value itself is in none of its fields. ``certain`` is False where a person
    has to look before it is called a leak; ``reason`` says why it was flagged, in Chinese.
    """

    kind: LeakKind
    start: int
    end: int
    masked: str
    certain: bool
    reason: str


#: Characters left readable at the start and the end of a number, by kind.
_READABLE = {LeakKind.ID_NUMBER: (2, 3), LeakKind.MOBILE: (3, 4), LeakKind.BANK_CARD: (4, 4)}
_SEPARATORS = re.compile(r"[\s._/·,、:|-]+")
#: Home addresses may be told as far as the township.
_TO_TOWNSHIP = re.compile(r"^.*?(?:街道(?:办事处)?|[镇乡])")
_TO_COUNTY = re.compile(r"^.{1,12}(?:自治州|[省市县旗州盟]|(?<![小社校厂园])区)")


def mask(value: str, kind: LeakKind) -> str:
    """The value with its telling part replaced by ``*``: ``138****1234``, addresses as far as the township."""
    if kind is LeakKind.HOME_ADDRESS:
        known = _TO_TOWNSHIP.match(value[:40]) or _TO_COUNTY.match(value[:24])
        return (known[0] if known else "") + "****"
    bare = _SEPARATORS.sub("", plain(value))
    head, tail = _READABLE[kind]
    # Too short to hide anything behind its ends: nothing of it stays readable.
    if len(bare) < head + tail + 4:
        return "*" * len(bare)
    return bare[:head] + "*" * (len(bare) - head - tail) + bare[-tail:]
