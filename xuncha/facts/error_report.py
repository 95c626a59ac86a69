"""我为政府网站找错: one public report of an error on a government website."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """One row of the 找错 list. Times are None where the file leaves them empty.

    ``result`` is 属实, 不属实, 驳回重办 or empty while the report is open.
    """

    report_id: str
    site_code: str
    received_at: datetime
    kind: str
    description: str
    url: str
    forwarded_at: datetime | None
    closed_at: datetime | None
    result: str
    answer: str
