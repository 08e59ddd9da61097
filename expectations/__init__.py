"""Stage 2, the gates: Great Expectations suites for landed tables and for the marts, and the engine that runs them."""
