"""What is minimised, one loss a file, with its formula and paper.

Each is a module called with (embeddings or logits, labels) that returns one finite number; those
with
weights of their own (centres, class directions) carry them as parameters.
"""
