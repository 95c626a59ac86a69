"""What a run keeps as JSON: the bytes of a dataclass, and the dataclass back from its bytes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic_core import ValidationError, to_json

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["ValidationError", "as_json", "from_json", "from_plain"]


def as_json(value: object, indent: int | None = None) -> bytes:
    """The value in UTF-8. What is no number (NaN, infinity) becomes null."""
    return to_json(value, indent=indent, inf_nan_mode="null")


def from_json(kind: Any, content: bytes) -> Any:
    """A value of that type. Raises ValidationError where the bytes are those of none."""
    return _reader(kind).validate_json(content)


def from_plain(kind: Any, value: object) -> Any:
    """As :func:`from_json`, from what JSON was already read into."""
    return _reader(kind).validate_python(value)


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    """Made when the first value of that type is read: it takes long, and a run reads few of those it writes."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
