"""地区 by their place in the tree: which city a county lies in."""

from __future__ import annotations

from xuncha.apps.directory.models import Unit


def cities() -> dict[str, str]:
    """By the name of every region the name of the one directly under the province that it is, or lies in."""
    regions = list(Unit.objects.filter(kind=Unit.Kind.REGION).order_by().values_list("path", "name"))
    by_path = dict(regions)
    found = {}
    for path, name in regions:
        province_and_city = path.split("/")[:3]
        found[name] = by_path.get("/".join(province_and_city) + "/", name)
    return found
