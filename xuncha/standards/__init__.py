"""How much a fault weighs and by whose authority: dated TOML, loaded strictly, and the weighing itself."""
