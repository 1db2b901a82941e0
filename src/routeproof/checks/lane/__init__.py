"""The lane that every change has to pass."""

from routeproof.checks.lane import (
    lane_audit_agrees,
    lane_context_emitted,
    lane_job_cannot_skip,
    lane_job_fails_hard,
    lane_job_needed,
    lane_need_exists,
    lane_runs_routeproof,
    lane_sentinel_strict,
)

CHECKS = (
    lane_audit_agrees.CHECK,
    lane_context_emitted.CHECK,
    lane_job_cannot_skip.CHECK,
    lane_job_fails_hard.CHECK,
    lane_job_needed.CHECK,
    lane_need_exists.CHECK,
    lane_runs_routeproof.CHECK,
    lane_sentinel_strict.CHECK,
)
