"""The outside world: fetcher, visits, gatherers and evidence. Reads, keeps, never judges."""
