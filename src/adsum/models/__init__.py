"""The heavy runtimes: one model, one file. Only the composition root imports this package."""
