"""Photos in, labelled faces out."""
