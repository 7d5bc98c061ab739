"""Staff screens of the shelf: the machine, the audit log, people, one's own second factor."""
