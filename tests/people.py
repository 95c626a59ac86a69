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


def an_assigned_case(directory: Any) -> Any:
    """A confirmed fault of the first site of the directory, to be put right within five days by its sponsor."""
    from datetime import timedelta

    from django.utils import timezone

    from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
    from xuncha.apps.rectification.models import Rectification

    now = timezone.now()
    round_ = Round.objects.create(
        title="二季度检查", kind="full", state="finished", asof=now, standard="national-2019", folder="f",
        notice_issued_at=now,
    )  # fmt: skip
    row = VerdictEntry.objects.create(
        round=round_, kind="site", key="9800000001", name="教育局网站", place=0, region_name="石堰市", machine={},
        sponsor=directory.organs[0], supervisor=directory.offices[0], outcome="fail", is_settled=True,
    )  # fmt: skip
    finding = FindingCase.objects.create(
        round=round_, verdict=row, place=0, kind="site", target=row.key, code="N109", tier="note", outcome="hit",
        title="错链", detail="打不开", state="confirmed", fingerprint="f",
    )  # fmt: skip
    return Rectification.objects.create(finding=finding, due_on=timezone.localdate() + timedelta(days=5))
