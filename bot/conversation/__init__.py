"""What becomes of a line, a tap or a change of a line, and what was spoken of before."""
