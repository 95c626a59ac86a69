"""Proof of what was seen: WARC files written while gathering, checked and read back later."""
