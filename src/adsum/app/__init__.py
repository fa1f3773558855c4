"""Use cases: one file, one class, one `execute`. This listing is the feature list.

`identify` is the only bridge between `vision` and `domain`.
"""
