"""Message boards: letters of citizens, their answers, and ways to write to the office."""
