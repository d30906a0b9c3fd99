"""`python -m placeplanner`: the command line; `placeplanner open` brings up the window."""

from placeplanner.cli import main

if __name__ == "__main__":
    main()
