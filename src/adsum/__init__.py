"""Adsum: face-recognition attendance that a company or a school runs itself.

Importing this package loads no model, opens no file and reads no environment variable.
"""

__version__ = "0.1.0"
