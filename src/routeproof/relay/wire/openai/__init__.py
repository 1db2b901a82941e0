"""What the two protocols of one maker have alike."""
