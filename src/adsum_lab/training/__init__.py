"""The loop and what hangs on it. Nothing here knows of faces."""
