"""What was made for everybody is kept, with what it was made from, until one of that changes.

Four calls, from wherever it is known: `made_from` notes the sources (`sources` names them) of the
response or data that is being made, `until` when it ends by itself, `everybodys` that a response
is the same for whoever asks, and `forget`, called by who
changes a source, makes whatever was made from it a miss, once the transaction is committed and
whichever process it was. `remember` keeps data that pages share. docs/page-cache.md says how.
"""

from shop.core.page_cache import sources
from shop.core.page_cache.changes import forget
from shop.core.page_cache.recording import everybodys, made_from, until
from shop.core.page_cache.shared import remember

__all__ = ["everybodys", "forget", "made_from", "remember", "sources", "until"]
