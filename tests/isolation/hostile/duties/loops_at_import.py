"""Never ends its own import."""

while True:
    pass
