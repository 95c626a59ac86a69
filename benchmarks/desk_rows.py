"""Rows of a large province for ``desk.py``: made with a fixed seed, written by COPY."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.utils import timezone

from xuncha.apps.inspections.causes import cause_number
from xuncha.indicators.kernel import NOT_LOOKED

SEED = 20190401
_CITIES = 14
_COUNTIES = 8
_ORGANS = ("教育局", "水务局", "民政局", "交通运输局", "住房和城乡建设局", "卫生健康委员会", "市场监督管理局",
           "生态环境局", "文化和旅游局", "司法局", "财政局", "农业农村局", "应急管理局", "统计局", "审计局",
           "自然资源局", "人力资源和社会保障局", "医疗保障局", "退役军人事务局", "体育局")  # fmt: skip
_PLATFORMS = ("微信公众号", "新浪微博", "抖音", "今日头条", "移动客户端")
#: code, tier, title, share of findings; those of sites and those of accounts.
_SITE_CODES = (
    ("N110", "note", "一般错别字", 30), ("N109", "note", "链接无法访问", 24), ("N107", "note", "栏目长期不更新", 10),
    ("N101", "note", "同一文章重复发布", 8), ("N105", "note", "泄露个人信息", 6), ("N104", "note", "没有公开留言", 5),
    ("W401", "veto", "动态要闻、通知公告类栏目不更新", 5), ("W402", "veto", "应更新栏目长期不更新", 4),
    ("W101", "veto", "严重表述错误", 3), ("W201", "veto", "首页打不开", 3), ("W301", "veto", "首页不更新", 2),
)  # fmt: skip
_ACCOUNT_CODES = (("A201", "veto", "两周内没有发布", 60), ("A101", "veto", "严重表述错误", 40))
_RANKS = {"veto": 0, "deduct": 1, "note": 2}
#: Fields of an act, but for its digest.
ACT = ("number", "at", "actor_name", "actor_role", "address", "act", "on", "previous")
_DETAIL = (
    "“{title}”：页面第 {line} 行“{words}”与规定不符，最近一次在 {day} 的存档中看到，请核对原文并说明情况。"
)


@dataclass(frozen=True)
class Size:
    """How many rows of each kind."""

    sites: int = 14_000
    accounts: int = 100_000
    findings: int = 1_000_000
    rounds: int = 4
    columns_of_a_site: int = 10
    acts: int = 200_000
    probed_sites: int = 1_000

    def scaled(self, by: float) -> Size:
        """The same province, smaller."""
        some = {name: max(20, int(getattr(self, name) * by)) for name in ("sites", "accounts", "findings", "acts", "probed_sites")}  # fmt: skip
        return Size(**some, rounds=self.rounds, columns_of_a_site=self.columns_of_a_site)


def copy(model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> int:
    """COPY rows of the fields ``names``; every other field has the default of its model."""
    given = {model._meta.get_field(name).column for name in names}
    rest = [one for one in model._meta.concrete_fields if one.column not in given and not _by_database(one)]
    constants = tuple(_default(one) for one in rest)
    columns = [model._meta.get_field(name).column for name in names] + [one.column for one in rest]
    listed = ", ".join(f'"{column}"' for column in columns)
    made = 0
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({listed}) FROM STDIN') as into,
    ):
        for row in rows:
            into.write_row(row + constants)
            made += 1
    return made


def _by_database(one: Any) -> bool:
    return isinstance(one, models.AutoField | models.BigAutoField) or one.generated


def _default(one: Any) -> Any:
    if getattr(one, "auto_now_add", False) or getattr(one, "auto_now", False):
        return timezone.now()
    if isinstance(one, models.JSONField):
        return json.dumps(one.get_default())
    return one.get_default()


@dataclass
class Province:
    """The rows, and the keys by which later ones point at earlier ones."""

    size: Size
    today: date
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))
    #: (id, name, path, region id, region name, supervisor id) of every organ.
    organs: list[tuple[int, str, str, int, str, int]] = field(default_factory=list)
    cities: list[int] = field(default_factory=list)
    #: (kind, key, name, region name, sponsor name, platform, sponsor id, supervisor id)
    targets: list[tuple[str, str, str, str, str, str, int, int]] = field(default_factory=list)

    @cached_property
    def rounds(self) -> list[tuple[int, datetime]]:
        """(id, timepoint), the oldest first; the last was yesterday."""
        last = timezone.make_aware(datetime.combine(self.today - timedelta(days=1), datetime.min.time()))
        count = self.size.rounds
        return [(n, last - timedelta(days=91 * (count - n))) for n in range(1, count + 1)]

    def units(self) -> Iterator[tuple[Any, ...]]:
        """Province, cities with counties, an office in each and its organs."""
        yield 1, "示范省", "province", None, None, "/1/"
        number = 1
        for city in range(_CITIES + 1):
            number += 1
            city_name = "省直部门" if city == _CITIES else f"第{city + 1}市"
            city_id, city_path = number, f"/1/{number}/"
            self.cities.append(city_id)
            yield city_id, city_name, "region", 1, None, city_path
            counties = [(city_id, city_name, city_path)]
            for county in range(0 if city == _CITIES else _COUNTIES):
                number += 1
                counties.append((number, f"{city_name}第{county + 1}县", f"{city_path}{number}/"))
                yield number, counties[-1][1], "region", city_id, None, counties[-1][2]
            for region_id, region, path in counties:
                number += 1
                office, above = number, f"{path}{number}/"
                yield office, f"{region}政府办公室", "organ", region_id, region_id, above
                for place in range(150):
                    number += 1
                    name = _ORGANS[place % len(_ORGANS)] + (
                        f"第{place // len(_ORGANS)}分局" if place >= len(_ORGANS) else ""
                    )
                    own = f"{above}{number}/"
                    self.organs.append((number, f"{region}{name}", own, region_id, region, office))
                    yield number, f"{region}{name}", "organ", office, region_id, own

    def sites(self) -> Iterator[tuple[Any, ...]]:
        for n in range(1, self.size.sites + 1):
            organ = self.organs[(n * 7) % len(self.organs)]
            code, name = f"{98_0000_0000 + n}", f"{organ[1]}网站{n}"
            state = "关停" if n % 50 == 0 else "正常运行"
            self.targets.append(("site", code, name, organ[4], organ[1], "", organ[0], organ[5]))
            kind = "政府门户网站" if n % 100 == 1 else "部门网站"
            yield n, code, name, f"http://w{n}.gov.example/", kind, state, organ[0], organ[5], organ[3]

    def columns(self) -> Iterator[tuple[Any, ...]]:
        for site in range(1, self.size.sites + 1):
            for n in range(self.size.columns_of_a_site):
                kind = ("动态要闻", "通知公告")[n] if n < 2 else "应更新"
                yield site, f"栏目{n}", kind, f"http://w{site}.gov.example/c{n}/"

    def accounts(self) -> Iterator[tuple[Any, ...]]:
        for n in range(1, self.size.accounts + 1):
            organ = self.organs[(n * 11) % len(self.organs)]
            platform = _PLATFORMS[n % len(_PLATFORMS)]
            key, name = f"gh_{n:07d}", f"{organ[1]}发布{n}"
            self.targets.append(("account", key, name, organ[4], organ[1], platform, organ[0], organ[5]))
            yield n, key, name, platform, "正常运行", organ[0], organ[5], organ[3]

    def verdicts(self) -> Iterator[tuple[Any, ...]]:
        number = 0
        for round_id, _ in self.rounds:
            for place, target in enumerate(self.targets):
                number += 1
                kind, key, name, region, sponsor, platform, owner, above = target
                dice = (number * 2654435761) % 100
                outcome = "fail" if dice < 6 else "unknown" if dice < 11 else "pass"
                veto = ["W401" if kind == "site" else "A201"] if outcome == "fail" else []
                machine = {
                    "kind": kind, "id": key, "name": name, "region": region, "sponsor": sponsor,
                    "platform": platform, "outcome": outcome, "veto": veto, "other": [], "pages": 120,
                    "reached": 118, "note": "", "causes": [["timeout", 2]], "states": [], "low_score": "",
                }  # fmt: skip
                ages = (4, 3, 2, 1) if kind == "site" else (0, 0, 0, 0)
                yield (
                    number, round_id, kind, key, name, region, sponsor, platform, owner, above, place,
                    json.dumps(machine), outcome, json.dumps(veto), json.dumps([]), dice % 7 != 0, *ages,
                )  # fmt: skip

    def findings(self) -> Iterator[tuple[Any, ...]]:
        """Three quarters of them at sites; of rounds before the last nearly all are settled."""
        sites = self.size.sites
        a_round = self.size.findings // self.size.rounds
        evidence = json.dumps([{"record_id": "urn:uuid:0", "sha256": "0" * 64, "warc": "a.warc.gz", "url": "http://a.gov.example/", "captured_at": "2025-06-25T10:00:00+08:00"}])  # fmt: skip
        for place_of_round, (round_id, at) in enumerate(self.rounds):
            last = place_of_round == len(self.rounds) - 1
            picks = sorted(self._picks(sites, a_round))
            for place, target in enumerate(picks):
                kind, key = self.targets[target][:2]
                codes = _SITE_CODES if kind == "site" else _ACCOUNT_CODES
                code, tier, title, _ = self.dice.choices(codes, [one[3] for one in codes])[0]
                verdict = place_of_round * len(self.targets) + target + 1
                url = f"http://w{target}.gov.example/a/{place % 97}.html"
                said = _DETAIL.format(
                    title=title, line=place % 60, words=f"写法{place % 1000}", day=at.date().isoformat()
                )
                outcome = "doubt" if self.dice.random() < 0.3 else "hit"
                unseen = last and target % 3 == 0  # a third of the targets of the last round kept us out
                if unseen:
                    outcome, said = "doubt", f"{NOT_LOOKED}首页未能打开：被防护设备拦截"
                machine_state = "blocked" if unseen else "violation"
                mark = hashlib.sha256(f"{kind}{key}{code}{place % 3}".encode()).hexdigest()[:32]
                yield (
                    round_id, verdict, self._state(last=last), place % 40, kind, key, code, tier, _RANKS[tier],
                    outcome, title, said, json.dumps([url]), f"写法{place % 1000}", json.dumps({"wrong": "写法"}),
                    evidence, "核对原文后改正。", mark, machine_state, cause_number(said, machine_state),
                )  # fmt: skip

    def _picks(self, sites: int, count: int) -> Iterator[int]:
        for _ in range(count):
            at_site = self.dice.random() < 0.75
            yield self.dice.randrange(sites) if at_site else self.dice.randrange(sites, len(self.targets))

    def _state(self, *, last: bool) -> str:
        if last:
            return self.dice.choices(("suspected", "first", "visit", "confirmed", "dismissed"), (70, 3, 2, 20, 5))[0]  # fmt: skip
        return self.dice.choices(("confirmed", "dismissed", "suppressed", "suspected"), (88, 8, 2, 2))[0]

    def outlooks(self) -> Iterator[tuple[Any, ...]]:
        """Every column twice at most, every home page and account, counts near a veto, some near 5 %."""
        round_id = self.rounds[-1][0]
        for place, target in enumerate(self.targets):
            kind, key, name, region, sponsor, _, owner, above = target
            known = (round_id, kind, key, name, region, sponsor, owner, above)
            if kind == "account":
                last = self.today - timedelta(days=place % 13)
                yield (*known, "target", "A201", "发布内容", "fresh", "", last, last + timedelta(days=14), None, None, None, "最新", _cause(key, "A201"))  # fmt: skip
                continue
            for n in range(self.size.columns_of_a_site * 2):
                days = (place * 31 + n * 17) % (17 if n < 4 else 200)
                limit = 14 if n < 4 else 180
                last = self.today - timedelta(days=days)
                state = "stale" if days >= limit else "fresh"
                url = f"http://w{place}.gov.example/c{n}/"
                code = "W401" if n < 4 else "W402"
                yield (*known, "column", code, f"栏目{n}", state, url, last, last + timedelta(days=limit), None, None, None, "最近更新", _cause(key, str(n)))  # fmt: skip
            yield (*known, "target", "W301", "首页", "fresh", "", self.today, self.today + timedelta(days=14), None, None, None, "最新", _cause(key, "W301"))  # fmt: skip
            if place % 9 == 0:
                yield (*known, "count", "W401", "逾期未更新的栏目", "fresh", "", None, None, 3 + place % 2, 5, 2 - place % 2, "已有", _cause(key, "count"))  # fmt: skip
            if place % 40 == 0:
                yield (*known, "availability", "W201", "首页访问", "fresh", "", None, None, 5, 7, 2, "一周", _cause(key, "W201"))  # fmt: skip

    def probes(self) -> Iterator[tuple[Any, ...]]:
        """Twenty a day for a week, of some sites."""
        end = self.rounds[-1][1]
        for site in range(1, self.size.probed_sites + 1):
            for n in range(140):
                failed = (site + n) % 31 == 0
                at = end - timedelta(minutes=72 * n)
                digest = hashlib.sha256(f"{site} {n}".encode()).hexdigest()[:32]
                yield site, at, None if failed else 180 + n, "timeout" if failed else "200", True, digest

    def acts(self) -> Iterator[tuple[Any, ...]]:
        """A chain that holds."""
        from xuncha.apps.casework.audit import digest_of
        from xuncha.apps.casework.models import AuditEntry

        now, previous = timezone.now(), ""
        for n in range(1, self.size.acts + 1):
            at = now - timedelta(minutes=self.size.acts - n)
            said = (
                n,
                at,
                f"inspector-{n % 12}",
                "inspector",
                "10.0.0.1",
                "核实：确认属实",
                f"98{n:08d} W401",
            )
            entry = AuditEntry(**dict(zip(ACT, (*said, previous), strict=True)))
            yield *said, previous, (previous := digest_of(entry))


def _cause(key: str, what: str) -> str:
    return hashlib.sha256(f"{key} {what}".encode()).hexdigest()


def fill(size: Size) -> Province:
    """Fill an empty database; the province that was written."""
    from xuncha.apps.casework.models import AuditEntry
    from xuncha.apps.directory.models import ColumnEntry, MediaAccountEntry, SiteEntry, Unit
    from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
    from xuncha.apps.received.models import ReceivedProbe
    from xuncha.apps.reminders.foreseeing import count_days
    from xuncha.apps.reminders.models import OutlookEntry

    made = Province(size, timezone.localdate())
    owned = ("state", "sponsor", "supervisor", "region")
    copy(Unit, ("id", "name", "kind", "parent", "region", "path"), made.units())
    copy(SiteEntry, ("id", "site_code", "name", "url", "kind", *owned), made.sites())
    copy(ColumnEntry, ("site", "name", "kind", "url"), made.columns())
    copy(MediaAccountEntry, ("id", "account_id", "name", "platform", *owned), made.accounts())
    for number, at in made.rounds:
        Round.objects.create(
            pk=number, title=f"第{number}次季度检查", kind=Round.Kind.FULL, state=Round.State.FINISHED, asof=at,
            standard="national-2019", folder=f"r{number}", started_at=at, finished_at=at + timedelta(days=1),
        )  # fmt: skip
    known = ("round", "kind", "key", "name", "region_name", "sponsor_name")
    verdict = ("id", *known, "platform", "sponsor", "supervisor", "place", "machine", "outcome", "veto", "other", "is_settled")  # fmt: skip
    copy(VerdictEntry, (*verdict, "fresh", "ageing", "stale", "undated"), made.verdicts())
    copy(
        FindingCase,
        ("round", "verdict", "state", "place", "kind", "target", "code", "tier", "rank", "outcome", "title",
         "detail", "urls", "quote", "observed", "evidence", "advice", "fingerprint", "machine_state", "cause"),
        made.findings(),
    )  # fmt: skip
    ahead = ("what", "code", "subject", "state", "url", "last", "breach_on", "have", "limit", "lacking", "detail", "cause")  # fmt: skip
    copy(OutlookEntry, (*known, "sponsor", "supervisor", *ahead), made.outlooks())
    count_days()
    copy(ReceivedProbe, ("site", "at", "elapsed_ms", "outcome", "valid", "digest"), made.probes())
    copy(AuditEntry, (*ACT, "digest"), made.acts())
    _after()
    return made


def _after() -> None:
    """Keys go on where the rows end, and the planner knows what there is."""
    from django.apps import apps
    from django.core.management.color import no_style

    from xuncha.apps.casework.models import AuditEntry, ChainEnd

    last = AuditEntry.objects.first()
    if last is not None:
        ChainEnd.objects.update_or_create(pk=1, defaults={"number": last.number, "digest": last.digest})
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
