"""`officebot plugin check`: grades a plugin's sources, with a reason for each rule. The plugin runs in processes of its own."""
