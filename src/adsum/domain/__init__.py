"""Attendance: people, sightings, punches, work days and pay.

Pure rules on the standard library alone: no clock, no I/O, no framework, no pixels.
"""
