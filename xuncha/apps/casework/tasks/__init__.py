"""后台任务: work that somebody asked for and that takes longer than a page may: recorded, then done by a worker."""
