"""The commands of `qilu` that run no spider, by what they are about, and what all share."""
