"""`python -m routeproof`: the command line where no script folder is on the path."""

from routeproof.cli import main

main()
