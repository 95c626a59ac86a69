"""Which fonts stand in for the four of official papers, and whether any can print Chinese at all."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import noto_cjk_sans_otc

from xuncha.documents.official_form import FANGSONG, HEITI, KAITI, SONGTI, XIAOBIAOSONG

#: The family of the font that is installed along with the program.
PACKAGED_FAMILY = "Noto Sans CJK SC"
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "AR PL UMing CN")
_SANS = (PACKAGED_FAMILY, "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Zen Hei", "Droid Sans Fallback")
_SPARE = (*_SERIF, *_SANS)

#: For every font the Word file names: itself under its other names, free look-alikes, then plain Chinese fonts.
#: The Fandol fonts lack rare characters of personal and place names, so a large font follows them.
STAND_INS: dict[str, tuple[str, ...]] = {
    XIAOBIAOSONG: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", *_SPARE),
    FANGSONG: ("FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FandolFang R", "FandolFang", *_SPARE),
    KAITI: ("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", "FandolKai", "AR PL UKai CN", *_SPARE),
    HEITI: ("SimHei", "STHeiti", "FandolHei", *_SANS, *_SERIF),
    SONGTI: ("SimSun", "STSong", "FandolSong", *_SPARE),
}

#: Stand-ins of 小标宋 are too light for it; these weights of fontconfig are used instead.
_BOLD = 200
_LISTING_SECONDS = 20
_DEFAULT_CONFIGURATION = "/etc/fonts/fonts.conf"


def stack(named: str) -> list[str]:
    """``named`` and what may be printed in its place, best first."""
    return [named, *STAND_INS[named]]


def has_chinese(families: list[str] | tuple[str, ...]) -> bool:
    """True when one of ``families`` is known to hold Simplified Chinese."""
    known = {name.casefold() for named in STAND_INS for name in stack(named)}
    return any(family.casefold() in known for family in families)


def installed_chinese_families() -> list[str]:
    """Families that fontconfig says cover Simplified Chinese; empty also where it is not installed."""
    lister = shutil.which("fc-list")
    if lister is None:
        return []
    try:
        listed = subprocess.run(
            [lister, ":lang=zh-cn", "family"], capture_output=True, timeout=_LISTING_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    lines = listed.stdout.decode("utf-8", "replace").splitlines()
    return sorted({name.strip() for line in lines for name in line.split(",") if name.strip()})


def packaged_fonts() -> list[str]:
    """Folders of the Chinese font that is installed along with the program, for machines without any."""
    return [str(Path(noto_cjk_sans_otc.__file__).parent)]


def write_fontconfig(folder: Path) -> Path:
    """A fontconfig file in ``folder``: the machine's own settings and our stand-ins. Returns its path."""
    existing = os.environ.get("FONTCONFIG_FILE", _DEFAULT_CONFIGURATION)
    aliases = "".join(_alias(named, families) for named, families in STAND_INS.items())
    path = folder / "fonts.conf"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f'<include ignore_missing="yes">{escape(existing)}</include>\n'
        f"<cachedir>{escape(str(folder / 'cache'))}</cachedir>\n"
        f"{_heavier(XIAOBIAOSONG)}{aliases}</fontconfig>\n",
        encoding="utf-8",
    )
    return path


def _alias(named: str, families: tuple[str, ...]) -> str:
    accepted = "".join(f"<family>{escape(family)}</family>" for family in families)
    return f'<alias binding="same"><family>{escape(named)}</family><accept>{accepted}</accept></alias>\n'


def _heavier(named: str) -> str:
    return (
        f'<match target="pattern"><test name="family"><string>{escape(named)}</string></test>'
        f'<edit name="weight" mode="assign"><int>{_BOLD}</int></edit></match>\n'
    )
