"""The three kinds of lists the directory takes in and gives out, each with its reader and its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuncha.apps.directory.account_names import name_key
from xuncha.apps.directory.accounts import FOLLOWERS, read_accounts
from xuncha.apps.directory.columns import read_columns
from xuncha.apps.directory.models import ColumnEntry, MediaAccountEntry, SiteEntry, Unit
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.sites import SERVES, SERVES_WORDS, read_sites
from xuncha.apps.directory.units import UnitTree
from xuncha.facts.targets import ListedColumn, MediaAccount, RunState, Site, SiteKind

Record = dict[str, str]
_SERVES = {word: serves for serves, word in SERVES_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """``read`` gives the records of a file by key; ``fields`` the model fields a record stands for."""

    name: str
    label: str
    model: Any
    related: tuple[str, ...]
    read: Callable[[Path, Problems], dict[str, Record]]
    fields: Callable[[Record, UnitTree], dict[str, Any]]
    find: Callable[[Iterable[str]], Any]


def site_record(site: Site) -> Record:
    """The row of a site in the list; without 对外服务职能 where the list does not say, which forgets nothing."""
    serves = {} if site.serves_public is None else {SERVES: SERVES_WORDS[site.serves_public]}
    return {
        "网站标识码": site.site_code,
        "网站名称": site.name,
        "网址": site.url,
        "主办单位": site.sponsor,
        "主管单位": site.supervisor,
        "地区": site.region,
        "网站类型": site.kind.value,
        "运行状态": site.state.value,
        **serves,
    }


def account_record(account: MediaAccount) -> Record:
    """The row of an account in the list; without 关注数 where the list does not say, which forgets nothing."""
    followers = {} if account.followers is None else {FOLLOWERS: str(account.followers)}
    return {
        "账号标识": account.account_id,
        "账号名称": account.name,
        "平台": account.platform.value,
        "主办单位": account.sponsor,
        "主管单位": account.supervisor,
        "地区": account.region,
        "运行状态": account.state.value,
        **followers,
    }


def column_record(column: ListedColumn) -> Record:
    """The row of a column in the list."""
    return {
        "网站标识码": column.site_code,
        "栏目名称": column.name,
        "栏目类别": column.kind.value,
        "网址": column.url,
        "更新期限天数": "" if column.period_days is None else str(column.period_days),
    }


def _read_sites(path: Path, problems: Problems) -> dict[str, Record]:
    problems.longest = _bounds(SiteEntry, 网站名称="name", 网址="url")
    return {site.site_code: site_record(site) for site in read_sites(path, problems)}


def _read_accounts(path: Path, problems: Problems) -> dict[str, Record]:
    problems.longest = _bounds(MediaAccountEntry, 账号标识="account_id", 账号名称="name")
    return {one.account_id: account_record(one) for one in read_accounts(path, problems)}


def _read_columns(path: Path, problems: Problems) -> dict[str, Record]:
    problems.longest = _bounds(ColumnEntry, 栏目名称="name", 网址="url")
    columns = read_columns(path, _sites_kept(), problems)
    return {"\n".join((c.site_code, c.name, c.url)): column_record(c) for c in columns}


def _bounds(model: Any, **fields: str) -> dict[str, int]:
    """The most characters of each column that the tables keep: some databases refuse more, others do not."""
    own = {header: model._meta.get_field(field).max_length for header, field in fields.items()}
    unit = Unit._meta.get_field("name").max_length
    return own | dict.fromkeys(("主办单位", "主管单位", "地区"), unit)


def _sites_kept() -> list[Site]:
    """The sites of the directory, to which a column list must refer; only code and address are looked at."""
    rows = SiteEntry.objects.values_list("site_code", "name", "url")
    return [
        Site(code, name, url, "", "", "", SiteKind.DEPARTMENT, RunState.RUNNING) for code, name, url in rows
    ]


def _owned(record: Record, tree: UnitTree) -> dict[str, Any]:
    region = tree.region(record["地区"])
    supervisor = tree.supervisor(record["主管单位"], region)
    sponsor = tree.organ(record["主办单位"], region, supervisor)
    return {"region": region, "supervisor": supervisor, "sponsor": sponsor, "state": record["运行状态"]}


def _site_fields(record: Record, tree: UnitTree) -> dict[str, Any]:
    return {
        "site_code": record["网站标识码"],
        "name": record["网站名称"],
        "url": record["网址"],
        "kind": record["网站类型"],
        **({"serves_public": _SERVES[record[SERVES]]} if SERVES in record else {}),
        **_owned(record, tree),
    }


def _account_fields(record: Record, tree: UnitTree) -> dict[str, Any]:
    return {
        "account_id": record["账号标识"],
        "name": record["账号名称"],
        "name_key": name_key(record["账号名称"]),
        "platform": record["平台"],
        **(
            {"followers": int(record[FOLLOWERS]) if record[FOLLOWERS] else None}
            if FOLLOWERS in record
            else {}
        ),
        **_owned(record, tree),
    }


def _column_fields(record: Record, tree: UnitTree) -> dict[str, Any]:
    period = record["更新期限天数"]
    return {
        "site_id": tree.site_id(record["网站标识码"]),
        "name": record["栏目名称"],
        "kind": record["栏目类别"],
        "url": record["网址"],
        "period_days": int(period) if period else None,
    }


def _by(field: str, model: Any) -> Callable[[Iterable[str]], Any]:
    return lambda keys: model.objects.filter(**{f"{field}__in": list(keys)})


def _columns_of(keys: Iterable[str]) -> Any:
    codes = {key.partition("\n")[0] for key in keys}
    return ColumnEntry.objects.filter(site__site_code__in=codes)


_OWNERS = ("sponsor", "supervisor", "region")
KINDS = {
    kind.name: kind
    for kind in (
        Kind("sites", "网站", SiteEntry, _OWNERS, _read_sites, _site_fields, _by("site_code", SiteEntry)),
        Kind(
            "accounts",
            "新媒体账号",
            MediaAccountEntry,
            _OWNERS,
            _read_accounts,
            _account_fields,
            _by("account_id", MediaAccountEntry),
        ),
        Kind("columns", "栏目", ColumnEntry, ("site",), _read_columns, _column_fields, _columns_of),
    )
}
