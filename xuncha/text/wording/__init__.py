"""Wrong wording: the office's word list, protected phrases and open typos."""

from xuncha.text.wording.check import Source, WordingIssue, find_wording, search_together

__all__ = ["Source", "WordingIssue", "find_wording", "search_together"]
