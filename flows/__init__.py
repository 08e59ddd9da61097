"""Where Prefect is: flows, their forms and schedules, and the server that shows them. No other folder imports it."""
