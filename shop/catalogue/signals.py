"""What the catalogue tells whoever listens."""

from django.dispatch import Signal

#: A product was saved, its attribute values too. Oscar writes those in bulk after `post_save` was
#: sent, so that one comes too early for who reads them. Sent for a new rating, too. Sends
#: `instance`.
product_written = Signal()

#: Products or categories stand at other addresses than before. Sends `addresses`: pairs of the
#: old path ("" for what is new) and the one from now on, as `get_absolute_url` gives them.
addresses_changed = Signal()
