"""`python -m framing`: the command, where its script is not on the path."""

from framing.cli import main

main()
