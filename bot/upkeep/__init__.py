"""What keeps a store and its processes in order: clocks, ages, names, a restored copy."""
