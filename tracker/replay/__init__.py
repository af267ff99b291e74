"""GitHub played back over real HTTP on loopback: the demo's upstream and the tests'."""
