import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# All code is loaded now and stays. The collector must not look through it again and again: that
# took 60 ms in the middle of every twentieth page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
