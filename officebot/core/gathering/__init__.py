"""What a document needs from several people: asked for, promised, answered, reminded of. Pure."""
