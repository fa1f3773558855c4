"""A small embedder that learns to answer what a large one answers."""
