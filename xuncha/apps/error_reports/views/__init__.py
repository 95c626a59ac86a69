"""Pages of public error reports."""
