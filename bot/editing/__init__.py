"""Editing: what changes a fact, and what that does to its timeline."""
