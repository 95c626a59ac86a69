"""Units found or made from the names that lists use: region under the province, organ under its supervisor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from xuncha.apps.directory.models import SiteEntry, Unit


class UnitTree:
    """Every unit in memory, for an import that names a hundred thousand of them."""

    def __init__(self) -> None:
        self._sites: dict[str, int] | None = None
        units = list(Unit.objects.select_related("region"))
        self._root = next((unit for unit in units if unit.kind == Unit.Kind.PROVINCE), None)
        self._regions = {unit.name: unit for unit in units if unit.kind == Unit.Kind.REGION}
        self._organs = {(unit.region_id, unit.name): unit for unit in units if unit.kind == Unit.Kind.ORGAN}

    def make_missing(self, records: Iterable[Mapping[str, str]]) -> None:
        """Make the units that these rows of a list name and nobody knows yet, each level at once."""
        records = list(records)
        regions = dict.fromkeys(record["地区"] for record in records if record["地区"] not in self._regions)
        made = self._make_all((name, Unit.Kind.REGION, self.root, None) for name in regions)
        self._regions |= {unit.name: unit for unit in made}
        above: dict[tuple[int, str], Unit] = {}
        for record in records:
            region, name = self._regions[record["地区"]], record["主管单位"]
            if name and name != region.name:
                above.setdefault((region.pk, name), region)
        self._make_organs(above)
        owners: dict[tuple[int, str], Unit] = {}
        for record in records:
            region = self._regions[record["地区"]]
            parent = self.supervisor(record["主管单位"], region) or region
            owners.setdefault((region.pk, record["主办单位"]), parent)
        self._make_organs(owners)

    def _make_organs(self, wanted: dict[tuple[int, str], Unit]) -> None:
        new = {key: parent for key, parent in wanted.items() if key not in self._organs}
        regions = {region.pk: region for region in self._regions.values()}
        made = self._make_all(
            (name, Unit.Kind.ORGAN, parent, regions[pk]) for (pk, name), parent in new.items()
        )
        self._organs |= dict(zip(new, made, strict=True))

    def _make_all(self, units: Iterable[tuple[str, str, Unit, Unit | None]]) -> list[Unit]:
        rows = [
            Unit(name=name, kind=kind, parent=parent, region=region) for name, kind, parent, region in units
        ]
        made = Unit.objects.bulk_create(rows)
        above = Unit.objects.filter(pk=OuterRef("parent")).values("path")
        own = Concat(Subquery(above), Cast("pk", CharField()), Value("/"), output_field=CharField())
        Unit.objects.filter(pk__in=[unit.pk for unit in made]).update(path=own)
        for unit in made:
            assert unit.parent is not None
            unit.path = f"{unit.parent.path}{unit.pk}/"
        return made

    def site_id(self, site_code: str) -> int:
        """Key of the site with this code; all are looked up once."""
        if self._sites is None:
            self._sites = dict(SiteEntry.objects.values_list("site_code", "pk"))
        return self._sites[site_code]

    @property
    def root(self) -> Unit:
        """The province."""
        if self._root is None:
            self._root = self._make(settings.PROVINCE, Unit.Kind.PROVINCE, None, None)
        return self._root

    def region(self, name: str) -> Unit:
        """The region of this name, made where there is none."""
        if name not in self._regions:
            self._regions[name] = self._make(name, Unit.Kind.REGION, self.root, None)
        return self._regions[name]

    def supervisor(self, name: str, region: Unit) -> Unit | None:
        """主管单位: the region itself where it bears its name, else an organ of the region; None for no name."""
        if not name:
            return None
        return region if name == region.name else self.organ(name, region, region)

    def organ(self, name: str, region: Unit, parent: Unit | None) -> Unit:
        """An organ of the region, made under ``parent`` where there is none."""
        known = self._organs.get((region.pk, name))
        if known is None:
            above = parent or region
            known = self._organs[region.pk, name] = self._make(name, Unit.Kind.ORGAN, above, region)
        elif parent is not None and known.parent_id == region.pk and not parent.path.startswith(known.path):
            # It hung directly under the region until somebody named who is above it.
            self._hang(known, parent)
        return known

    def _make(self, name: str, kind: str, parent: Unit | None, region: Unit | None) -> Unit:
        unit = Unit.objects.create(name=name, kind=kind, parent=parent, region=region, path="")
        unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["path"])
        return unit

    def _hang(self, unit: Unit, parent: Unit) -> None:
        old, new = unit.path, f"{parent.path}{unit.pk}/"
        if old == new:
            return
        unit.parent = parent
        for below in [
            unit,
            *(one for one in self._organs.values() if one.path.startswith(old) and one != unit),
        ]:
            below.path = new + below.path[len(old) :]
            below.save(update_fields=["path", "parent"])
