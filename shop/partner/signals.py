"""What stock tells whoever listens."""

from django.dispatch import Signal

#: The last free unit was reserved, or the first one came back. Sent inside the transaction of who
#: moves stock, so do nothing slow: `instance` is the stock record as the database now has it.
availability_changed = Signal()
