"""To the penny: what is shown is what is charged is the sum of the order's parts."""
