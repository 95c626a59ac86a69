from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from xuncha.gather.http.bodies import BodyBrokenError, BodyDecoder, BodyTooLargeError

TEXT = ("政府网站 " * 5000).encode()
MIB = 1 << 20


def raw_deflate(data: bytes) -> bytes:
    machine = zlib.compressobj(wbits=-15)
    return machine.compress(data) + machine.flush()


CODINGS = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "Deflate": raw_deflate(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
    "identity": TEXT,
    "utf-8": TEXT,
    "": TEXT,
}


def run(coding: str, data: bytes, cap: int = 10 * MIB, step: int = 1000) -> bytes:
    decoder = BodyDecoder(coding, cap)
    for at in range(0, len(data), step):
        decoder.feed(data[at : at + step])
    decoder.finish()
    return decoder.body


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("step", [1, 777, 1 << 20])
def test_every_coding_in_pieces_of_any_size(coding: str, step: int) -> None:
    assert run(coding, CODINGS[coding], step=step) == TEXT


def test_gzip_members_in_a_row_and_rubbish_behind() -> None:
    assert run("gzip", gzip.compress(b"a") + gzip.compress(b"b")) == b"ab"
    assert run("gzip", gzip.compress(b"a") + b"rubbish") == b"a"


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_no_body_at_all_is_fine(coding: str) -> None:
    assert run(coding, b"") == b""


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_cut_short(coding: str) -> None:
    with pytest.raises(BodyBrokenError):
        run(coding, CODINGS[coding][:-12])


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate"])
def test_not_compressed_at_all(coding: str) -> None:
    with pytest.raises(BodyBrokenError):
        run(coding, b"<html>plain text, whatever the header says</html>" * 10)


def test_too_many_layers() -> None:
    with pytest.raises(BodyBrokenError, match="层数"):
        run("gzip, gzip, gzip, gzip, gzip", b"x")


ZEROS = bytes(64 * MIB)
BOMBS = {
    "gzip": gzip.compress(ZEROS),
    "deflate": zlib.compress(ZEROS),
    "br": brotli.compress(ZEROS, quality=5),
    "zstd": zstandard.compress(ZEROS),
    "gzip, gzip": gzip.compress(gzip.compress(ZEROS)),
    "gzip, zstd": zstandard.compress(gzip.compress(ZEROS)),
}


@pytest.mark.parametrize("coding", BOMBS)
def test_bombs_stop_at_the_cap(coding: str) -> None:
    decoder = BodyDecoder(coding, MIB)
    tracemalloc.start()
    with pytest.raises(BodyTooLargeError):
        decoder.feed(BOMBS[coding])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(decoder.body) <= MIB
    assert peak < 48 * MIB


def test_exactly_the_cap_is_allowed() -> None:
    assert len(run("gzip", gzip.compress(bytes(MIB)), cap=MIB)) == MIB
    with pytest.raises(BodyTooLargeError):
        run("gzip", gzip.compress(bytes(MIB + 1)), cap=MIB)
