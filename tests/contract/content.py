"""What the contract suite puts on a site before it reads."""


def seed(tenant):
    """A course with one learner who has completed it and earned its badge."""
    course, learner = tenant.make_course("Tanda Tangan Elektronik"), tenant.make_learner()
    enrolment = tenant.enrol(course, learner)
    completion = tenant.complete(course, learner)
    badge = tenant.make_badge("Lencana Tanda Tangan", course)
    assertion = tenant.issue_badge(badge, learner)
    return {"course": course, "enrolment": enrolment, "completion": completion, "badge_class": badge, "assertion": assertion}
