"""Purchase orders: what was ordered, what suppliers say of it, what came, and what is late. Pure."""
