"""Manual checks: made and shared out, looked at along steps, entered into the ledger, photos drawn anew."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from people import a_person
from PIL import Image
from small_province import EXPECTED

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.casework.working_days import add_working_days
from xuncha.apps.inspections import ledger
from xuncha.apps.inspections.facts_store import FactsStore
from xuncha.apps.inspections.judging import judge_result
from xuncha.apps.inspections.loading import places_of
from xuncha.apps.inspections.models import FindingCase, Round
from xuncha.apps.sitework.assigning import make_checks
from xuncha.apps.sitework.guides import guides
from xuncha.apps.sitework.models import ManualCheck, Photo
from xuncha.standards.standard import load_standard

pytestmark = pytest.mark.django_db
SITE = "9901000001"


def check_for(round_: Round, guide: str, key: str) -> ManualCheck:
    make_checks(round_, [guides()[guide]], round_.verdicts.filter(key=key), [], 5)
    return ManualCheck.objects.get(round=round_, guide_key=guide, key=key)


def as_(role: str) -> tuple[Client, Any]:
    person, client = a_person(role), Client()
    client.force_login(person)
    return client, person


def told(client: Client, check: ManualCheck, result: str, note: str = "") -> str:
    answer = client.post(f"/checks/{check.pk}/result", {"result": result, "note": note}, follow=True)
    check.refresh_from_db()
    return answer.content.decode()


def picture(form: str = "JPEG", **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 30), "red").save(file, form, **more)
    return file.getvalue()


def send(client: Client, check: ManualCheck, content: bytes, name: str = "现场.jpg") -> str:
    photos = SimpleUploadedFile(name, content, content_type="image/jpeg")
    return client.post(f"/checks/{check.pk}/photos", {"photos": photos}, follow=True).content.decode()


def outcome(round_: Round, key: str) -> tuple[str, list[str], bool]:
    row = round_.verdicts.get(key=key)
    return row.outcome, row.veto, row.is_settled


def test_photos_beyond_the_limit_are_not_left_out_in_silence(round_: Round) -> None:
    check = check_for(
        round_,
        next(key for key, one in guides().items() if one.kind == "site" and one.photo != "never"),
        SITE,
    )
    (client, _), content = as_("inspector"), picture()
    photos = [SimpleUploadedFile(f"{n}.jpg", content) for n in range(11)]
    page = client.post(f"/checks/{check.pk}/photos", {"photos": photos}, follow=True).content.decode()
    assert "这次选了 11 张，没有保存" in page
    assert not check.photos.exists()


def test_every_guide_is_of_an_indicator_of_its_kind() -> None:
    weights = load_standard("national-2019").weights
    for guide in guides().values():
        assert guide.kind in {target.value for target in weights[guide.code].targets}
        assert len(guide.steps) >= 3
    assert {code for code, weight in weights.items() if weight.by_person} <= {
        g.code for g in guides().values()
    }


class TestMaking:
    def form(self, round_: Round, **more: Any) -> dict[str, Any]:
        return {"round": round_.pk, "guides": ["site-secrets"], "which": "all", "working_days": 5} | more

    def test_for_every_target_of_its_kind_shared_out_and_due_by_working_days(self, round_: Round) -> None:
        people = [a_person("inspector"), a_person("reviewer")]
        client, _ = as_("inspector")
        chosen = ["site-secrets", "account-menu", "account-app"]
        form = self.form(round_, guides=chosen, people=[p.pk for p in people])
        assert client.post("/checks/new", form).status_code == 302
        checks = ManualCheck.objects.all()
        accounts = sum(key.startswith("wx") for key in EXPECTED)
        assert checks.filter(guide_key="site-secrets").count() == len(EXPECTED) - accounts
        assert checks.filter(guide_key="account-menu").count() == accounts
        assert not checks.filter(guide_key="account-app").exists()
        counts = sorted(checks.filter(assignee=person).count() for person in people)
        assert counts[1] - counts[0] <= 1
        assert {check.due_on for check in checks} == {add_working_days(timezone.localdate(), 5).on}
        client.post("/checks/new", form)
        assert ManualCheck.objects.count() == len(EXPECTED)

    def test_only_the_targets_asked_for(self, round_: Round) -> None:
        as_("inspector")[0].post("/checks/new", self.form(round_, keys=SITE))
        assert list(ManualCheck.objects.values_list("key", flat=True)) == [SITE]

    def test_not_outside_the_scope_of_the_round(self, round_: Round) -> None:
        Round.objects.filter(pk=round_.pk).update(indicators=["W3"])
        answer = as_("inspector")[0].post("/checks/new", self.form(round_))
        assert "范围不含 W102" in answer.content.decode()
        assert not ManualCheck.objects.exists()

    def test_given_to_somebody_who_may_look(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        client, leader = as_("inspector")[0], a_person("leader")
        client.post("/checks/assign", {"pick": check.pk, "person": leader.pk})
        check.refresh_from_db()
        assert check.assignee is None
        reviewer, person = as_("reviewer")
        client.post("/checks/assign", {"pick": check.pk, "person": person.pk})
        assert check.name in reviewer.get("/checks?who=me").content.decode()
        assert list(client.get("/checks?who=me").context["page"]) == []

    def test_overdue_is_shown(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        client, _ = as_("leader")
        assert list(client.get("/checks?state=overdue").context["page"]) == []
        ManualCheck.objects.filter(pk=check.pk).update(due_on=date(2020, 1, 1))
        assert list(client.get("/checks?state=overdue").context["page"]) == [check]
        body = b"".join(client.get("/checks/export?as=csv").streaming_content).decode("utf-8-sig")
        assert "2020-01-01" in body


class TestResults:
    def test_a_fault_counts_when_entered_and_a_veto_needs_another_person(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        assert outcome(round_, SITE) == ("pass", [], True)
        (first, person), (second, _) = as_("inspector"), as_("reviewer")
        told(first, check, "fault", "公示附件带有密级标志，已报保密办")
        assert outcome(round_, SITE) == ("fail", ["W102"], False)
        case = check.finding
        assert (case.state, case.first_by, case.tier, case.outcome) == ("first", person, "veto", "hit")
        first.post(f"/findings/{case.pk}", {"decision": "confirm"})
        case.refresh_from_db()
        assert case.state == "first"
        second.post(f"/findings/{case.pk}", {"decision": "confirm"})
        case.refresh_from_db()
        assert case.state == "confirmed"
        assert outcome(round_, SITE) == ("fail", ["W102"], True)
        assert "W102" in ledger.read(round_)[0][0].veto
        assert f"/checks/{check.pk}" in second.get(f"/findings/{case.pk}").content.decode()

    def test_one_that_is_dismissed_counts_no_more(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        told(as_("inspector")[0], check, "fault", "疑似")
        second, _ = as_("reviewer")
        second.post(f"/findings/{check.finding_id}", {"decision": "back", "note": "不是密件"})
        second.post(f"/findings/{check.finding_id}", {"decision": "dismiss", "note": "不是密件"})
        assert outcome(round_, SITE) == ("pass", [], True)

    def test_a_note_is_named_and_fails_nobody(self, round_: Round) -> None:
        check = check_for(round_, "account-menu", "wx-1")
        client, _ = as_("reviewer")
        send(client, check, picture())
        told(client, check, "fault", "菜单“办事”打不开")
        row = round_.verdicts.get(key="wx-1")
        assert (row.outcome, row.other, check.finding.state) == ("pass", ["N108"], "confirmed")

    def test_could_not_look_changes_nothing(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        client, _ = as_("inspector")
        told(client, check, "unseen", "网站维护中")
        assert check.state == "unseen"
        assert outcome(round_, SITE) == ("pass", [], True)
        assert not FindingCase.objects.filter(code="W102").exists()

    def test_looking_by_hand_settles_what_the_machine_could_not(self, round_: Round) -> None:
        row = round_.verdicts.get(key=SITE)
        row.machine["states"] = [*row.machine["states"], ["W501", "not_assessed"]]
        row.save()
        doubt = FindingCase.objects.create(
            round=round_, verdict=row, place=0, kind="site", target=SITE, code="W501", tier="veto",
            outcome="doubt", title="无渠道", detail="未能检查", machine_state="not_assessed",
        )  # fmt: skip
        ledger.settle_again(row)
        assert outcome(round_, SITE)[0] == "unknown"
        check = check_for(round_, "site-consultation", SITE)
        client, _ = as_("inspector")
        told(client, check, "ok")
        doubt.refresh_from_db()
        assert doubt.state == check.finding.state == "cleared"
        assert "未见问题" in doubt.steps.get().note
        page = client.get(f"/findings/{doubt.pk}").content.decode()
        assert "人工查看，未见问题" in page
        assert "误报</dd>" not in page
        assert doubt in client.get("/findings?state=cleared").context["page"].object_list
        assert outcome(round_, SITE)[0] == "pass"
        assert all(f.code != "W501" for f in ledger.read(round_)[1])
        client.post(f"/checks/{check.pk}/again", {"note": "看错了网站"})
        check.refresh_from_db()
        doubt.refresh_from_db()
        assert (check.state, doubt.state) == ("waiting", "suspected")
        assert outcome(round_, SITE)[0] == "unknown"

    def test_what_was_kept_as_dismissed_before_is_moved_over(self, round_: Round) -> None:
        from importlib import import_module

        from django.apps import apps

        migration = import_module("xuncha.apps.inspections.migrations.0003_looked_at_is_cleared")
        looked, wrong = round_.findings.all()[:2]
        for case, note in ((looked, "人工核查 7 未见问题"), (wrong, "栏目有内容")):
            FindingCase.objects.filter(pk=case.pk).update(state="dismissed")
            case.steps.create(was="suspected", now="dismissed", note=note)
        migration.clear(apps, None)
        looked.refresh_from_db(), wrong.refresh_from_db()
        assert (looked.state, wrong.state) == ("cleared", "dismissed")
        assert looked.steps.get().now_words == "人工查看，未见问题"

    def test_what_the_machine_saw_and_doubts_is_left_to_the_review(self, round_: Round) -> None:
        row = round_.verdicts.get(key=SITE)
        row.machine["states"] = [*row.machine["states"], ["W501", "doubt"]]
        row.save()
        check = check_for(round_, "site-consultation", SITE)
        told(as_("inspector")[0], check, "ok")
        assert (check.state, check.finding) == ("ok", None)

    def test_judging_again_keeps_what_people_entered(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        told(as_("inspector")[0], check, "fault", "情况")
        store = FactsStore(round_.result)
        judged = judge_result(store, store.request(), load_standard(round_.standard))
        before = round_.findings.count()
        ledger.write(round_, *judged, places_of(store.registry()))
        assert round_.findings.count() == before
        assert round_.verdicts.count() == len(EXPECTED)
        assert outcome(round_, SITE) == ("fail", ["W102"], False)
        check.refresh_from_db()
        assert check.finding.state == "first"

    @pytest.mark.parametrize(
        ("guide", "said", "note", "words"),
        [
            ("site-secrets", "fault", " ", "须写明情况"),
            ("site-secrets", "unseen", "", "须写明情况"),
            ("site-secrets", "perfect", "很好", "请选择核查结果"),
            ("site-opinion", "fault", "媒体曝光", "须先上传照片"),
        ],
    )
    def test_refused(self, round_: Round, guide: str, said: str, note: str, words: str) -> None:
        check = check_for(round_, guide, SITE)
        assert words in told(as_("inspector")[0], check, said, note)
        assert check.state == "waiting"

    def test_a_target_that_has_no_verdict_any_more(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        round_.verdicts.get(key=SITE).delete()
        assert "没有判定" in told(as_("inspector")[0], check, "fault", "情况")
        assert check.state == "waiting"

    def test_once_and_recorded(self, round_: Round) -> None:
        check = check_for(round_, "site-secrets", SITE)
        client, person = as_("inspector")
        told(client, check, "fault", "情况")
        entry = AuditEntry.objects.first()
        assert (entry.act, entry.actor_name) == ("人工核查：发现问题", person.username)
        assert "不能改为" in told(client, check, "ok")
        assert FindingCase.objects.filter(code="W102").count() == 1

    @pytest.mark.parametrize("role", ["administrator", "leader", "supervisor", "owner"])
    def test_others_enter_nothing(self, round_: Round, role: str) -> None:
        check = check_for(round_, "site-secrets", SITE)
        client, _ = as_(role)
        assert client.post(f"/checks/{check.pk}/result", {"result": "ok"}).status_code == 403
        assert (client.get(f"/checks/{check.pk}").status_code == 200) == (role in ("administrator", "leader"))


class TestPhotos:
    @pytest.fixture
    def check(self, round_: Round) -> ManualCheck:
        return check_for(round_, "site-opinion", SITE)

    def test_nothing_of_the_file_sent_is_kept(self, check: ManualCheck) -> None:
        exif = Image.Exif()
        exif[0x0110], exif[0x0112] = "PhoneModel-X", 6  # taken upright
        sent = picture(exif=exif.tobytes()) + b"<script>alert(1)</script>"
        client, _ = as_("inspector")
        assert "照片已保存" in send(client, check, sent, "../../<b>.php")
        photo = Photo.objects.get()
        kept = photo.path.read_bytes()
        assert b"PhoneModel" not in kept
        assert b"script" not in kept
        assert (photo.width, photo.height) == (30, 60)
        with Image.open(photo.path) as opened:
            assert not opened.getexif()

    def test_it_is_served_inert(self, check: ManualCheck, as_role: Callable[..., Client]) -> None:
        client, _ = as_("inspector")
        send(client, check, picture("PNG"))
        answer = client.get(f"/photos/{Photo.objects.get().pk}")
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert as_role("owner").get(f"/photos/{Photo.objects.get().pk}").status_code == 403

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a" + b"\0" * 40,
            picture()[:200],
            b"%PDF-1.4",
        ],
        ids=["empty", "svg", "gif", "cut off", "pdf"],
    )
    def test_what_is_no_photo_is_refused(self, check: ManualCheck, content: bytes) -> None:
        said = send(as_("inspector")[0], check, content)
        assert "照片已保存" not in said
        assert not Photo.objects.exists()

    def test_a_bomb_and_a_giant_are_refused(self, check: ManualCheck) -> None:
        file = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(file, "PNG")
        client, _ = as_("inspector")
        assert "照片已保存" not in send(client, check, file.getvalue())
        assert "超过 15 MB" in send(client, check, picture() + b"\0" * (15 << 20))
        assert not Photo.objects.exists()

    def test_never_of_secrets_and_never_too_many(self, check: ManualCheck, round_: Round) -> None:
        client, _ = as_("inspector")
        secrets = check_for(round_, "site-secrets", SITE)
        assert "不得上传照片" in send(client, secrets, picture())
        for _ in range(10):
            send(client, check, picture())
        assert "最多 10 张" in send(client, check, picture())
        assert Photo.objects.count() == 10
