"""LibreOffice, where it is installed: found, and run alone, bounded and cut off from everything else."""
