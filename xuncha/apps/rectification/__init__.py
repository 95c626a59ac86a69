"""整改: confirmed findings of an issued notice, until they are put right."""
