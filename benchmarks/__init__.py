"""What the README's figures come from. Every load goes to this machine and stops by itself."""
