"""The work of rounds as a table of jobs: claimed under a lease, carried out by any number of processes."""
