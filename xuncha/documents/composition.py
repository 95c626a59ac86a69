"""NoticeData put into the order and the words of an official notice, for Word and PDF alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xuncha.documents.blocks import Annex, Column, Notice, Row, Table
from xuncha.documents.inert_text import breakable, inert
from xuncha.documents.notice_data import DEPARTMENTS, NoticeData, Tally, TallyRow, Totals
from xuncha.documents.overall import day_text
from xuncha.documents.reconcile import reconcile
from xuncha.documents.rounding import Rounding
from xuncha.documents.typesetting import title_lines
from xuncha.documents.wording import body

_KINDS = {"site": "政府网站", "account": "政务新媒体"}

_COUNTS = (
    Column("应检查", 19),
    Column("合格", 19),
    Column("不合格", 19),
    Column("未能判定", 22),
    Column("合格率（%）", 27),
)
_FAILED = (
    Column("序号", 12),
    Column("类型", 21),
    Column("名称及标识", 30, "left"),
    Column("地区", 16),
    Column("主办单位", 22, "left"),
    Column("不合格原因", 55, "left"),
)


def compose(data: NoticeData) -> Notice:
    """The notice in reading order.

    Raises:
        NoticeDoesNotReconcile: when its figures contradict each other.
    """
    reconcile(data)
    return Notice(
        mark=data.draft_mark,
        reasons=tuple(breakable(inert(reason, 400)) for reason in data.draft_reasons),
        issuer=inert(data.issuer, 40),
        document_number=inert(data.document_number, 40),
        title_lines=tuple(title_lines(inert(data.title, 100) + ("（更正）" if data.correction else ""))),
        addressees=inert(data.addressees, 300),
        body=body(data),
        annexes=(_sites_annex(data), _accounts_annex(data), _failed_annex(data)),
        date_text=day_text(data.issued_on),
    )


def _sites_annex(data: NoticeData) -> Annex:
    tables: tuple[Table, ...] = ()
    if data.sites.tally.total:
        tables = (Table((Column("序号", 12), Column("地区、部门", 38), *_COUNTS), tuple(_site_rows(data))),)
    return Annex("附件1", "各地、各部门政府网站检查情况", tables, _annex_note(data.sites, "政府网站"))


def _site_rows(data: NoticeData) -> Iterator[Row]:
    """Cities first with their subtotal, then every department with theirs, then the total."""
    rounding, sites = data.standard.rounding, data.sites
    cities = [row for row in sites.by_region if row.name != DEPARTMENTS]
    departments = [row for row in sites.by_region if row.name == DEPARTMENTS]
    detail = sites.by_department or tuple(departments)
    yield from _numbered(cities, rounding)
    if cities and departments:
        yield _total("各地小计", _added(cities), rounding)
    yield from _numbered(detail, rounding, start=len(cities) + 1)
    if cities and departments:
        yield _total(f"{DEPARTMENTS}小计", _added(departments), rounding)
    yield _total("合计", sites.tally, rounding)


def _accounts_annex(data: NoticeData) -> Annex:
    accounts, tables = data.accounts, []
    if accounts.tally.total:
        for caption, heading, rows in (
            ("一、按地区", "地区", accounts.by_region),
            ("二、按平台", "平台", accounts.by_platform),
        ):
            lines = (
                *_numbered(rows, data.standard.rounding),
                _total("合计", accounts.tally, data.standard.rounding),
            )
            tables.append(Table((Column("序号", 12), Column(heading, 38), *_COUNTS), lines, caption))
    return Annex(
        "附件2", "各地、各平台政务新媒体检查情况", tuple(tables), _annex_note(accounts, "政务新媒体")
    )


def _failed_annex(data: NoticeData) -> Annex:
    rows = tuple(_failed_rows(data))
    unknown = len(data.unknown)
    checked = data.sites.tally.total + data.accounts.tally.total
    none = "本次没有判定为不合格的政府网站和政务新媒体。" if checked else "本次未检查政府网站和政务新媒体。"
    note = "" if rows else none
    if unknown:
        note += f"另有{unknown}个对象未能判定，不在本名单之列。"
    note += _evidence_note(data.evidence_digest)
    return Annex("附件3", "不合格名单", (Table(_FAILED, rows),) if rows else (), note)


def _evidence_note(digest: str) -> str:
    """What ties the printed notice to the evidence; in groups, so that a person can compare and a line can break."""
    if not digest:
        return ""
    groups = " ".join(digest[start : start + 16] for start in range(0, len(digest), 16))
    return f"检查所留证据的清单（manifest.json）SHA-256 摘要：{groups}。证据有任何改动，摘要即不相符。"


def _failed_rows(data: NoticeData) -> Iterator[Row]:
    for number, target in enumerate(data.failed, 1):
        reasons = "；".join(
            f"{fault.title}（{fault.code}）" + (f"：{fault.detail}" if fault.detail else "")
            for fault in target.faults
        )
        yield Row(
            (
                str(number),
                inert(target.platform, 20) or _KINDS[target.kind],
                f"{inert(target.name, 80)}（{inert(target.id, 40)}）",
                inert(target.region, 20),
                inert(target.sponsor, 60),
                inert(reasons, 300),
            )
        )


def _annex_note(totals: Totals, label: str) -> str:
    if not totals.tally.total:
        return f"本次未检查{label}。"
    return "注：合格率＝合格数÷（合格数＋不合格数）×100%；未能判定的单独列出，不计入合格率。"


def _numbered(rows: Iterable[TallyRow], rounding: Rounding, start: int = 1) -> Iterator[Row]:
    for number, row in enumerate(rows, start):
        yield Row((str(number), inert(row.name, 60), *_counts(row.tally, rounding)))


def _total(label: str, tally: Tally, rounding: Rounding) -> Row:
    return Row(("", label, *_counts(tally, rounding)), strong=True)


def _counts(tally: Tally, rounding: Rounding) -> tuple[str, ...]:
    counts = (tally.total, tally.passed, tally.failed, tally.unknown)
    return (*map(str, counts), tally.pass_rate(rounding) or "—")


def _added(rows: list[TallyRow]) -> Tally:
    fields = ("total", "passed", "failed", "unknown")
    return Tally(**{name: sum(getattr(row.tally, name) for row in rows) for name in fields})
