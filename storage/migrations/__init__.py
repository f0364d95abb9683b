"""How a store moves from one revision of its tables to the next."""
