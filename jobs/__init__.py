"""When things happen: the schedule, the runner, and one file a job."""
