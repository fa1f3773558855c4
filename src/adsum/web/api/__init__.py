"""One file per resource; each route parses, executes and answers."""
