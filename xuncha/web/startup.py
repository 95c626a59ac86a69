"""What happens before the first page is served: the database is brought up to date, somebody can log in."""

from __future__ import annotations

import os
from dataclasses import dataclass


def set_up() -> None:
    """Load Django with the product's settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xuncha.web.settings")
    django.setup()


def bring_up_to_date() -> None:
    """Create or migrate the database."""
    from django.conf import settings
    from django.core.management import call_command

    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", verbosity=0, interactive=False)


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody who was created so that the office can begin; the password works once."""

    username: str
    password: str


def first_administrator() -> FirstPerson | None:
    """Create an administrator where there is nobody at all; None where there is."""
    from django.db import transaction

    from xuncha.apps.casework.access import Role
    from xuncha.apps.casework.audit import record
    from xuncha.web.users.models import User
    from xuncha.web.users.passwords import one_time_password

    with transaction.atomic():
        if User.objects.exists():
            return None
        password = one_time_password()
        User.objects.create_user(
            "admin", password=password, role=Role.ADMINISTRATOR, must_change_password=True
        )
        record(None, "新增用户", on="admin", 说明="首次启动")
    return FirstPerson("admin", password)
