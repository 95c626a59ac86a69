"""How much a view takes in one request. A view that declares nothing takes what a form of words needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from xuncha.apps.casework.access import allows, is_public

View = TypeVar("View", bound=Callable[..., Any])

#: Bytes of a request to a view that takes no files: of somebody logged in, and of anybody at all.
OF_A_FORM, OF_A_STRANGER = 1 << 20, 64 << 10
#: What the frame of a form adds to the files in it.
_AROUND = 64 << 10
_BOUND = "xuncha_bound"


def takes_up_to(size: int) -> Callable[[View], View]:
    """A view that takes files, ``size`` bytes of them altogether in one request."""

    def marked(view: View) -> View:
        setattr(view, _BOUND, size)
        return view

    return marked


def bound_of(view: Callable[..., Any], *, may_open: bool, known: bool) -> int:
    """Bytes a request to the view may have.

    ``may_open``: from somebody who may open it, for whom what it declares counts; ``known``: who has logged in.
    """
    declared: int | None = getattr(view, _BOUND, None)
    if may_open and declared is not None:
        return declared + _AROUND
    return OF_A_FORM if known else OF_A_STRANGER


def most_from(user: Any, view: Callable[..., Any]) -> int:
    """Bytes a request of ``user``, who may be nobody, to the view may have."""
    known = user.is_authenticated
    return bound_of(view, may_open=is_public(view) or (known and allows(view, user)), known=known)
