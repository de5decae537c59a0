"""The only code that talks to the outside: mail servers, folders, worker processes."""
