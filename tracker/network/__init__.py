"""Every wire's bounds: how much is unpacked, how deep it nests, how long all of it takes."""
