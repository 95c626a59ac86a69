"""People who log in: their role, their unit, their password."""
