"""The commands, one module for each: `command` is what the command line calls."""
