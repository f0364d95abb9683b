"""Guided forms: what a command lacks is asked for, a field after the other."""
