"""通报: a round rolled up into figures, the notice made of them, and issuing, correcting and revoking it."""
