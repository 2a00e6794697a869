"""Oscar's order dashboard with our services behind its buttons."""
