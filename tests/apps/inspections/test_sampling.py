"""抽查: stratified, repeatable, independent of the order of the list."""

from __future__ import annotations

from collections import Counter

import pytest

from xuncha.apps.inspections.sampling import draw

RECORDS = [
    {
        "网站标识码": f"{9900000000 + n}",
        "地区": f"地区{n % 3}",
        "网站类型": "门户网站" if n % 10 == 0 else "部门网站",
    }
    for n in range(90)
]


def stratum(record: dict[str, str]) -> tuple[str, str]:
    return record["地区"], record["网站类型"]


def test_it_works() -> None:
    drawn = draw(RECORDS, stratum, 30, "种子")
    assert Counter(map(stratum, drawn)) == {
        key: -(-count * 30 // 100) for key, count in Counter(map(stratum, RECORDS)).items()
    }


def test_the_same_seed_draws_the_same() -> None:
    again = draw(list(reversed(RECORDS)), stratum, 30, "种子")
    assert list(reversed(again)) == draw(RECORDS, stratum, 30, "种子")
    assert draw(RECORDS, stratum, 30, "别的种子") != draw(RECORDS, stratum, 30, "种子")


def test_no_stratum_is_left_out() -> None:
    assert set(map(stratum, draw(RECORDS, stratum, 1, "x"))) == set(map(stratum, RECORDS))


def test_all_of_it() -> None:
    assert draw(RECORDS, stratum, 100, "x") == RECORDS


def test_every_target_is_as_likely() -> None:
    times = Counter(r["网站标识码"] for n in range(400) for r in draw(RECORDS, stratum, 20, str(n)))
    departments = [r["网站标识码"] for r in RECORDS if r["网站类型"] == "部门网站"]
    assert min(times[code] for code in departments) == pytest.approx(400 * 6 / 27, rel=0.35)
