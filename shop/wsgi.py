"""The WSGI door; production is the default, for it is what a server runs."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# A kept page is answered with one look at Redis. The thread that waited for it should not wait five
# milliseconds more for another one to let go of the interpreter.
sys.setswitchinterval(0.0005)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")
application = get_wsgi_application()
