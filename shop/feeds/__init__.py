"""What leaves the shop for other people's programs: the product feed."""
