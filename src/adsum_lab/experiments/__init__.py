"""What a recipe sets in motion."""
