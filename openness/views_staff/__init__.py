"""Staff screens of openness, inside the Wagtail admin's frame (后台)."""
