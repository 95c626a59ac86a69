"""Work that passes through hands: who may do what, what was done, and cases that move from state to state."""
