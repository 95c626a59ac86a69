"""人工核查: what no machine can settle, looked at by people along written steps."""
