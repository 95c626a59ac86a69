"""Scores on the web: shown on the page of the round, exported, and by another form after the round has run."""

from __future__ import annotations

import csv
import io
import tomllib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from filled_score_forms import filled_form
from people import a_person
from python_calamine import CalamineWorkbook
from small_province import BLANK, CODES

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.directory.units import UnitTree
from xuncha.apps.inspections.ledger import scores_of
from xuncha.apps.inspections.loading import load_result
from xuncha.apps.inspections.models import PortalScore, Round, ScoreForm, VerdictEntry
from xuncha.apps.inspections.scores import keep_form, kept_form
from xuncha.standards.score_form import write_form
from xuncha.standards.score_sheet import read_score_sheet
from xuncha.standards.score_table import load_score_table

pytestmark = pytest.mark.django_db
SCORED = CODES[:5]


def as_(role: str, unit: object = None) -> Client:
    client = Client()
    client.force_login(a_person(role, unit))
    return client


def hand_in(client: Client, round_: Round, form: str, name: str = "我省评分表.toml") -> str:
    file = SimpleUploadedFile(name, form.encode())
    answer = client.post(f"/rounds/{round_.pk}/score-forms", {"form": file}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def exported(client: Client, round_: Round) -> dict[str, dict[str, str]]:
    answer = client.get(f"/rounds/{round_.pk}/scores?as=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return {row["网站标识码"]: row for row in csv.DictReader(io.StringIO(text))}


def test_a_round_without_a_form_leads_to_one(round_: Round) -> None:
    inspector = as_("inspector")
    page = inspector.get(f"/rounds/{round_.pk}").content.decode()
    assert "没有评分表，门户网站没有评分" in page
    assert f"/rounds/{round_.pk}/score-forms" in page
    assert "score-forms" not in as_("leader").get(f"/rounds/{round_.pk}").content.decode()
    assert inspector.get(f"/rounds/{round_.pk}/scores?as=csv").status_code == 404
    assert "还没有交回评分表" in inspector.get(f"/rounds/{round_.pk}/scores").content.decode()
    assert "没有可以查看的得分" in as_("leader").get(f"/rounds/{round_.pk}/scores").content.decode()


def test_a_form_handed_in_after_the_round_scores_its_portals(round_: Round) -> None:
    page = hand_in(as_("inspector"), round_, filled_form(SCORED, "3.5"))
    assert "已交回第 1 份评分表" in page
    assert "101.50" in page
    for client in (as_("leader"), as_("inspector")):
        page = client.get(f"/rounds/{round_.pk}").content.decode()
        assert "5 个门户网站，3 个评出得分" in page
        assert "发布解读（75 分）" in page
        assert "没有评分，因为单项否决指标待核实。" in page
    rows = exported(as_("leader"), round_)
    first = rows[CODES[0]]
    assert (first["发布解读（75 分）"], first["扣分合计"], first["扣分部分得分"]) == ("-3.5", "3.5", "96.5")
    assert (first["加分"], first["总分"], first["未评分的原因"]) == ("5.0", "101.5", "")
    assert (rows[BLANK]["总分"], rows[BLANK]["未评分的原因"]) == ("", "单项否决指标待核实")
    figures = scores_of(round_)
    assert figures is not None
    assert {row.id: row.total for row in figures.rows} == {
        code: f"{float(row['总分']):.2f}" if row["总分"] else "" for code, row in rows.items()
    }


def test_the_scores_follow_the_review(round_: Round) -> None:
    first, second = as_("inspector"), as_("reviewer")
    hand_in(first, round_, filled_form(SCORED))
    veto = round_.findings.get(target=BLANK, code="W403")
    first.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    second.post("/findings/decide", {"pick": veto.pk, "decision": "confirm"})
    assert exported(first, round_)[BLANK]["未评分的原因"] == "出现单项否决问题，不再评分"
    second.post("/findings/decide", {"pick": veto.pk, "decision": "reopen", "note": "再看"})
    second.post("/findings/decide", {"pick": veto.pk, "decision": "dismiss", "note": "不是空白"})
    assert exported(first, round_)[BLANK]["总分"] == "105.0"


def test_another_form_takes_its_place_and_the_old_one_is_kept(round_: Round) -> None:
    inspector = as_("inspector")
    old, new = filled_form(SCORED, "1"), filled_form(SCORED, "50")
    hand_in(inspector, round_, old)
    assert "得分已重新计算" in hand_in(inspector, round_, new, "改正.toml")
    assert "完全相同" in hand_in(inspector, round_, new, "改正.toml")  # a double click
    assert [(one.number, one.name) for one in round_.score_forms.all()] == [
        (2, "改正.toml"),
        (1, "我省评分表.toml"),
    ]
    for number, content in ((1, old), (2, new)):
        answer = as_("leader").get(f"/rounds/{round_.pk}/score-forms/{number}")
        assert b"".join(answer.streaming_content).decode() == content
    row = VerdictEntry.objects.get(round=round_, key=CODES[0])
    assert (row.outcome, exported(inspector, round_)[CODES[0]]["总分"]) == ("fail", "50.0")
    acts = list(
        AuditEntry.objects.filter(act__endswith="评分表").order_by("number").values_list("act", "detail")
    )
    assert [act for act, _ in acts[:2]] == ["交回评分表", "替换评分表"]
    assert acts[1][1]["原摘要"] == acts[0][1]["摘要"]


def test_a_form_with_faults_changes_nothing_and_names_every_row(round_: Round) -> None:
    inspector = as_("inspector")
    hand_in(inspector, round_, filled_form(SCORED, "1"))
    before = kept_form(round_.result).read_bytes()
    page = hand_in(
        inspector, round_, filled_form([*SCORED, "1234567890"], "2").replace('"75"', '"74"'), "错.toml"
    )
    assert "没有收下" in page
    assert "错.toml" in page
    assert "应为" in page
    assert "1234567890" in page
    assert "错.toml:" not in page, "places are told in words"
    assert "xuncha-form-" not in page  # no path of the server
    assert kept_form(round_.result).read_bytes() == before
    assert round_.score_forms.count() == 1
    assert exported(inspector, round_)[CODES[0]]["总分"] == "104.0"


@pytest.mark.parametrize("name", ["x.exe", "x.xlsx", "x.toml", "=cmd|' '!A1.toml"])
def test_what_is_no_form_is_refused(round_: Round, name: str) -> None:
    page = hand_in(as_("inspector"), round_, "\x00 不是表", name)
    assert "没有收下" in page
    assert not ScoreForm.objects.exists()
    assert kept_form(round_.result) is None


def test_no_form_after_the_notice_is_issued_or_before_the_round_has_ended(round_: Round) -> None:
    inspector = as_("inspector")
    Round.objects.update(notice_issued_at=round_.made_at)
    assert "已经签发" in hand_in(inspector, round_, filled_form(SCORED))
    Round.objects.update(notice_issued_at=None, state="running")
    assert "检查完成以后才能交回" in hand_in(inspector, round_, filled_form(SCORED))
    assert not ScoreForm.objects.exists()
    assert kept_form(round_.result) is None


def test_a_form_that_lay_with_the_result_is_known(result: Path, tmp_path: Path) -> None:
    import shutil

    copy = shutil.copytree(result, tmp_path / "copy")
    (tmp_path / "scores.toml").write_text(filled_form(SCORED), encoding="utf-8")
    keep_form(copy, tmp_path / "scores.toml")
    loaded = load_result(copy, "带评分表")
    assert PortalScore.objects.filter(round=loaded).count() == 5
    assert "3 个评出得分" in as_("leader").get(f"/rounds/{loaded.pk}").content.decode()


def test_an_owner_sees_its_own_portal_alone(round_: Round) -> None:
    hand_in(as_("inspector"), round_, filled_form(SCORED))
    tree = UnitTree()
    region = tree.region("石堰市")
    office = tree.supervisor("某市办", region)
    mine, other = tree.organ("甲县办", region, office), tree.organ("乙县办", region, office)
    for code, unit in ((CODES[0], mine), (CODES[3], other)):
        VerdictEntry.objects.filter(round=round_, key=code).update(sponsor=unit, supervisor=office)
    assert set(exported(as_("owner", mine), round_)) == {CODES[0]}
    assert set(exported(as_("supervisor", office), round_)) == {CODES[0], CODES[3]}
    page = as_("owner", mine).get(f"/rounds/{round_.pk}").content.decode()
    assert "1 个门户网站，1 个评出得分" in page
    assert "score-forms" not in page


def test_the_blank_form_is_that_of_the_command_line(round_: Round, tmp_path: Path) -> None:
    from click.testing import CliRunner

    from xuncha.commands.score_form import score_form_command

    inspector = as_("inspector")
    for end in ("toml", "xlsx"):
        path = tmp_path / f"评分表.{end}"
        made = CliRunner().invoke(score_form_command, [str(path), "--result", str(round_.result)])
        assert made.exit_code == 0, made.output
        answer = inspector.get(f"/rounds/{round_.pk}/score-forms/blank?as={end}")
        content = b"".join(answer.streaming_content)
        if end == "toml":
            assert content == path.read_bytes()
            assert len(tomllib.loads(content.decode())["portal"]) == 5
        else:
            (tmp_path / "web.xlsx").write_bytes(content)
            books = [CalamineWorkbook.from_path(str(one)) for one in (path, tmp_path / "web.xlsx")]
            sheets = [
                [book.get_sheet_by_name(name).to_python() for name in book.sheet_names] for book in books
            ]
            assert sheets[0] == sheets[1]
            read_score_sheet("national-2019", tmp_path / "web.xlsx", frozenset(CODES))


def test_a_blank_form_for_the_directory(directory: object) -> None:
    answer = as_("inspector").get("/rounds/new/score-form?as=toml")
    content = b"".join(answer.streaming_content).decode()
    assert "portal" not in tomllib.loads(content)  # the sites of this directory are no portals
    assert tomllib.loads(content)["item"]


def test_a_form_may_be_filled_in_part(round_: Round, tmp_path: Path) -> None:
    write_form(tmp_path / "blank.toml", load_score_table("national-2019"), ())
    hand_in(as_("inspector"), round_, (tmp_path / "blank.toml").read_text(encoding="utf-8"))
    reasons = {row["未评分的原因"] for row in exported(as_("inspector"), round_).values()}
    assert reasons == {"单项否决指标待核实", "评分表分值未录入完整"}
    page = as_("inspector").get(f"/rounds/{round_.pk}/scores").content.decode()
    assert "3 个没有评分，因为评分表分值未录入完整；2 个没有评分，因为单项否决指标待核实" in page
    assert "评分表还缺 " in page
    missing = load_score_table("national-2019").missing
    assert f"<details><summary>缺哪些</summary>{'、'.join(missing)}</details>" in page, "folded, and whole"
    assert 'class="num nil" data-label="总分"' in page, "a phone shows no line without a number"


def test_a_form_that_scores_nobody_is_no_success(round_: Round, tmp_path: Path) -> None:
    write_form(tmp_path / "blank.toml", load_score_table("national-2019"), ())
    page = hand_in(as_("inspector"), round_, (tmp_path / "blank.toml").read_text(encoding="utf-8"))
    assert "5 个门户网站，0 个评出得分" in page
    assert '<div class="note warning"' in page
    assert '<div class="note warning"' not in hand_in(as_("inspector"), round_, filled_form(SCORED))


def test_the_page_of_a_portal_says_what_took_points_off(round_: Round) -> None:
    hand_in(as_("inspector"), round_, filled_form(SCORED, "3.5"))
    pages = {row.key: f"/verdicts/{row.pk}" for row in round_.verdicts.filter(kind="site")}
    page = as_("leader").get(pages[CODES[0]]).content.decode()
    for said in ("总分 <b>101.50</b>", "扣 3.5", "D101 概况信息", "-3.5", "见截图", "B101"):
        assert said in page, said
    assert "D201" not in page, "nothing was taken off there"
    page = as_("leader").get(pages[BLANK]).content.decode()
    assert "没有评分，因为单项否决指标待核实" in page
    round_.score_forms.update(taken_back_at=round_.made_at)
    assert "门户网站得分" not in as_("leader").get(pages[CODES[0]]).content.decode()


def test_a_form_handed_in_by_mistake_is_taken_back(round_: Round) -> None:
    inspector, address = as_("inspector"), f"/rounds/{round_.pk}/score-forms/take-back"
    hand_in(inspector, round_, filled_form(SCORED, "1"))
    hand_in(inspector, round_, filled_form(SCORED, "50"))
    assert as_("reviewer").post(address, {"reason": "错"}).status_code == 403
    inspector.post(address, {"reason": " "})
    assert exported(inspector, round_)[CODES[0]]["总分"] == "50.0"
    page = inspector.post(address, {"reason": "交错了"}, follow=True).content.decode()
    assert "改按第 1 份" in page
    assert "已撤下" in page
    row = VerdictEntry.objects.get(round=round_, key=CODES[0])
    assert (row.outcome, exported(inspector, round_)[CODES[0]]["总分"]) == ("pass", "104.0")
    inspector.post(address, {"reason": "这份也错"})
    assert inspector.get(f"/rounds/{round_.pk}/scores?as=csv").status_code == 404
    assert kept_form(round_.result) is None
    row.refresh_from_db()
    assert (row.outcome, row.machine["note"].startswith("未评分")) == ("pass", True)
    assert "没有可以撤下的评分表" in inspector.post(address, {"reason": "又"}, follow=True).content.decode()
    assert "第 3 份" in hand_in(inspector, round_, filled_form(SCORED, "1"))  # as the first one, once more
    assert AuditEntry.objects.filter(act="撤下评分表").count() == 2
