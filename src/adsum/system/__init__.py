"""The machine that Adsum runs on: its clock, its zone, its folders."""
