"""The memory: facts in their versions and times, and the rows around them."""
