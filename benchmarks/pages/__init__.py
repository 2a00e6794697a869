"""How fast public pages are answered from the page cache, beside a view that does nothing."""
