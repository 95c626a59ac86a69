"""The outside world over HTTP: polite, bounded, honest about what could not be seen."""
