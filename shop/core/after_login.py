"""What a visitor asked for before they had to log in; done once they have.

A form on a cached page posts, the wish is kept in the session, the log-in follows, and then the
wish is carried out: no address that acts by being visited, so no other site can cause it.
"""

from collections.abc import Callable
from time import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from shop.core.http import is_htmx

SESSION_KEY = "after_login"
MOST = 10  # wishes kept; the oldest give way
WITHIN = 30 * 60  # seconds a wish holds: the next person at this browser wants something else

# Takes user and target (an id), returns what to tell the shopper, or nothing.
Wish = Callable[..., str]

_wishes: dict[str, Wish] = {}


def register(name: str, wish: Wish) -> None:
    """Make `wish` known by its name; called by each room when Django starts."""
    _wishes[name] = wish


def log_in_first(request: HttpRequest, *, wish: str, target: int, back: str) -> HttpResponse:
    """Keep the wish, and lead to the log-in and from there `back`. Writes the session."""
    kept = [entry for entry in _kept(request) if entry[:2] != [wish, target]]
    request.session[SESSION_KEY] = [*kept, [wish, target, int(time())]][-MOST:]
    answer = redirect_to_login(back)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer


def carry_out(request: HttpRequest, user: Any) -> None:
    """Do what was asked for and say so; each once. Queries as the wishes do."""
    oldest = time() - WITHIN
    kept = _kept(request)
    request.session.pop(SESSION_KEY, None)
    for name, target, asked_at in kept:
        if asked_at >= oldest and name in _wishes:
            said = _wishes[name](user=user, target=target)
            if said:
                messages.success(request, said, fail_silently=True)


def _kept(request: HttpRequest) -> list[Any]:
    return list(request.session.get(SESSION_KEY, ()))
