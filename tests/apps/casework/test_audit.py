"""The record of acts: chained, append-only, and a break is found."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from people import a_person

from xuncha.apps.casework import audit
from xuncha.apps.casework.models import AuditEntry, ChainEnd

pytestmark = pytest.mark.django_db


def three_entries() -> None:
    for number in range(3):
        audit.record(None, "导入", on=f"文件{number}", 行数=number)


def as_forger(statement: str) -> None:
    """Changes the table as somebody would who owns the database: without the trigger."""
    table, vendor = AuditEntry._meta.db_table, connection.vendor
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_update")
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        cursor.execute(statement)


def test_it_works() -> None:
    three_entries()
    assert [entry.number for entry in AuditEntry.objects.order_by("number")] == [1, 2, 3]
    assert list(audit.breaks()) == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE casework_auditentry SET act = '查看' WHERE number = 2", "DELETE FROM casework_auditentry"],
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    three_entries()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.count() == 3


def test_the_program_refuses_too() -> None:
    three_entries()
    entry = AuditEntry.objects.get(number=2)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE casework_auditentry SET act = '查看' WHERE number = 2", "内容被改动"),
        ("DELETE FROM casework_auditentry WHERE number = 2", "第 2 条缺失"),
        ("DELETE FROM casework_auditentry WHERE number = 3", "末尾的记录缺失"),
    ],
)
def test_a_change_behind_our_back_is_found(statement: str, reason: str) -> None:
    three_entries()
    as_forger(statement)
    assert reason in [broken.reason for broken in audit.breaks()]


def test_an_entry_vanishes_with_the_act_it_records() -> None:
    with transaction.atomic():
        audit.record(None, "导入")
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 0
    assert not ChainEnd.objects.filter(number__gt=0).exists()


def test_people_are_shown_and_found_by_name(directory: Any) -> None:
    named = a_person("administrator", full_name="王小明")
    owner = a_person("owner", directory.organs[0], full_name="张编辑")
    client = Client()
    client.force_login(named)
    client.get("/cases/export")
    page = client.get("/audit?q=王小明").content.decode()
    assert f'王小明 <span class="small">{named.username}</span>' in page
    assert owner.signed_name == "张编辑（教育局）"
    assert a_person("leader").signed_name.startswith("leader-")


def test_the_record_is_exported_and_says_so() -> None:
    audit.record(None, "签发通报", on="一季度")
    client = Client()
    client.force_login(a_person("administrator"))
    body = b"".join(client.get("/audit?as=csv&q=签发通报").streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(body)))
    assert [(line["操作"], line["对象"]) for line in lines] == [("签发通报", "一季度")]
    assert lines[0]["摘要"] == AuditEntry.objects.get(act="签发通报").digest
    assert AuditEntry.objects.get(act="导出").on == "操作记录"
    assert client.get("/audit?as=xlsx").headers["Content-Type"].endswith("sheet")


def test_the_detail_is_told_in_words() -> None:
    audit.record(
        None, "签发", 申诉期未满=True, 撤回=False, 理由="", 文件={"notice.docx": "ab12"}, 项目=["W401", 3]
    )
    (entry,) = AuditEntry.objects.all()
    assert entry.told == "撤回：否；文件：notice.docx ab12；理由：无；项目：W401、3；申诉期未满：是"
    client = Client()
    client.force_login(a_person("administrator"))
    shown = client.get("/audit").content.decode()
    assert "申诉期未满：是" in shown
    assert "True" not in shown
