"""What happens to a record between the spider and the file: one verb a module."""
