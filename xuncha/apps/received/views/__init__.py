"""Pages about what was received, one file each."""
