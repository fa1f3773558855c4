"""The schema's history. A migration that has been released is never edited."""
