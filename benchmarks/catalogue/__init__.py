"""Listings, product pages, search and suggestions in catalogues of three sizes.

run       the sizes one after the other, and the table
measure   one size in a process of its own: fills a database, asks its pages, prints figures as JSON
shelves   what is in it: made in bulk, the same every time
settings  the shop's own, for one process
"""
