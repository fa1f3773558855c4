"""An embedder trained from nothing on a stream of shards."""
