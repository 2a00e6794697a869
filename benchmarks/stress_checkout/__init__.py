"""Two hundred shoppers at once, accidents included, and then the books: `make stress-checkout`.

__main__   the order of events, the time limit, the clean-up
settings   the shop's settings of a run; `apps` shortens its patience
servers    the run's own database, broker and cache
programs   web server, worker and beat: started, killed, started again
world      what is for sale, and who has an account
browser    one shopper's browser: cookies, forms, clicks, a server that is gone
shoppers   whole journeys, from the home page to the confirmation
trouble    killing programs, and a provider that tells everything twice and in disorder
books      the audit: reads the database and names every inconsistency
report     the table
"""
