"""What changes people and their ways to sign in; every change leaves an audit entry."""
