"""A standard: which indicators count, how much, with which limits and by which clause. Dated data.

A standard is a TOML file shipped with the package, or one of a province's own that says
``extends = "national-2019"`` and repeats only what differs. Anything unknown in it is refused at load.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictFloat, StrictInt, ValidationError

from xuncha.facts.targets import Platform, SiteKind
from xuncha.indicators.kernel import Target, rules_for
from xuncha.told import BadInputError


class Tier(StrEnum):
    """What an indicator's hit does: veto fails the target, note is named in the notice."""

    VETO = "veto"
    DEDUCT = "deduct"
    BONUS = "bonus"
    NOTE = "note"


class StandardError(BadInputError):
    """A standard that cannot be used; the message says in Chinese which file, where and why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


#: A limit is a number that is written as one, never below zero.
Limit = Annotated[StrictInt, Field(ge=0)] | Annotated[StrictFloat, Field(ge=0, allow_inf_nan=False)]


def _several(written: object) -> object:
    """One target may stand by itself, without the brackets of a list."""
    return written if isinstance(written, list) else [written]


class Weight(_Strict):
    """One indicator in a standard.

    ``targets``: what it is for, written ``target = "site"`` or ``target = ["site", "account"]``.
    ``by_person``: only a person can enter it. ``needs_confirmation``: what the machine finds stays a
    doubt until a person confirms. ``applies_to`` names platforms or kinds of site, none for all of
    them. ``unverified`` names limits not yet compared with the official text.
    """

    code: str = Field(pattern=r"^[A-Z]\d{3}$")
    title: str
    targets: Annotated[tuple[Target, ...], BeforeValidator(_several)] = Field(alias="target", min_length=1)
    tier: Tier
    clause: str
    limits: dict[str, Limit] = {}
    applies_to: tuple[Platform | SiteKind, ...] = ()
    by_person: bool = False
    needs_confirmation: bool = False
    verified: bool = True
    unverified: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        """True when neither the row nor any of its limits waits for the official text."""
        return self.verified and not self.unverified


class Rates(_Strict):
    """How a rate is printed."""

    rounding: Literal["half_up", "truncate"]
    decimals: int = Field(ge=0, le=6)


class Deadlines(_Strict):
    """Working days allowed for rectification after the notice, and for answering a 找错 report."""

    rectification_working_days: int = Field(gt=0)
    error_report_working_days: int = Field(gt=0)


class Standard(_Strict):
    """A whole rule set of one authority.

    ``score_table`` names the table its portals are scored by, "" for none. ``limit_titles``: what its limits
    are called in documents, by their names in the rules.
    """

    name: str
    title: str
    authority: str
    effective_from: date
    effective_until: date | None = None
    basis: tuple[str, ...]
    rates: Rates
    deadlines: Deadlines
    indicator: tuple[Weight, ...]
    score_table: str = ""
    limit_titles: dict[str, str] = {}

    def limit_in_words(self, name: str, value: float) -> str:
        """A limit as documents print it: 应更新栏目更新期限（天）365."""
        return f"{self.limit_titles.get(name, name)} {value:g}"

    @cached_property
    def weights(self) -> Mapping[str, Weight]:
        """The indicators by code, in code order."""
        return {weight.code: weight for weight in sorted(self.indicator, key=lambda w: w.code)}

    def scope(self, prefixes: tuple[str, ...]) -> tuple[str, ...]:
        """The codes that start with one of ``prefixes``; all of them when there is none.

        Raises:
            StandardError: a prefix that no code of the standard starts with.
        """
        if not prefixes:
            return tuple(self.weights)
        for prefix in prefixes:
            if not any(code.startswith(prefix) for code in self.weights):
                raise StandardError(f"--indicators：标准 {self.name} 中没有以“{prefix}”开头的指标")
        return tuple(code for code in self.weights if code.startswith(prefixes))


def load_standard(name_or_path: str) -> Standard:
    """Load a shipped standard by name, or one from a TOML file.

    Raises:
        StandardError: no such standard, not TOML, or a key, value, code or limit that is not known.
    """
    return _of_the_package(name_or_path) if name_or_path in shipped() else _loaded(name_or_path)


@lru_cache(maxsize=16)
def _of_the_package(name: str) -> Standard:
    """A shipped standard: it changes with the program alone, and every page asks for it."""
    return _validated(_merged(name, seen=()), name)


def _loaded(path: str) -> Standard:
    """A standard of somebody's own. To know the limits of a rule the rule has to be loaded: of those that are as in a
    shipped standard, whose limits the tests compare, that is not asked."""
    standard = _validated(_merged(path, seen=()), path)
    known = [_of_the_package(name).weights for name in shipped()]
    for weight in standard.indicator:
        if all(weights.get(weight.code) != weight for weights in known):
            check_limits(path, weight)
    return standard


def shipped() -> tuple[str, ...]:
    """The names of the standards that come with the package."""
    found = (f.name for f in files(__package__).iterdir() if f.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found if not name.endswith("-scores.toml")))


def _merged(name_or_path: str, seen: tuple[str, ...]) -> dict[str, Any]:
    if _identity(name_or_path) in seen:
        raise StandardError(f"{name_or_path}：extends 循环引用")
    raw = _read(name_or_path)
    _refuse_doubles(name_or_path, raw)
    if isinstance(raw.get("score_table"), str):
        raw["score_table"] = _beside(raw["score_table"], name_or_path)
    base_name = raw.pop("extends", None)
    if base_name is None:
        return raw
    base = _merged(_beside(str(base_name), name_or_path), (*seen, _identity(name_or_path)))
    rows = {row.get("code", ""): row for row in _rows(name_or_path, base)}
    for row in _rows(name_or_path, raw):
        old = rows.get(row.get("code", ""), {})
        limits = {**_table(name_or_path, old, "limits"), **_table(name_or_path, row, "limits")}
        rows[row.get("code", "")] = {**old, **row, "limits": limits}
    merged = {**base, **raw, "indicator": list(rows.values())}
    for table in ("rates", "deadlines", "limit_titles"):
        merged[table] = {**_table(name_or_path, base, table), **_table(name_or_path, raw, table)}
    return merged


def _identity(name_or_path: str) -> str:
    """One spelling for one standard, so that a loop is seen."""
    is_file = Path(name_or_path).suffix.lower() == ".toml"
    return str(Path(name_or_path).resolve()) if is_file else name_or_path


def _beside(base_name: str, source: str) -> str:
    """A standard to build on: a shipped name, or a file counted from the file that names it."""
    if Path(base_name).suffix.lower() != ".toml":
        return base_name
    return str((Path(source).parent / base_name).resolve())


def _rows(source: str, raw: dict[str, Any]) -> list[dict[str, Any]]:
    rows = raw.get("indicator", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StandardError(f"{source}：indicator 应写成 [[indicator]] 表")
    if not all(isinstance(row.get("code", ""), str) for row in rows):
        raise StandardError(f"{source}：指标的 code 应为文字")
    return rows


def _table(source: str, raw: dict[str, Any], key: str) -> dict[str, Any]:
    table = raw.get(key, {})
    if not isinstance(table, dict):
        raise StandardError(f"{source}：{key} 应写成表")
    return table


def _refuse_doubles(source: str, raw: dict[str, Any]) -> None:
    codes = [row.get("code", "") for row in _rows(source, raw)]
    for code in codes:
        if codes.count(code) > 1:
            raise StandardError(f"{source}：指标 {code} 写了两次")


def _read(name_or_path: str) -> dict[str, Any]:
    path = Path(name_or_path)
    try:
        if path.suffix.lower() == ".toml":
            return tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return tomllib.loads((files(__package__) / f"{name_or_path}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StandardError(f"没有标准“{name_or_path}”；随软件提供的有：{'、'.join(shipped())}") from None
    except OSError as error:
        raise StandardError(f"{name_or_path}：读不到这个文件（{error.strerror}）") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StandardError(f"{name_or_path}：不是有效的 TOML 文件（{error}）") from None


_WHY = {"extra_forbidden": "没有这个键", "missing": "缺少这一项"}


def _validated(raw: dict[str, Any], source: str) -> Standard:
    try:
        return Standard.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        why = _WHY.get(first["type"], f"值“{first['input']}”不在允许的范围")
        raise StandardError(f"{source}：{where}：{why}") from None


def check_limits(source: str, weight: Weight) -> None:
    """Compare what ``source`` says of an indicator with the rules there are for it. Raises StandardError."""
    rules = rules_for(weight.code)
    known = {limit for rule in rules for limit in rule.limits}
    for limit in (*weight.limits, *weight.unverified):
        if limit not in known:
            raise StandardError(f"{source}：指标 {weight.code} 没有名为 {limit} 的限值")
    built = [rule.target.value for rule in rules]
    if rules and not {target.value for target in weight.targets} <= set(built):
        raise StandardError(f"{source}：指标 {weight.code} 的对象应为 {'、'.join(built)}")
