"""What is served over HTTP besides the doors: whether all is well, and what is counted."""
