"""`python -m officebot`: the command line."""

from officebot.cli import main

if __name__ == "__main__":
    main()
