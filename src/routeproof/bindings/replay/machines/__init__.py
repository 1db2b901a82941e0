"""The machines that every stage runs: given its flags, they do what it did."""
