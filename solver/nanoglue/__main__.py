"""Run the command line: ``python -m nanoglue``."""

from nanoglue.cli.app import main

if __name__ == "__main__":
    main()
