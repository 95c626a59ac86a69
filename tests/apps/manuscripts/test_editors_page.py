"""The editors' page: the same remarks as the command, at their places, nothing personal kept or shown in clear."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from people import a_person

from xuncha.apps.inspections.manuscript import check_manuscript, read_manuscript
from xuncha.apps.inspections.models import FindingCase, Round, VerdictEntry
from xuncha.apps.manuscripts.marking import pieces, shown
from xuncha.apps.manuscripts.models import ManuscriptCheck, Remarked
from xuncha.apps.manuscripts.reading import MOST_BYTES, MOST_CHARACTERS, check_text

ID, PHONE = "11010519491231002X", "13812345678"
WRONG = "中华人民共和国国务院办公庁"
TEXT = (
    f"关于发放补贴的公示\n领取人张三，身份证号{ID}，手机{PHONE}。\n<script>alert(1)</script>请大家按装软件。"
)


def stored() -> str:
    """Everything kept of checks, as words."""
    rows = [*ManuscriptCheck.objects.all(), *Remarked.objects.all()]
    return json.dumps(json.loads(serializers.serialize("json", rows)), ensure_ascii=False)


class TestAText:
    @pytest.fixture
    def page(self, as_role: Callable[..., Client], directory: Any) -> str:
        client = as_role("owner", directory.organs[0])
        return client.post("/manuscripts", {"text": TEXT.replace("\n", "\r\n")}).content.decode()

    def test_it_says_what_the_command_says(self, page: str, tmp_path: Path) -> None:
        path = tmp_path / "稿件.txt"
        path.write_text(TEXT, "utf-8")
        remarks = check_manuscript(read_manuscript(str(path)), timezone.localdate())
        assert len(remarks) >= 2
        assert page.count('<li class="card') == len(remarks)
        for remark in remarks:
            assert remark.reason in page.replace("&quot;", '"')

    def test_details_are_masked_wherever_the_page_shows_the_text(self, page: str) -> None:
        before, _, after = page.partition('<textarea id="text"')
        field, _, rest = after.partition("</textarea>")
        assert ID in field  # the editor's own words, to put right
        assert ID not in before + rest
        assert PHONE not in before + rest
        assert "<script>alert" not in page

    def test_nothing_personal_is_kept(self, page: str) -> None:
        kept = stored()
        assert Remarked.objects.filter(code="N105").count() >= 1
        assert ID not in kept
        assert PHONE not in kept
        assert "请大家" not in kept


def test_marks_stand_where_the_remarks_are() -> None:
    checked = check_text(TEXT, timezone.localdate())
    remarks = shown(checked.text, checked.remarks)
    cut = list(pieces(checked.text, remarks))
    assert [n for piece in cut for n in piece.numbers] == [one.number for one in remarks]
    marked = {piece.numbers[0]: piece.words for piece in cut if piece.numbers}
    for one in remarks:
        assert marked[one.number] == one.quote
    assert "".join(p.words for p in cut if not p.numbers).startswith("关于发放补贴的公示\n领取人")


def a_docx(words: str) -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("稿.txt", TEXT.encode()),
        ("稿.txt", TEXT.encode("gb18030")),
        ("稿.HTML", f"<p>联系人身份证{ID}</p>".encode()),
        ("稿.docx", a_docx(f"联系人身份证号{ID}")),
    ],
)
def test_a_file_is_read(as_role: Callable[..., Client], name: str, data: bytes) -> None:
    answer = as_role("inspector").post("/manuscripts", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    assert "N105" in answer.content.decode()
    assert ManuscriptCheck.objects.get().way == "uploaded"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "  \n"}, "没有文字"),
        ({"text": "字" * (MOST_CHARACTERS + 1)}, "一次最多检查"),
        ({"file": ("稿.exe", b"MZ")}, "只接受"),
        ({"file": ("稿.docx", b"PK\x03\x04 broken")}, "稿.docx"),
        ({"file": ("稿.txt", b"  ")}, "空的"),
        ({"file": ("稿.txt", b"a" * (MOST_BYTES + 1))}, "超过"),
    ],
)
def test_what_cannot_be_checked_is_said_and_not_kept(
    as_role: Callable[..., Client], fields: dict[str, Any], words: str
) -> None:
    given = {key: SimpleUploadedFile(*v) if isinstance(v, tuple) else v for key, v in fields.items()}
    answer = as_role("inspector").post("/manuscripts", given)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert "没有发现问题" not in answer.content.decode()
    assert not ManuscriptCheck.objects.exists()


def test_checks_are_seen_by_their_maker_and_the_supervisor_alone(
    as_role: Callable[..., Client], directory: Any
) -> None:
    as_role("owner", directory.organs[0]).post("/manuscripts", {"text": TEXT})
    pk = ManuscriptCheck.objects.get().pk
    for role, unit, seen in (
        ("supervisor", directory.offices[0], True),
        ("supervisor", directory.offices[1], False),
        ("owner", directory.organs[1], False),
        ("owner", directory.organs[0], False),  # a colleague's drafts are not everybody's
        ("inspector", None, True),
    ):
        client = as_role(role, unit)
        assert client.get(f"/manuscripts/history/{pk}").status_code == (200 if seen else 404), role
        assert ("关于发放补贴" in client.get("/manuscripts/history").content.decode()) is seen


class TestPublishedAllTheSame:
    @pytest.fixture
    def check(self, directory: Any) -> ManuscriptCheck:
        client = Client()
        client.force_login(a_person("owner", directory.organs[0]))
        client.post("/manuscripts", {"text": TEXT})
        made = ManuscriptCheck.objects.get()
        ManuscriptCheck.objects.update(at=timezone.now() - timedelta(days=3))
        return made

    def finding(self, organ: Any, days: int = 0, **more: Any) -> FindingCase:
        at = timezone.now() - timedelta(days=days)
        round_ = Round.objects.create(
            title="检查",
            kind="loaded",
            state="finished",
            asof=at,
            standard="national-2019",
            folder=f"f{days}{organ.pk}",
        )
        verdict = VerdictEntry.objects.create(
            round=round_, kind="site", key="9800000001", name="站", sponsor=organ, place=1, outcome="unknown",
            is_settled=True,
        )  # fmt: skip
        told = {
            "code": "N105",
            "detail": "《关于发放补贴的公示》含有",
            "quote": self.masked(),
            "state": "confirmed",
        }
        return FindingCase.objects.create(
            round=round_, verdict=verdict, place=1, kind="site", target="9800000001", tier="note", outcome="hit",
            title="泄露个人隐私", fingerprint="f", **(told | more),
        )  # fmt: skip

    def masked(self) -> str:
        return str(Remarked.objects.filter(code="N105").first().quote)  # type: ignore[union-attr]

    def seen(self, role: str, unit: Any) -> bool:
        client = Client()
        client.force_login(a_person(role, unit))
        return "标题相同" in client.get("/manuscripts/published").content.decode()

    def test_the_finding_itself_says_so(self, check: ManuscriptCheck, directory: Any) -> None:
        same, other = self.finding(directory.organs[0]), self.finding(directory.organs[0], days=5)
        client = Client()
        client.force_login(a_person("supervisor", directory.offices[0]))
        page = client.get(f"/findings/{same.pk}").content.decode()
        assert "发布前已有提示" in page
        assert f"/manuscripts/history/{check.pk}" in page
        assert "发布前已有提示" not in client.get(f"/findings/{other.pk}").content.decode()

    def test_the_supervisor_sees_it(self, check: ManuscriptCheck, directory: Any) -> None:
        assert not self.seen("supervisor", directory.offices[0])
        self.finding(directory.organs[0])
        assert self.seen("supervisor", directory.offices[0])
        assert not self.seen("supervisor", directory.offices[1])

    @pytest.mark.parametrize(
        "other",
        [
            {"days": 5},
            {"quote": "138****0000"},
            {"detail": "《别的》含有", "quote": "张*"},
            {"state": "dismissed"},
        ],
    )
    def test_another_fault_is_no_match(
        self, check: ManuscriptCheck, directory: Any, other: dict[str, Any]
    ) -> None:
        self.finding(directory.organs[0], **other)
        assert not self.seen("inspector", None)

    def test_the_same_fault_of_another_unit_is_no_match(self, check: ManuscriptCheck, directory: Any) -> None:
        self.finding(directory.organs[1])
        assert not self.seen("inspector", None)
