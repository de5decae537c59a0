"""The plugin that the checks are tried on has tests of its own; they are run by the checks."""

collect_ignore = ["good"]
