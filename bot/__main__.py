"""`python -m bot`: the same command line as `factdesk`."""

from __future__ import annotations

from handlers.program import main

if __name__ == "__main__":
    main()
