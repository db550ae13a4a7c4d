"""Questions that a careful clerk would put to a report: functions from records to findings, no record changed."""
