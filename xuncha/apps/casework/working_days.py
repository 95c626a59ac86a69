"""Working days (工作日) as deadlines of cases count them: those of the text layer, where findings count them, too."""

from __future__ import annotations

from xuncha.text.dating.working_days import DueDay, add_working_days, is_working_day

__all__ = ["DueDay", "add_working_days", "is_working_day"]
