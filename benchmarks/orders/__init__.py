"""Placing an order and looking at a basket: our shop beside stock django-oscar, in one run.

run          what is measured, in which order, and the table
contestant   one shop in a process of its own, asked line by line
shops        what both must be able to do; `ours` and `stock` do it
settings     what both settings have in common: the same database server, cache and sessions
ours, stock  a shop each: its settings, its shelves, its way to the checkout's last button
"""
