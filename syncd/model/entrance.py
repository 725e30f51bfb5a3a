"""Where a learner enters a course: the address at its own site that leads there. Pure.

A site at which people sign in with their one account has an address that signs them in and takes them to a page. Elsewhere it is
Moodle's own page of the course, which every site has, and which shows the site's own form to whoever is not signed in.
"""

from urllib.parse import urlencode


def entrance(site_url: str, course_id: int, *, sign_in: bool = False) -> str:
    """The address of a course of the site at `site_url`; `sign_in`: people sign in there at the identity issuer."""
    page = f"{site_url}/course/view.php?id={course_id}"
    return f"{site_url}/auth/asnsso/login.php?{urlencode({'wantsurl': page})}" if sign_in else page
