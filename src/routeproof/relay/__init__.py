"""The pure half of the runtime facade."""
