"""Certificates of every unhappy kind, made on the spot by an authority of our own."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dh, rsa
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
DAY = timedelta(days=1)
#: The prime of 1,024 bits of RFC 2409, 6.2.
_OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    """Issues certificates for 127.0.0.1 unless told otherwise; ``file`` is what a client has to trust."""

    def __init__(self, folder: Path, name: str = "test root", issuer: Authority | None = None) -> None:
        self.folder, self.key, self.name = folder, rsa.generate_private_key(65537, 2048), _name(name)
        signer = issuer or self
        self.certificate = self._sign(self.name, self.key, signer, NOW + 90 * DAY, (), is_authority=True)
        self.file = folder / f"{name.replace(' ', '_')}.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def server(
        self,
        name: str,
        address: str = "127.0.0.1",
        ends: datetime = NOW + 30 * DAY,
        bits: int = 2048,
        begins: datetime = NOW - 60 * DAY,
    ) -> Path:
        """A key and a certificate for a server, in one file."""
        key = rsa.generate_private_key(65537, bits)
        names = (x509.IPAddress(ipaddress.ip_address(address)),)
        made = self._sign(_name(name), key, self, ends, names, begins=begins)
        path = self.folder / f"{name}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
        return path

    def _sign(
        self,
        subject: x509.Name,
        key: rsa.RSAPrivateKey,
        signer: Authority,
        ends: datetime,
        names: tuple[x509.IPAddress, ...],
        *,
        is_authority: bool = False,
        begins: datetime = NOW - 60 * DAY,
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(signer.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer.key, hashes.SHA256())


def context(certificate: Path, *, ciphers: str = "", tls1: bool = False) -> ssl.SSLContext:
    """A server's context, old-fashioned where asked."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
    made.load_cert_chain(certificate)
    if tls1:
        made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1
    return made


def tiny_dh(certificate: Path) -> ssl.SSLContext:
    """Ephemeral keys of 1,024 bits: too small by today's rules, and the least OpenSSL takes under any."""
    made = context(certificate, ciphers="DHE-RSA-AES128-SHA:@SECLEVEL=0")
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    parameters = dh.DHParameterNumbers(_OAKLEY_2, 2).parameters()
    path = certificate.with_suffix(".dh")
    path.write_bytes(
        parameters.parameter_bytes(serialization.Encoding.PEM, serialization.ParameterFormat.PKCS3)
    )
    made.load_dh_params(path)
    return made
