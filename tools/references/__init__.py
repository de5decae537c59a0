"""Pages of docs/reference/ made from the code: duties, actions, events, the SDK."""
