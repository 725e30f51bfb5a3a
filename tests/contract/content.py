"""What the contract suite puts on a site before it reads."""


def seed(tenant):
    """A course with one learner who has completed it, earned its badge and rated it."""
    course, learner = tenant.make_course("Tanda Tangan Elektronik"), tenant.make_learner()
    enrolment = tenant.enrol(course, learner)
    completion = tenant.complete(course, learner)
    badge = tenant.make_badge("Lencana Tanda Tangan", course)
    assertion = tenant.issue_badge(badge, learner)
    rating = tenant.rate(course, learner, 4, "Jelas dan ringkas")
    people = {"enrolment": enrolment, "completion": completion, "assertion": assertion, "rating": rating}
    return {"course": course, "badge_class": badge} | people
