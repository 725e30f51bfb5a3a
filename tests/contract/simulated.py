"""The contract suite's tenant under test, simulated, over a real socket."""

import itertools

from syncd.simulator.incidents import INCIDENTS
from syncd.simulator.population import FIRST_DAY
from syncd.simulator.server import SimulatorServer
from syncd.simulator.tenant import Centre, Tenant
from tests.contract.adapter import Learner
from tests.contract.uploads import digest, is_image


class SimulatedTenant:
    """Tenant 1 of a simulator; time passes by one second with each act."""

    def __init__(self, server: SimulatorServer) -> None:
        self.tenant: Tenant = server.world.tenants[1]
        self.tenant.reset()
        self.url = self.tenant.url
        self._clock = itertools.count(FIRST_DAY)
        self._people: dict[object, str] = {}

    @property
    def _site(self):
        return self.tenant.site

    def pin_centre(self, url, jwks):
        self.tenant.centre = Centre(url, jwks)

    def set_streams(self, *streams):
        self.tenant.streams = streams

    def set_paused(self, paused):
        self.tenant.paused = paused

    def make_course(self, title):
        return self._site.make_course(title, next(self._clock))

    def rename_course(self, course, title):
        self._site.rename_course(course, title)

    def open_between(self, course, opens, closes, limit):
        self._site.open_between(course, opens, closes, limit)

    def show_on_card(self, course, topics, name, image):
        # What it would be uploaded as never leaves a real site either.
        sent = image if name.endswith(".png") and is_image(image) else None
        sha256 = None if sent is None else digest(sent)
        self._site.images = self._site.images | ({} if sent is None else {sha256: sent})
        self._site.present_course(course, topics="\n".join(topics), image=sha256)

    def hide_course(self, course):
        self._site.hide_course(course)

    def show_course(self, course):
        self._site.offer_course(course)

    def delete_course(self, course):
        self._site.delete_course(course)

    def make_learner(self):
        handle = len(self._people)
        self._people[handle] = f"anon:{handle:032x}"
        return Learner(handle)

    def enrol(self, course, learner):
        return self._site.enrol(course, self._people[learner.handle], next(self._clock))

    enrol_self = enrol

    def unenrol(self, enrolment):
        self._site.unenrol(enrolment)

    def suspend(self, enrolment):
        self._site.suspend(enrolment)

    def complete(self, course, learner):
        return self._site.complete(course, self._people[learner.handle], next(self._clock))

    def withdraw_completion(self, completion):
        self._site.withdraw_completion(completion)

    def make_badge(self, name, course):
        return self._site.make_badge(name, next(self._clock), course)

    def issue_badge(self, badge, learner):
        return self._site.issue_badge(badge, self._people[learner.handle], next(self._clock))

    def revoke_badge(self, assertion):
        self._site.revoke_badge(assertion)

    def delete_badge(self, badge):
        self._site.delete_badge(badge)

    def rate(self, course, learner, stars, text):
        return self._site.rate(course, self._people[learner.handle], stars, text, next(self._clock))

    def withdraw_rating(self, rating):
        self._site.withdraw_rating(rating)

    def answer_rating(self, rating, text):
        self._site.answer_rating(rating, text, next(self._clock))

    def flag_rating(self, rating, reason):
        self._site.flag_rating(rating, reason)

    def report_rating(self, rating):
        self._site.report_rating(rating)

    def link_account(self, learner, subject):
        self._site.link_account(self._people[learner.handle], subject)
        self._people[learner.handle] = f"sub:{subject}"

    def erase(self, learner):
        self._site.erase_person(self._people[learner.handle])

    def prune_log(self):
        INCIDENTS["prune"](self.tenant)

    def back_up(self):
        INCIDENTS["back_up"](self.tenant)

    def restore(self):
        INCIDENTS["restore"](self.tenant)

    def declare_restored(self):
        INCIDENTS["new_epoch"](self.tenant)

    def publish_next_key(self):
        INCIDENTS["publish_key"](self.tenant)
