"""JSON pointers (RFC 6901): how a value names its place in a document."""


def pointer(*segments: str | int) -> str:
    """The pointer of the value reached by `segments` from the top; none of them gives the whole document."""
    return "".join(f"/{str(segment).replace('~', '~0').replace('/', '~1')}" for segment in segments)
