"""The web process: Django behind a production server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havenline.settings")

application = get_wsgi_application()
