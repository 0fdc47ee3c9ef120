"""`python -m havenline` is the same as the `havenline` command."""

from havenline.cli import main

if __name__ == "__main__":
    main(prog_name="havenline")
