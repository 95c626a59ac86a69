"""What was handed in, written as the files a round reads."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from xuncha.apps.received.models import ReceivedPost, ReceivedProbe
from xuncha.apps.received.taking_in import post_records, probe_records

#: How far back a round looks: a quarter of samples with the weeks round it, and three years of posts, so that a column that stopped long ago is still known.
_PROBE_DAYS, _POST_DAYS = 100, 1100
_PROBES = ("网站标识码", "时间", "耗时毫秒", "状态", "有效", "备注")


def write_probes(path: Path, codes: Collection[str], asof: datetime) -> bool:
    """Samples of these sites up to ``asof`` as CSV; False, and no file, where there is none."""
    rows = ReceivedProbe.objects.filter(at__lte=asof, at__gt=asof - timedelta(days=_PROBE_DAYS))
    records = (r for r in probe_records(rows.select_related("site").iterator(2000)) if r[_PROBES[0]] in codes)
    first = next(records, None)
    if first is None:
        return False
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _PROBES)
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(records)
    return True


def write_posts(path: Path, accounts: Collection[str], asof: datetime) -> bool:
    """Posts of these accounts up to ``asof`` as JSONL; False, and no file, where there is none."""
    rows = ReceivedPost.objects.filter(
        published_at__lte=asof, published_at__gt=asof - timedelta(days=_POST_DAYS)
    )
    records = post_records(rows.select_related("account").iterator(2000))
    lines = (json.dumps(r, ensure_ascii=False) + "\n" for r in records if r["account"] in accounts)
    first = next(lines, None)
    if first is None:
        return False
    with path.open("w", encoding="utf-8") as file:
        file.write(first)
        file.writelines(lines)
    return True
