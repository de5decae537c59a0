"""Business documents as files: what they hold, laid out or as elements, whoever wrote them."""
