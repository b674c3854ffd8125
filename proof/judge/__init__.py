"""Judges recordings of programs by the design they were exported from, and by nothing else."""
