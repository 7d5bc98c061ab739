"""WSGI entry point."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from justice.rule_faults import faults

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
application = get_wsgi_application()
if found := faults():  # commands run the system checks, a web server does not
    raise ImproperlyConfigured("；".join(found))
