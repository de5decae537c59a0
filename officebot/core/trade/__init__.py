"""What business documents say: quotes, orders, confirmations, delivery notes, invoices; whatever form they come in."""
