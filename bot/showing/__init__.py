"""How what the store holds looks in a reply: facts, histories, deliveries, acts, dates in words."""
