"""检查: rounds and runs, the facts they keep, judging, the ledger of findings, and their review by people."""
