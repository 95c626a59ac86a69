"""预警: what will be a fault soon, shown and sent in time to put it right."""
