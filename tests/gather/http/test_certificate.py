"""What certificates say of themselves, and what is told of bad ones."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from xuncha.gather.http.certificate import read_certificate
from xuncha.gather.http.tls import describe, in_full

NOW = datetime(2025, 6, 25, 2, tzinfo=UTC)
NAMES = ("www.shiyan.gov.example", "shiyan.gov.example", "mail.shiyan.gov.example", "oa.shiyan.gov.example")


def made(ends: datetime, names: tuple[str, ...] = NAMES, raw_names: bytes | None = None) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "石堰")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    if raw_names is not None:
        unread = x509.UnrecognizedExtension(x509.SubjectAlternativeName.oid, raw_names)
        builder = builder.add_extension(unread, critical=False)
    elif names:
        said = x509.SubjectAlternativeName([x509.DNSName(one) for one in names])
        builder = builder.add_extension(said, critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def failed(code: int) -> str:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return describe(error)


@pytest.mark.parametrize(
    "ends", [datetime(2024, 2, 29, 12, 30, 5, tzinfo=UTC), datetime(2061, 1, 2, 3, 4, 5, tzinfo=UTC)]
)
@pytest.mark.parametrize("names", [NAMES, ()])
def test_dates_and_names_are_read(ends: datetime, names: tuple[str, ...]) -> None:
    seen = read_certificate(made(ends, names))
    assert seen is not None
    assert (seen.begins, seen.ends) == (datetime(2020, 1, 1, tzinfo=UTC), ends)
    assert seen.names == names


def test_one_made_by_others() -> None:
    pem = (Path(__file__).parent / "self_signed_for_tests.pem").read_text()
    seen = read_certificate(ssl.PEM_cert_to_DER_cert(pem[pem.index("-----BEGIN CERT") :]))
    assert seen is not None
    assert seen.begins < seen.ends


def test_what_is_no_certificate_is_none() -> None:
    whole = made(datetime(2024, 2, 29, tzinfo=UTC))
    for cut in (*range(0, len(whole) - 1, 7), len(whole) - 1):
        assert read_certificate(whole[:cut]) is None
    for place in range(0, len(whole), 3):
        read_certificate(whole[:place] + b"\xff\x84" + whole[place + 2 :])  # raises nothing
    assert in_full(failed(10), b"\x30\x03abc", NOW) == "证书已过期"


def test_it_is_told_which_certificate_expired() -> None:
    assert (
        in_full(failed(10), made(datetime(2025, 6, 1, 20, tzinfo=UTC)), NOW)
        == "证书已过期（网站证书 2025-06-02 到期）"
    )
    above = in_full(failed(10), made(datetime(2026, 1, 1, tzinfo=UTC)), NOW)
    assert above == "证书链中的上级证书已过期（网站证书本身有效至 2026-01-01）"
    assert in_full(failed(10), None, NOW) == "证书已过期"


def test_a_certificate_without_end_is_told_as_it_stands() -> None:
    """RFC 5280, 4.1.2.5: this moment means that there is no end. In Beijing it lies beyond all dates."""
    without_end = made(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
    above = in_full(failed(10), without_end, NOW)
    assert above == "证书链中的上级证书已过期（网站证书本身有效至 9999-12-31）"


@pytest.mark.parametrize("raw", [b"", b"\x30\x84\xff\xff\xff\xff", b"\x30\x04\x82\x02\xff\xfe"])
def test_names_that_cannot_be_read_raise_nothing(raw: bytes) -> None:
    assert in_full(failed(62), made(NOW + timedelta(days=9), raw_names=raw), NOW) == "证书与域名不符"


@pytest.mark.parametrize(
    "name", [b"\x1b[31m", b"=1+cmd!A0", b"a\r\nb", b"a\x00b.cn", b"<b>", b"", b"a" * 300]
)
def test_what_is_no_host_name_is_not_told_as_one(name: bytes) -> None:
    size = len(name).to_bytes(2)
    listed = b"\x82\x82" + size + name + b"\x82\x07*.gov.x"
    raw = b"\x30\x82" + len(listed).to_bytes(2) + listed
    told = in_full(failed(62), made(NOW + timedelta(days=9), raw_names=raw), NOW)
    assert told == "证书与域名不符（证书属于 *.gov.x）"


def test_it_is_told_whose_certificate_it_is() -> None:
    told = in_full(failed(62), made(NOW + timedelta(days=9)), NOW)
    named = "www.shiyan.gov.example、shiyan.gov.example、mail.shiyan.gov.example 等"
    assert told == f"证书与域名不符（证书属于 {named}）"
    assert in_full(failed(62), made(datetime(2026, 1, 1, tzinfo=UTC), ()), NOW) == "证书与域名不符"
    assert in_full(failed(18), made(datetime(2026, 1, 1, tzinfo=UTC)), NOW) == "证书为自签名"
