"""Pages of inspections, one file each."""
