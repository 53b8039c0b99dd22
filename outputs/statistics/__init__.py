"""统计报告: a batch in figures, compared with the year before, as a page and as a paper."""
