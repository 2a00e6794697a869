"""Oscar's catalogue dashboard with the one picture library."""
