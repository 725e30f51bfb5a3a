"""The contract suite's tenant under test, independent, over a real socket."""

from tests.contract.adapter import Learner
from tests.contract.uploads import digest, is_image
from tests.independent.tenant.server import Tenant
from tests.independent.tenant.site import Site

_AS_THE_SITE_SAYS = (
    *("make_course", "open_between", "hide_course", "show_course", "delete_course", "withdraw_completion"),
    *("make_badge", "delete_badge", "withdraw_rating", "answer_rating", "flag_rating", "report_rating"),
)


class IndependentTenant:
    """The acts of tests/contract/adapter.py on an independent tenant."""

    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.url = tenant, tenant.url
        self._people: dict[object, str] = {}
        for name in _AS_THE_SITE_SAYS:
            setattr(self, name, lambda *values, act=name: getattr(self._site, act)(*values))

    @property
    def _site(self) -> Site:
        return self.tenant.site

    def pin_centre(self, url, jwks):
        self.tenant.centre = (url, jwks.encode())

    def set_streams(self, *streams):
        self.tenant.streams = list(streams)

    def set_paused(self, paused):
        self.tenant.paused = paused

    def rename_course(self, course, title):
        self._site.put("course", id=course, title=title)

    def show_on_card(self, course, topics, name, image):
        sent = image if name.endswith(".png") and is_image(image) else None
        sha256 = None if sent is None else digest(sent)
        self._site.images |= {} if sent is None else {sha256: sent}
        self._site.put("course", id=course, topics="\n".join(topics), image=sha256)

    def make_learner(self):
        handle = len(self._people)
        self._people[handle] = f"anon:{handle:032x}"
        return Learner(handle)

    def enrol(self, course, learner):
        return self._site.enrol(course, self._people[learner.handle])

    enrol_self = enrol

    def unenrol(self, enrolment):
        course = int(str(self._site.tables["enrolment"][enrolment][1]))
        self._site.drop("enrolment", enrolment)
        self._site.count_places(course)

    def suspend(self, enrolment):
        self._site.put("enrolment", id=enrolment, status="suspended")

    def complete(self, course, learner):
        return self._site.complete(course, self._people[learner.handle])

    def issue_badge(self, badge, learner):
        return self._site.issue_badge(badge, self._people[learner.handle])

    def revoke_badge(self, assertion):
        self._site.drop("assertion", assertion)

    def rate(self, course, learner, stars, text):
        return self._site.rate(course, self._people[learner.handle], stars, text)

    def link_account(self, learner, subject):
        self._site.link_account(self._people[learner.handle], subject)
        self._people[learner.handle] = f"sub:{subject}"

    def erase(self, learner):
        self._site.erase(self._people[learner.handle])

    def prune_log(self):
        self._site.log.prune()

    def back_up(self):
        self.tenant.back_up()

    def restore(self):
        self.tenant.restore()

    def declare_restored(self):
        self.tenant.declare_restored()

    def publish_next_key(self):
        self.tenant.publish_next_key()
