"""What stands between the network and Django's few threads: a slow sender or reader waits here, in the event loop."""
