"""The form by which a round is ordered, with the options of the command line."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from xuncha.apps.casework.typed import EARLIEST
from xuncha.apps.directory.models import SiteEntry
from xuncha.apps.directory.problems import Problems
from xuncha.apps.directory.words import read_words
from xuncha.facts.targets import RunState, SiteKind
from xuncha.standards.score_input import ScoreInputError
from xuncha.standards.score_sheet import read_score_sheet
from xuncha.standards.standard import StandardError, load_standard, shipped

LARGEST = 256 << 20
ROLES = {
    "posts": "账号发布记录（JSONL）",
    "channels": "互动功能检查记录（JSONL）",
    "probes": "可用性监测记录（CSV）",
    "error_reports": "“找错”记录（CSV）",
    "words": "本单位正误词库（xlsx、CSV 或 TOML），与自带词库一并使用",
    "scores": "填好的门户网站评分表（xlsx 或 TOML）",
}
_ENDS = {
    "posts": (".jsonl",),
    "channels": (".jsonl",),
    "probes": (".csv",),
    "error_reports": (".csv",),
    "words": (".xlsx", ".csv", ".toml"),
    "scores": (".xlsx", ".toml"),
}
#: How long before its timepoint a round may be ordered.
_AHEAD = timedelta(days=1)
#: Faults of one file that are shown; all of them count.
_SHOWN = 50


def suffix_of(file: Any) -> str:
    """The end of the name of a file that was handed in, in small letters."""
    return Path(file.name).suffix.lower()


def gentle() -> dict[str, Any]:
    """How a host is asked where nobody says otherwise; our own staging address needs no patience."""
    return {"rate": 20, "connections": 8} if settings.CONNECT_TO else {"rate": 2, "connections": 2}


class RoundForm(forms.Form):
    """What is inspected, when, by which standard, how gently."""

    title = forms.CharField(label="名称", max_length=100)
    kind = forms.ChoiceField(
        label="方式",
        choices=[("full", "全覆盖检查"), ("sample", "抽查")],
        widget=forms.RadioSelect,
        initial="full",
    )
    percent = forms.IntegerField(
        label="抽取比例（%）",
        min_value=1,
        max_value=100,
        required=False,
        initial=30,
        help_text="按地区和类型分层，每层至少一个",
    )
    seed = forms.CharField(
        label="随机种子",
        max_length=64,
        required=False,
        help_text="留空则随机产生并记录；填写以前的种子可以重抽同一批",
    )
    asof = forms.DateTimeField(
        label="监测时间点", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    standard = forms.ChoiceField(label="标准", choices=lambda: [(name, name) for name in shipped()])
    indicators = forms.CharField(
        label="范围", max_length=300, required=False, help_text="留空为全部指标；可填代码或前缀，如 W2,W3,W4"
    )
    rate = forms.FloatField(label="每个主机每秒请求数", min_value=0.01, max_value=50, initial=2)
    connections = forms.IntegerField(label="每个主机同时连接数", min_value=1, max_value=16, initial=2)
    max_pages = forms.IntegerField(
        label="每个网站最多打开的页面数", min_value=1, max_value=100_000, initial=300
    )
    whole_site = forms.BooleanField(
        label="检查全站链接",
        required=False,
        help_text="规定的栏目读完后，在页面数以内逐层打开全站其余页面，检查每个链接",
    )
    browser = forms.ChoiceField(
        label="浏览器",
        choices=[("auto", "本机有浏览器时使用"), ("on", "必须使用，没有就不开始"), ("off", "不使用")],
        initial="auto",
        required=False,
        help_text="由脚本加载的栏目、首页和否决问题的页面是否用浏览器打开并截图",
    )
    contact = forms.CharField(
        label="联系方式", max_length=200, required=False, help_text="写入 User-Agent，便于被检查单位加白名单"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role, label in ROLES.items():
            self.fields[role] = forms.FileField(label=label, required=False)

    def clean_indicators(self) -> list[str]:
        """Codes or prefixes the standard knows."""
        words = self.cleaned_data["indicators"].replace("，", ",").replace("、", ",").split(",")
        prefixes = tuple(word.strip().upper() for word in words if word.strip())
        try:
            load_standard(self.cleaned_data.get("standard") or "national-2019").scope(prefixes)
        except StandardError as error:
            raise forms.ValidationError(str(error)) from None
        return list(prefixes)

    def clean_asof(self) -> datetime:
        """Not of another century, and not days ahead: what is held against a later day than it was seen on is stale
        without fault."""
        asof: datetime = self.cleaned_data["asof"]
        if asof.year < EARLIEST.year:
            raise forms.ValidationError(f"年份应在 {EARLIEST.year} 年之后，请核对。")
        if asof > timezone.now() + _AHEAD:
            raise forms.ValidationError("监测时间点不能晚于现在一天以上，否则还没到期的栏目会算作逾期。")
        return asof

    def clean_browser(self) -> str:
        """As the command line: where nothing is said, a browser is used if there is one."""
        return self.cleaned_data["browser"] or "auto"

    def clean(self) -> dict[str, Any]:
        """A sample needs its share; files have a size and a kind, and what is wrong in them is told by row."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == "sample" and not cleaned.get("percent"):
            self.add_error("percent", "抽查须填写比例。")
        for role in ROLES:
            file = cleaned.get(role)
            if not file:
                continue
            if file.size > LARGEST:
                self.add_error(role, "文件超过 256 MB。")
            elif suffix_of(file) not in _ENDS[role]:
                self.add_error(role, f"文件应为 {'、'.join(_ENDS[role])}。")
            elif role in _CHECKS:
                self._tell(role, file.name, _CHECKS[role](_kept(file), cleaned))
        return cleaned

    def _tell(self, role: str, name: str, faults: list[str]) -> None:
        if faults:
            told = [f"{name}：{fault}" for fault in faults[:_SHOWN]]
            more = [f"另有 {len(faults) - _SHOWN} 处错误"] if len(faults) > _SHOWN else []
            self.add_error(role, [*told, *more])


def _kept(file: Any) -> Path:
    """The file on disk under a name with its own end, for the readers of the command line."""
    folder = Path(tempfile.mkdtemp(prefix="xuncha-form-"))
    path = folder / f"file{suffix_of(file)}"
    path.write_bytes(file.read())
    return path


def _faults_of_words(path: Path, cleaned: dict[str, Any]) -> list[str]:
    problems = Problems()
    try:
        read_words(path, problems)
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    return [f"第 {row.row} 行 {row.column}：{row.message}" for row in problems.rows]


def _faults_of_scores(path: Path, cleaned: dict[str, Any]) -> list[str]:
    try:
        standard = load_standard(cleaned.get("standard") or "national-2019")
        if not standard.score_table:
            return [f"标准 {standard.name} 没有评分表"]
        read_score_sheet(standard.score_table, path, _portals(), cleaned.get("asof"))
    except ScoreInputError as error:
        return [line.replace(str(path), "").lstrip("：: ") for line in error.lines]
    except StandardError as error:
        return [str(error)]
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
    return []


def _portals() -> frozenset[str]:
    running = SiteEntry.objects.filter(kind=SiteKind.PORTAL.value, state=RunState.RUNNING.value)
    return frozenset(running.values_list("site_code", flat=True))


#: Checked when they are handed in, as the command line does; the lists are read when the round is prepared.
_CHECKS: dict[str, Callable[[Path, dict[str, Any]], list[str]]] = {
    "words": _faults_of_words,
    "scores": _faults_of_scores,
}
