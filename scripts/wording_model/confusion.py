"""Packs which characters sound alike and look alike: readings, and likeness of printed form and of Wubi keys."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from pypinyin import Style, pinyin

READINGS = 3
NEIGHBOURS = 40
_SIDE = 40
#: Parts compared beside the whole: a shared half is what makes 诀 look like 决.
_PARTS = (
    np.s_[:, :, :18], np.s_[:, :, 18:], np.s_[:, :, 13:], np.s_[:, :18], np.s_[:, 18:], np.s_[:, :13], np.s_[:, 13:],
)  # fmt: skip
_WUBI_WEIGHT = 0.5


def gb2312() -> list[str]:
    """The 6,763 characters of GB/T 2312, the everyday ones first."""
    found = []
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    return found


def readings(char: str) -> list[str]:
    """Toneless readings, the usual one first; non-standard finals as pypinyin spells them."""
    return [reading.replace("ü", "v") for reading in pinyin(char, style=Style.NORMAL, heteronym=True)[0]][
        :READINGS
    ]


def loose(syllable: str) -> str:
    """The syllable with the sounds merged that speakers of several dialects do not tell apart."""
    merged = re.sub(r"^(z|c|s)h", r"\1", syllable)
    merged = re.sub(r"(an|en|in)g$", r"\1", merged)
    merged = re.sub(r"^l", "n", merged)
    return re.sub(r"^h(?=u?[a-z])u?", "f", merged) if merged.startswith("h") else merged


def one_letter_apart(a: str, b: str) -> bool:
    """True for spellings one keystroke apart: one letter more, less or other."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return any(long[:cut] + long[cut + 1 :] == short for cut in range(len(long)))


def sound_table(syllables: list[str]) -> np.ndarray:
    """For two syllables: 3 the same, 2 the same when spoken loosely, 1 one letter apart, 0 unlike."""
    table = np.zeros((len(syllables), len(syllables)), np.uint8)
    for i, a in enumerate(syllables):
        for j, b in enumerate(syllables):
            table[i, j] = 3 if a == b else 2 if loose(a) == loose(b) else int(one_letter_apart(a, b))
    return table


def wubi_codes(path: Path) -> dict[str, str]:
    """The full Wubi code of each character of an fcitx table."""
    codes: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if len(fields) == 2 and len(fields[1]) == 1 and fields[0].isascii() and fields[0].islower():
            codes[fields[1]] = max(codes.get(fields[1], ""), fields[0], key=len)
    return codes


def glyphs(chars: list[str], font_path: Path) -> np.ndarray:
    """Each character drawn small and blurred, ink 0 to 1."""
    font = ImageFont.truetype(str(font_path), _SIDE, index=2)
    drawn = np.zeros((len(chars), _SIDE, _SIDE), np.float32)
    for index, char in enumerate(chars):
        image = Image.new("L", (_SIDE, _SIDE), 0)
        ImageDraw.Draw(image).text((_SIDE / 2, _SIDE / 2), char, fill=255, font=font, anchor="mm")
        drawn[index] = np.asarray(image.filter(ImageFilter.GaussianBlur(1.2)), np.float32) / 255
    return drawn


def look_alikes(chars: list[str], font_path: Path, wubi: dict[str, str]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (i * number of characters + j, sorted) of characters that look alike, and how much (0 to 255)."""
    drawn = glyphs(chars, font_path)
    whole = _unit(drawn)
    parts = [_unit(drawn[part]) for part in _PARTS]
    codes = [wubi.get(char, "") for char in chars]
    likeness: dict[int, int] = {}
    for index in range(len(chars)):
        best_part = np.max([part @ part[index] for part in parts], axis=0)
        score = 0.5 * (whole @ whole[index]) + 0.5 * best_part
        near = np.argpartition(-score, 400)[:400]
        score[near] += _WUBI_WEIGHT * np.array([_shared(codes[index], codes[other]) for other in near])
        same_keys = [other for other, code in enumerate(codes) if code[:2] == codes[index][:2] and code]
        score[same_keys] = np.maximum(
            score[same_keys],
            [0.6 + _WUBI_WEIGHT * _shared(codes[index], codes[other]) for other in same_keys],
        )
        score[index] = -1
        for other in np.argpartition(-score, NEIGHBOURS)[:NEIGHBOURS]:
            value = int(np.clip(score[other] / (1 + _WUBI_WEIGHT), 0, 1) * 255)
            for key in (index * len(chars) + int(other), int(other) * len(chars) + index):
                likeness[key] = max(likeness.get(key, 0), value)
    keys = np.array(sorted(likeness), np.int64)
    return keys, np.array([likeness[key] for key in keys.tolist()], np.uint8)


def _unit(drawn: np.ndarray) -> np.ndarray:
    flat = drawn.reshape(len(drawn), -1)
    flat = flat - flat.mean(1, keepdims=True)
    return flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)


@cache
def _shared(a: str, b: str) -> float:
    """Length of the longest common subsequence of two key sequences, 0 to 1."""
    if not a or not b:
        return 0.0
    row = [0] * (len(b) + 1)
    for x in a:
        above = row
        row = [0]
        for j, y in enumerate(b):
            row.append(above[j] + 1 if x == y else max(above[j + 1], row[j]))
    return 2 * row[-1] / (len(a) + len(b))


def pack(chars: list[str], font_path: Path, wubi_path: Path) -> dict[str, np.ndarray]:
    """The arrays of ``confusion.npz``."""
    spoken = [readings(char) for char in chars]
    syllables = sorted({syllable for several in spoken for syllable in several})
    number = {syllable: index for index, syllable in enumerate(syllables)}
    table = np.full((len(chars), READINGS), -1, np.int16)
    for index, several in enumerate(spoken):
        table[index, : len(several)] = [number[syllable] for syllable in several]
    loose_names = sorted({loose(syllable) for syllable in syllables})
    keys, likeness = look_alikes(chars, font_path, wubi_codes(wubi_path))
    return {
        "chars": np.array([ord(char) for char in chars], np.uint16),
        "readings": table,
        "sound": sound_table(syllables),
        "loose": np.array([loose_names.index(loose(syllable)) for syllable in syllables], np.int16),
        "step": np.diff(keys, prepend=0).astype(np.uint32),
        "likeness": likeness,
    }
