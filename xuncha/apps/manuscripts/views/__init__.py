"""Pages of the editors, one file each."""
