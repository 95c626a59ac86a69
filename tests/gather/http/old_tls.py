"""A server of TLS 1.2 as it was before RFC 5746: it knows no secure renegotiation, and offers DH keys of any size.

OpenSSL serves neither any more, so the handshake is written out here: RSA key exchange (or DHE with a prime of
512 bits, which ends it) and AES-128-GCM. One answer a connection.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_VERSION = b"\x03\x03"
_CHANGE, _HANDSHAKE, _DATA = 20, 22, 23
_RSA_GCM, _DHE_GCM = b"\x00\x9c", b"\x00\x9e"
#: 512 bits. Not even a prime: its size alone ends the handshake.
_TINY = (1 << 511 | 0x1B7).to_bytes(64, "big")


class OldTlsServer:
    """Listens on loopback while entered; ``finished`` counts handshakes that came to their end."""

    def __init__(self, answer: bytes, *, tiny_dh: bool = False) -> None:
        self._key = rsa.generate_private_key(65537, 2048)
        self._answer, self._tiny_dh = answer, tiny_dh
        self._der = _self_signed(self._key)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.finished = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                with connection, suppress(OSError, EOFError, ValueError):
                    connection.settimeout(120)
                    _Talk(connection, self).run()

    def flight(self, client_random: bytes, server_random: bytes) -> list[bytes]:
        """The server's handshake messages up to "done"."""
        cipher = _DHE_GCM if self._tiny_dh else _RSA_GCM
        hello = _message(2, _VERSION + server_random + b"\x00" + cipher + b"\x00")  # and no extension at all
        certificate = _message(11, _sized(3, _sized(3, self._der)))
        exchange = []
        if self._tiny_dh:
            offered = _sized(2, _TINY) + _sized(2, b"\x02") + _sized(2, _TINY[:-1] + b"\x02")
            signed = self._key.sign(
                client_random + server_random + offered, padding.PKCS1v15(), hashes.SHA256()
            )
            exchange = [_message(12, offered + b"\x04\x01" + _sized(2, signed))]
        return [hello, certificate, *exchange, _message(14, b"")]

    def premaster(self, message: bytes) -> bytes:
        """The secret in a ClientKeyExchange."""
        return self._key.decrypt(message[6:], padding.PKCS1v15())

    def respond(self, talk: _Talk) -> None:
        """One request, one answer."""
        self.finished += 1
        talk.receive(_DATA)
        talk.send(_DATA, self._answer)


class _Talk:
    """One connection; ``_keys`` (key and salt) once the ciphers are changed, and the number of the next record."""

    def __init__(self, connection: socket.socket, server: OldTlsServer) -> None:
        self._file = connection.makefile("rb")
        self._connection, self._server = connection, server
        self._keys: dict[str, tuple[AESGCM, bytes]] = {}
        self._number = {"in": 0, "out": 0}

    def run(self) -> None:
        hello = self.receive(_HANDSHAKE)
        client_random, server_random = hello[6:38], os.urandom(32)
        said = [hello, *self._server.flight(client_random, server_random)]
        for message in said[1:]:
            self.send(_HANDSHAKE, message)
        exchange = self.receive(_HANDSHAKE)
        said.append(exchange)
        master = _prf(self._server.premaster(exchange), b"master secret" + client_random + server_random, 48)
        block = _prf(master, b"key expansion" + server_random + client_random, 40)
        self.receive(_CHANGE)
        self._keys["in"] = (AESGCM(block[:16]), block[32:36])
        said.append(self.receive(_HANDSHAKE))
        self.send(_CHANGE, b"\x01")
        self._keys["out"] = (AESGCM(block[16:32]), block[36:40])
        digest = hashlib.sha256(b"".join(said)).digest()
        self.send(_HANDSHAKE, _message(20, _prf(master, b"server finished" + digest, 12)))
        self._server.respond(self)

    def receive(self, kind: int) -> bytes:
        head = self._file.read(5)
        if len(head) < 5 or head[0] != kind:
            raise EOFError
        body = self._file.read(int.from_bytes(head[3:], "big"))
        if "in" not in self._keys:
            return body
        cipher, salt = self._keys["in"]
        extra = self._extra("in", kind, len(body) - 24)
        return cipher.decrypt(salt + body[:8], body[8:], extra)

    def send(self, kind: int, body: bytes) -> None:
        if "out" in self._keys:
            cipher, salt = self._keys["out"]
            extra = self._extra("out", kind, len(body))
            body = extra[:8] + cipher.encrypt(salt + extra[:8], body, extra)
        self._connection.sendall(bytes([kind]) + _VERSION + _sized(2, body))

    def _extra(self, way: str, kind: int, length: int) -> bytes:
        number = self._number[way]
        self._number[way] += 1
        return number.to_bytes(8, "big") + bytes([kind]) + _VERSION + length.to_bytes(2, "big")


def _sized(width: int, body: bytes) -> bytes:
    return len(body).to_bytes(width, "big") + body


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + _sized(3, body)


def _prf(secret: bytes, seed: bytes, length: int) -> bytes:
    """RFC 5246, 5: P_SHA256."""
    made, step = b"", seed
    while len(made) < length:
        step = hmac.digest(secret, step, "sha256")
        made += hmac.digest(secret, step + seed, "sha256")
    return made[:length]


def _self_signed(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.test")])
    today = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(today - timedelta(1)).not_valid_after(today + timedelta(1))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
