"""`python -m onrecord`."""

from onrecord.serve.cli import main

main()
