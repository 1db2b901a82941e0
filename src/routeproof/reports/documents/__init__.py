"""What is shown of other results than a verdict: each a document of its own."""
