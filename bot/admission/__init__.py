"""Who is let in, and who is the first owner."""
