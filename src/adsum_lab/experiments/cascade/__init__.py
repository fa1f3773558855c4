"""MTCNN's three stages, one after the other, each on what the ones before let pass."""
