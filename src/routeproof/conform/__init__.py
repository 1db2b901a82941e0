"""Conformance: code that others run, held to the specification. Each kind of it is a package with a face."""
