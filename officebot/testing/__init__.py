"""What officebot's own tests, its demo and plugin authors share; import the module you need, each loads late."""
