"""The loop that takes due tenants' turns, and the chores beside it. Starts threads."""
