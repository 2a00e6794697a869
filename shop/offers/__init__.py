"""Oscar's offers and vouchers."""
