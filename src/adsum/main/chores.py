"""What the server does by itself, once a work day is over."""

from __future__ import annotations

from datetime import timedelta

from adsum.app.housekeeping import Chores, Housekeeping
from adsum.app.purge_jobs import PurgeJobs
from adsum.main.application import Application
from adsum.main.jobs import JobWorker

# How often it is asked whether a day is over.
_INTERVAL = 60.0


def purge_jobs(adsum: Application) -> PurgeJobs:
    """Return what deletes finished enrolment jobs."""
    return PurgeJobs(adsum.store, adsum.clock, timedelta(days=adsum.settings.job_days))


def housekeeping(adsum: Application) -> JobWorker:
    """Return the worker, to be started and stopped; the settings say which chores it has."""
    settings = adsum.settings
    propose = adsum.administration.propose_forgotten if settings.propose_forgotten else None
    purge = purge_jobs(adsum) if settings.job_days else None
    chores = Chores(propose, purge)
    work = Housekeeping(adsum.store, adsum.clock, adsum.company, chores)
    return JobWorker(work, _INTERVAL, "chores")
