"""Serving over SSH: logins, limits and channels. What a session is and who may have which says `mpwizard.serving`.

Nothing else speaks SSH. It is imported by the commands that serve, and by nothing else: its library is an extra.
"""
