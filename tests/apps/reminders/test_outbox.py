"""What waits for the webhook: in its order, each by its own id, and nothing held up by an item that is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import ssl
from pathlib import Path
from typing import Any

import pytest

from xuncha.apps.casework.models import AuditEntry
from xuncha.apps.reminders import webhook
from xuncha.apps.reminders.models import Delivery
from xuncha.apps.reminders.outbox import MOST_RUNS, post_waiting

pytestmark = pytest.mark.django_db
_PEM = Path(__file__).parents[2] / "gather" / "http" / "self_signed_for_tests.pem"


def wait(number: int, **more: Any) -> list[str]:
    """So many items wait; their causes in order."""
    start = Delivery.objects.count()
    causes = [f"c{n:04}" for n in range(start, start + number)]
    Delivery.objects.bulk_create(
        [
            Delivery(cause=cause, content={"cause": cause, "text": f"第 {cause} 项"}, **more)
            for cause in causes
        ]
    )
    return causes


def taken_by(receiver: Any) -> list[str]:
    """The causes that were taken, in the order in which they came."""
    answered = zip(receiver.taken, receiver.answered, strict=True)
    return [cause for (_, body), status in answered if status == 200 for cause in causes_of(body)]


def causes_of(body: bytes) -> list[str]:
    return [one["cause"] for one in json.loads(body)["warnings"]]


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("cause", "state"))


class TestOneRefused:
    @pytest.mark.parametrize("status", [400, 413, 422])
    @pytest.mark.parametrize("place", [0, 57, 99])
    def test_all_others_are_delivered_at_once_and_in_order(
        self, receiver: Any, status: int, place: int
    ) -> None:
        causes = wait(150)
        receiver.refuses = {causes[place]: status}
        sent, said = post_waiting()
        others = [cause for cause in causes if cause != causes[place]]
        assert taken_by(receiver) == others
        assert sent == 149
        assert said == f"对方拒收 1 项（对方返回 HTTP {status}），其余照发"
        assert len(receiver.taken) <= 2 + 2 * 7, "halved, not one by one"
        row = Delivery.objects.get(cause=causes[place])
        assert (row.state, row.tries, row.trouble) == ("waiting", 1, f"对方返回 HTTP {status}")

    def test_it_alone_is_given_up_in_the_end_and_that_is_told(self, receiver: Any) -> None:
        causes = wait(20)
        receiver.refuses = {causes[3]: 422}
        for _ in range(MOST_RUNS - 1):
            post_waiting()
            wait(2)
        assert not AuditEntry.objects.filter(act="放弃推送").exists()
        _, said = post_waiting()
        assert "有 1 项推送多次未成，已放弃" in said
        assert {cause for cause, state in states().items() if state != "sent"} == {causes[3]}
        assert Delivery.objects.get(cause=causes[3]).state == "given_up"
        (entry,) = AuditEntry.objects.filter(act="放弃推送")
        assert entry.detail["各项"] == [f"{causes[3]} 第 {causes[3]} 项：对方返回 HTTP 422"]
        before = len(receiver.taken)
        assert post_waiting() == (0, "")
        assert len(receiver.taken) == before

    def test_what_was_put_right_is_taken(self, receiver: Any) -> None:
        causes = wait(3)
        receiver.refuses = {causes[1]: 400}
        post_waiting()
        receiver.refuses = {}
        assert post_waiting() == (1, "")
        assert set(states().values()) == {"sent"}

    def test_one_that_breaks_the_receiver_is_found_after_a_while(self, receiver: Any) -> None:
        """An error of the server may be anything: only after a few runs may it come from one item."""
        causes = wait(40)
        receiver.refuses = {causes[11]: 500}
        for _ in range(2):
            sent, said = post_waiting()
            assert (sent, said) == (0, "推送未成：对方返回 HTTP 500，下次再发")
        sent, said = post_waiting()
        assert (sent, said) == (39, "对方拒收 1 项（对方返回 HTTP 500），其余照发")
        assert taken_by(receiver) == [cause for cause in causes if cause != causes[11]]


class TestAllRefused:
    def test_who_refuses_everything_is_not_asked_for_each(self, receiver: Any) -> None:
        wait(300)
        receiver.statuses = [400] * 1000
        sent, said = post_waiting()
        assert (sent, "接连拒收 10 项" in said) == (0, True)
        assert len(receiver.taken) <= 40
        assert Delivery.objects.filter(tries=0).count() == 290, "what was not asked about is not counted"
        assert Delivery.objects.filter(state="waiting").count() == 300

    def test_a_receiver_that_is_broken_for_days_loses_little(self, receiver: Any) -> None:
        wait(300)
        receiver.statuses = [503] * 10_000
        for _ in range(MOST_RUNS):
            before = len(receiver.taken)
            post_waiting()
            assert len(receiver.taken) - before <= 40
        assert Delivery.objects.filter(state="given_up").count() <= 10
        receiver.statuses = []
        assert post_waiting()[0] >= 290

    @pytest.mark.parametrize("status", [401, 403, 404, 429])
    def test_what_speaks_of_the_address_or_the_key_splits_nothing(self, receiver: Any, status: int) -> None:
        wait(30)
        receiver.statuses = [status] * 100
        assert f"HTTP {status}" in post_waiting()[1]
        assert {len(causes_of(body)) for _, body in receiver.taken} == {30}


class TestReplay:
    def test_a_retry_has_the_same_ids_and_words_under_a_signature_of_its_own(self, receiver: Any) -> None:
        causes = wait(3)
        receiver.statuses = [503, 503, 503]
        post_waiting()
        post_waiting()
        assert len(receiver.taken) == 4
        assert len({body for _, body in receiver.taken}) == 1
        for headers, body in receiver.taken:
            signed = headers["X-Xuncha-Timestamp"].encode() + b"." + body
            expected = hmac.new(b"a secret of this test", signed, hashlib.sha256).hexdigest()
            assert headers["X-Xuncha-Signature"] == f"sha256={expected}"
            assert causes_of(body) == causes

    def test_neither_the_time_nor_an_id_can_be_changed(self, receiver: Any) -> None:
        wait(1)
        post_waiting()
        ((headers, body),) = receiver.taken
        later = str(int(headers["X-Xuncha-Timestamp"]) + 3600).encode()
        for at, said in (
            (later, body),
            (headers["X-Xuncha-Timestamp"].encode(), body.replace(b"c0000", b"c0001")),
        ):
            forged = hmac.new(b"a secret of this test", at + b"." + said, hashlib.sha256).hexdigest()
            assert headers["X-Xuncha-Signature"] != f"sha256={forged}"

    def test_ids_stay_when_a_batch_is_split(self, receiver: Any) -> None:
        causes = wait(8)
        receiver.refuses = {causes[5]: 400}
        post_waiting()
        assert {cause for _, body in receiver.taken for cause in causes_of(body)} == set(causes)
        assert len(taken_by(receiver)) == len(set(taken_by(receiver))) == 7


def test_neither_secret_nor_address_is_told(
    receiver: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """The address of a webhook often holds a token."""
    caplog.set_level(logging.DEBUG)
    causes = wait(4)
    settings.WEBHOOK_URL += "?token=very-private"
    receiver.refuses = {causes[0]: 400}
    said = [post_waiting()[1] for _ in range(MOST_RUNS)]
    settings.WEBHOOK_URL = "http://127.0.0.1:1/hook?token=very-private"
    wait(1)
    said.append(post_waiting()[1])
    settings.WEBHOOK_URL = "http://user:very-private@256.1.1.1/"
    said.append(post_waiting()[1])
    kept = [
        *Delivery.objects.values_list("trouble", flat=True),
        *map(str, AuditEntry.objects.values_list("detail")),
    ]
    for text in (*said, *kept, caplog.text):
        assert "very-private" not in text
        assert "a secret of this test" not in text


def test_an_encrypted_receiver_is_judged_by_our_own_context_and_by_no_other(
    receiver: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contexts of the library may know no authority at all (see xuncha/commands/loading.py)."""
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    theirs.load_cert_chain(_PEM)
    receiver.socket = theirs.wrap_socket(receiver.socket, server_side=True)
    settings.WEBHOOK_URL = settings.WEBHOOK_URL.replace("http:", "https:")
    causes = wait(1)
    assert post_waiting()[0] == 0, "a certificate that nobody signed"
    ours.check_hostname, ours.verify_mode = False, ssl.CERT_NONE
    monkeypatch.setattr(webhook, "strict_context", lambda: ours)
    assert post_waiting()[0] == 1
    assert taken_by(receiver) == causes
