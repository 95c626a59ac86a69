"""Writes ``regions.txt``: provinces, prefectures and counties in one short line each, from china-division (MIT).

Usage::

    python -m wording_model.regions FOLDER OUT      (with scripts/ on PYTHONPATH)

FOLDER holds ``provinces.json``, ``cities.json``, ``areas.json`` and ``HK-MO-TW.json`` of that package.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

_HEAD = """# 行政区划名称：一行一个地级单位，“省 市 县…”以空格隔开；直辖市和省直辖县没有地级单位，写作“-”。
# 数据来自 china-division 2.7.0（MIT，许可文本见 regions.LICENSE），由 scripts/wording_model/regions.py 生成。
"""
#: Names of the data that stand for "directly under" and are no names.
_NO_NAME = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def lines(folder: Path) -> list[str]:
    """One line for every prefecture."""

    def rows(name: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads((folder / name).read_text(encoding="utf-8"))
        return found

    provinces = {row["code"]: row["name"] for row in rows("provinces.json")}
    counties: dict[str, list[str]] = {}
    for row in rows("areas.json"):
        if row["name"] not in _NO_NAME:
            counties.setdefault(row["cityCode"], []).append(row["name"])
    made = []
    for city in rows("cities.json"):
        name = "-" if city["name"] in _NO_NAME else city["name"]
        made.append(" ".join([provinces[city["provinceCode"]], name, *counties.get(city["code"], [])]))
    special: dict[str, dict[str, list[str]]] = json.loads(
        (folder / "HK-MO-TW.json").read_text(encoding="utf-8")
    )
    for province, cities in special.items():
        made.extend(" ".join([province, city, *districts]) for city, districts in cities.items())
    return made


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(_HEAD + "\n".join(lines(Path(sys.argv[1]))) + "\n", encoding="utf-8")
