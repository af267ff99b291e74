"""What operating systems do differently: locks that end with their process, who lives, memory of threads.

Linux and macOS have both. Where one is missing (Windows) nothing is locked, nobody is called dead, and what
a killed process left behind stays: the tracker then is for one process at a time, and never removes what
another may still be using.
"""

from __future__ import annotations

import ctypes
import gc
import os
import socket
import uuid

try:
    import fcntl
except ImportError:  # not POSIX
    fcntl = None  # type: ignore[assignment]

ARENA_MAX = -8  # M_ARENA_MAX of glibc's mallopt
ARENAS = 2  # places from which all threads take their memory
YOUNG = 10_000  # objects more than before, until Python looks for cycles among the new ones
HOST = 50  # characters of a machine's name in a holder


def lock(handle: int, *, wait: bool = True) -> bool:
    """Take the exclusive lock of an open file or folder; it ends with the handle, however that ends.

    False when another holds it (only with `wait` off), or when this system has no such locks.
    """
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def opens_folders() -> bool:
    """Whether a folder can be opened like a file, to lock it or to have its names on the disk."""
    return os.name == "posix"


def is_gone(pid: int) -> bool:
    """Whether there certainly is no such process on this machine; False where that cannot be asked."""
    if os.name != "posix":  # elsewhere a signal of 0 is no question: it ends the process
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # another user's, or no number of a process
        return False
    return False


def holder() -> str:
    """A name for who holds a claim: 'HOST:PID:RANDOM', new each time."""
    return f"{_host()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"


def pid_here(held_by: str) -> int | None:
    """The process number of a holder on this machine; None when it is another's or unreadable."""
    host, _, rest = held_by.partition(":")
    pid = rest.partition(":")[0]
    here = host == _host() and pid.isascii() and pid.isdigit() and len(pid) < 11
    return int(pid) if here else None


def holder_is_gone(held_by: str) -> bool:
    """Whether a holder certainly is gone: a process of this machine that no longer exists."""
    pid = pid_here(held_by)
    return pid is not None and is_gone(pid)


def _host() -> str:
    return socket.gethostname()[:HOST]


def share_memory() -> bool:
    """Let all threads take memory from a few places, so that what one gave back another can use.

    glibc has a place for each thread, and never returns what lies between two things still in use: a server
    of forty threads grows by half. False where the C library is another: it has no such thing, nor the need.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(ARENA_MAX, ARENAS))
    except (AttributeError, OSError, TypeError):
        return False


def gather_memory() -> None:
    """Put Python's cycle collector off until `settle_memory`: what a server reads at its start, it keeps."""
    gc.disable()


def settle_memory() -> None:
    """Let Python's cycle collector pass over all that is there now: a server has it for as long as it lives.

    It looked through a million objects of imported code and templates again and again, 0.1 s each time, in
    the middle of some page. What is made from here on is looked at as before.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    gc.enable()
