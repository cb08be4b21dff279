"""The version of this project, for setup.py, the records and the user agent."""

VERSION = "0.1.0"
