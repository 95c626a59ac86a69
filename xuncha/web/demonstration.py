"""The demonstration's directory and result taken into the web system, and people to look at them."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from xuncha.apps.casework.access import Role
from xuncha.apps.casework.audit import record
from xuncha.apps.directory.importing import carry_out, take_in
from xuncha.apps.directory.inputs import InputPaths
from xuncha.apps.directory.models import Unit
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.reminders.foreseeing import foresee
from xuncha.web.users.models import User
from xuncha.web.users.passwords import one_time_password

_PEOPLE = (
    ("jiancha", "李检查", Role.INSPECTOR),
    ("fuhe", "王复核", Role.REVIEWER),
    ("guanli", "赵管理", Role.ADMINISTRATOR),
    ("lingdao", "陈领导", Role.LEADER),
    ("shizhou", "周主管", Role.SUPERVISOR),
)


def take_in_demonstration(paths: InputPaths, result: Path) -> list[tuple[str, str, str]]:
    """Import lists and result, make people; (login name, role, password) of each."""
    password = one_time_password()
    with transaction.atomic():
        people = [_person(username, name, role, password) for username, name, role in _PEOPLE]
    by = people[0]
    for kind in ("sites", "columns", "accounts"):
        path = getattr(paths, kind)
        one, _ = take_in(kind, path.read_bytes(), path.name, by)
        carry_out(one, by, timezone.localdate())
        record(None, "导入名录", on=one.file_name, 新增=one.added)
    supervisor = people[-1]
    supervisor.unit = Unit.objects.filter(kind=Unit.Kind.REGION).exclude(name="省直部门").first()
    supervisor.save(update_fields=["unit"])
    foresee(load_result(result, "示范省季度检查", by))
    record(None, "导入检查结果", on="示范省季度检查")
    return [(person.username, person.get_role_display(), password) for person in people]


def _person(username: str, name: str, role: Role, password: str) -> User:
    person, _ = User.objects.get_or_create(username=username, defaults={"role": role, "full_name": name})
    person.set_password(password)
    person.save()
    return person
