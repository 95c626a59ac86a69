"""How a fault is told: one rule, one file. Rules are pure; they see facts, a timepoint and limits."""
