"""A read-only viewer of stored evidence for this computer alone."""
