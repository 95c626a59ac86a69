"""复查: one site, column, page or link looked at again now, on the leases of the rounds."""
