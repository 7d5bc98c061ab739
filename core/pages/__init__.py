"""Public pages (公开页面): what editors compose goes public through one gate, whatever button of Wagtail was pressed.

Models and services are imported from their modules, for this package is needed before the apps are loaded.
"""
