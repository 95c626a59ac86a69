"""People, units and entries for tests of pages."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace
from typing import Any

_number = count(1)


def a_person(role: str, unit: Any = None, **more: Any) -> Any:
    """Somebody of this role who can log in; no password is needed with ``force_login``."""
    from xuncha.web.users.models import User

    return User.objects.create_user(f"{role}-{next(_number)}", role=role, unit=unit, **more)


def a_directory() -> SimpleNamespace:
    """Two regions; in each an office that supervises an organ, which sponsors one site and one account."""
    from xuncha.apps.directory.models import ColumnEntry, MediaAccountEntry, SiteEntry
    from xuncha.apps.directory.units import UnitTree

    tree, made = UnitTree(), SimpleNamespace(sites=[], accounts=[], organs=[], offices=[], regions=[])
    for number, name in enumerate(("石堰市", "蓝沚市"), start=1):
        region = tree.region(name)
        office = tree.supervisor(f"{name}政府办公室", region)
        organ = tree.organ("教育局", region, office)
        owned = {"sponsor": organ, "supervisor": office, "region": region, "state": "正常运行"}
        site = SiteEntry.objects.create(
            site_code=f"980000000{number}",
            name=f"{name}教育局网站",
            url=f"http://jyj{number}.gov.example/",
            kind="部门网站",
            **owned,
        )
        ColumnEntry.objects.create(site=site, name="通知公告", kind="通知公告", url=f"{site.url}tzgg/")
        account = MediaAccountEntry.objects.create(
            account_id=f"wx-{number}", name=f"{name}教育发布", platform="微信公众号", **owned
        )
        made.sites.append(site), made.accounts.append(account), made.organs.append(organ)
        made.offices.append(office), made.regions.append(region)
    return made
