"""Where a learner enters a course: the address of its page on its own site. Pure.

It is Moodle's own page of the course, which every site has. A site where people sign in with their one account sends whoever is
not signed in to the identity issuer and back to this page; a site without it shows its own form.
"""


def entrance(site_url: str, course_id: int) -> str:
    """The address of a course of the site at `site_url`."""
    return f"{site_url}/course/view.php?id={course_id}"
