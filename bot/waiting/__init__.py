"""What waits for editors: questions without an answer and who asked them, and all else."""
