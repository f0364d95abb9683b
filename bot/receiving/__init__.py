"""What arrives: stored before it is acknowledged, handled in the order of each person."""
