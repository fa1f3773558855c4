"""Public holidays from outside."""
