"""名录: units, sites, columns and accounts, the files they are read from, and imports that can be undone."""
