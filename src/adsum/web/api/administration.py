"""The routes of administration, together: master data, punching, leave, reports, pay, accounts."""

from __future__ import annotations

from fastapi import APIRouter

from adsum.web.api import (
    attendance_list,
    audit,
    bulk,
    clocking,
    consents,
    corrections,
    credentials,
    dashboard,
    days,
    documents,
    leave,
    live,
    me,
    names,
    payroll,
    periods,
    previews,
    reports,
    users,
    webhooks,
)

ROUTERS: tuple[APIRouter, ...] = (
    clocking.router,
    corrections.router,
    leave.router,
    periods.router,
    days.router,
    attendance_list.router,
    reports.router,
    payroll.router,
    users.router,
    credentials.router,
    me.router,
    names.router,
    dashboard.router,
    live.router,
    consents.router,
    previews.router,
    audit.router,
    webhooks.router,
    bulk.router,
    *documents.routers,
)
