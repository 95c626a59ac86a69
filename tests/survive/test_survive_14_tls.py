"""Case 14: certificates and protocols a browser frowns at: noted apart, and the site read all the same."""

from __future__ import annotations

import json
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest
from certificates import DAY, NOW, Authority, context, tiny_dh
from command import Ran, xuncha
from raw_server import RawServer
from towns import Town, healthy_pages, inspect_towns, served
from warcio.archiveiterator import ArchiveIterator


def test_every_bad_certificate_is_a_note_and_never_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = Authority(tmp_path)
    between = Authority(tmp_path, "between", root)
    stranger = Authority(tmp_path, "stranger")
    warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.0 is what is tested
    contexts = {
        "sound": (context(root.server("sound")), ""),
        "expired": (context(root.server("expired", ends=NOW - DAY)), "证书已过期"),
        "short key": (context(root.server("short", bits=1024)), "证书密钥过短"),
        "not yet": (context(root.server("early", begins=NOW + DAY)), "证书尚未生效"),
        "wrong host": (context(root.server("wrong", address="127.9.9.9")), "证书与"),
        "self-signed": (context(_with_key(stranger)), "证书"),
        "stranger": (context(stranger.server("alien")), "证书链不完整或签发者不受信任"),
        "missing intermediate": (context(between.server("leaf")), "证书链不完整或签发者不受信任"),
        "TLS 1.0": (context(root.server("old"), tls1=True), "TLS"),
        "tiny DH": (tiny_dh(root.server("weak")), "TLS"),
    }
    monkeypatch.setenv("SSL_CERT_FILE", str(root.file))
    with ExitStack() as running:
        towns = {}
        for number, (name, (tls, _)) in enumerate(contexts.items(), 1):
            server = running.enter_context(RawServer(tls=tls))
            town = Town(f"99030000{number:02}", "127.0.0.1", healthy_pages(), url=f"https://{server.at}/")
            served(server, [town])
            towns[name] = town
        ran = inspect_towns(tmp_path, towns.values(), "--allow-net", "127.0.0.0/8")
    assert ran.code == 0, ran.told()
    rows = ran.verdicts()
    notes = {name: rows[town.code]["note"] for name, town in towns.items()}
    assert {rows[town.code]["outcome"] for town in towns.values()} == {"pass"}
    assert "证书" not in notes["sound"]
    for name, (_, said) in contexts.items():
        if said:
            assert "证书或加密协议有问题，页面仍已读取" in notes[name], name
            assert said in notes[name], (name, notes[name])
    assert ran.findings() == []
    _stand_in_the_evidence(ran, towns)
    before = ran.file("verdicts.csv").read_bytes()
    again = xuncha("judge", str(ran.out), "--reread", out=ran.out, home=tmp_path)
    assert again.code == 0, again.told()
    assert ran.file("verdicts.csv").read_bytes() == before, "read from the evidence, the notes are the same"


def _stand_in_the_evidence(ran: Ran, towns: dict[str, Town]) -> None:
    """Every page of a server with a bad certificate has a metadata record that says what is wrong with it."""
    for name, town in towns.items():
        with (ran.out / "evidence" / f"{town.code}.warc.gz").open("rb") as stream:
            said = [
                json.loads(record.content_stream().read())
                for record in ArchiveIterator(stream)
                if record.rec_type == "metadata"
            ]
        notes = [one["tls"] for one in said if "tls" in one]
        assert bool(notes) is (name != "sound"), name
        assert len(set(notes)) <= 1


def _with_key(authority: Authority) -> Path:
    """The authority's own certificate with its key: signed by nobody but itself."""
    from cryptography.hazmat.primitives import serialization

    private = authority.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    path = authority.folder / "self_signed.pem"
    path.write_bytes(private + authority.file.read_bytes())
    return path
