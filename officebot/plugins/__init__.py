"""What people do with plugins: see where they come from, agree to them, write them, grade them."""
