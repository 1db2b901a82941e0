"""One module for each format of a verdict; none knows another."""
