"""One function for each invariant that is judged: what a stage did, and the first witness against it."""
