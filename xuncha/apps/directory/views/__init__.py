"""Pages of the directory, one file each."""
