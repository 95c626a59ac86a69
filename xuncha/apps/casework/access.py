"""Who may open what. A view that declares nothing is open to nobody: the middleware refuses it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import TextChoices

View = TypeVar("View", bound=Callable[..., Any])


class Role(TextChoices):
    """What a person is to the office. Everyone has exactly one role."""

    ADMINISTRATOR = "administrator", "系统管理员"
    INSPECTOR = "inspector", "省级检查员"
    REVIEWER = "reviewer", "复核员"
    SUPERVISOR = "supervisor", "市县或部门主管"
    OWNER = "owner", "主办单位"
    LEADER = "leader", "领导（只读）"


class Right(StrEnum):
    """What a view asks of the person who opens it."""

    SEE_ALL = "see_all"  # rows of every unit, suspected findings included
    DIRECTORY = "directory"  # change the directory
    ROUNDS = "rounds"  # make and steer rounds
    REVIEW = "review"  # confirm or dismiss findings
    USERS = "users"  # people and their roles
    AUDIT = "audit"  # read the record of acts
    ANSWER = "answer"  # speak for the own unit: object, reply, answer
    GRANT = "grant"  # answer an owner that asks for more time


_RIGHTS: dict[str, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset({Right.SEE_ALL, Right.DIRECTORY, Right.ROUNDS, Right.USERS, Right.AUDIT}),
    Role.INSPECTOR: frozenset({Right.SEE_ALL, Right.DIRECTORY, Right.ROUNDS, Right.REVIEW, Right.GRANT}),
    Role.REVIEWER: frozenset({Right.SEE_ALL, Right.REVIEW}),
    Role.LEADER: frozenset({Right.SEE_ALL}),
    Role.SUPERVISOR: frozenset({Right.GRANT}),
    Role.OWNER: frozenset({Right.ANSWER}),
}

_ACCESS = "xuncha_access"
_PUBLIC = "public"
_ANY_ROLE = "any role"
_BY_TOKEN = "by token"


def may(user: Any, right: Right) -> bool:
    """True when the role of the user carries the right."""
    return right in _RIGHTS.get(getattr(user, "role", ""), frozenset())


def public(view: View) -> View:
    """A view for everyone, logged in or not."""
    return _marked(view, _PUBLIC)


def any_role(view: View) -> View:
    """A view for everyone who is logged in; it shows only rows the user may see."""
    return _marked(view, _ANY_ROLE)


def by_token(view: View) -> View:
    """A view for programs: it asks for a token itself and answers nobody without one."""
    return _marked(view, _BY_TOKEN)


def needs(right: Right) -> Callable[[View], View]:
    """A view for roles that carry ``right``."""
    return lambda view: _marked(view, right)


def _marked(view: View, access: str) -> View:
    setattr(view, _ACCESS, access)
    return view


def is_public(view: Callable[..., Any]) -> bool:
    """True when the view is open to everyone."""
    return getattr(view, _ACCESS, None) == _PUBLIC


def is_by_token(view: Callable[..., Any]) -> bool:
    """True when the view asks for a token instead of a session."""
    return getattr(view, _ACCESS, None) == _BY_TOKEN


def allows(view: Callable[..., Any], user: Any) -> bool:
    """True when a logged-in ``user`` may open the view; a view without a declaration allows nobody."""
    access = getattr(view, _ACCESS, None)
    return access in (_PUBLIC, _ANY_ROLE) or (isinstance(access, Right) and may(user, access))
