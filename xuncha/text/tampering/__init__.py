"""Dark links, traces of tampering, and where links lead."""
