"""The filter, run as the kernel runs it, on both architectures: what is refused, what is let through."""

from __future__ import annotations

import struct

import pytest

from officebot.isolation.filters import MACHINES, filter_of

ALLOWED, REFUSED, NO_SUCH_CALL, ENDED = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
#: Calls that Python cannot do without, by architecture: read, write, mmap, munmap, brk, futex, exit_group.
NEEDED = {"x86_64": (0, 1, 9, 11, 12, 202, 231), "aarch64": (63, 64, 222, 215, 214, 98, 94)}
THREAD = 0x003D0F00


def verdict(machine: str, number: int, arguments: tuple[int, ...] = (), audit: int | None = None) -> int:
    """What the filter answers: classic BPF over `struct seccomp_data` (linux/seccomp.h)."""
    known = MACHINES[machine].audit if audit is None else audit
    data = struct.pack("<iIQ6Q", number, known, 0, *arguments, *(0,) * (6 - len(arguments)))
    program = list(struct.iter_unpack("<HBBI", filter_of(machine)))
    held = at = 0
    while True:
        code, on_true, on_false, value = program[at]
        at += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
            continue
        is_true = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
        at += on_true if is_true else on_false


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_what_is_named_is_refused_and_what_python_needs_is_not(machine: str) -> None:
    for number in MACHINES[machine].refused.values():
        assert verdict(machine, number) == REFUSED
    for number in NEEDED[machine]:
        assert verdict(machine, number) == ALLOWED


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_threads_are_let_through_and_processes_are_not(machine: str) -> None:
    clone = MACHINES[machine].clone
    assert verdict(machine, clone, (THREAD,)) == ALLOWED
    assert verdict(machine, clone, (17,)) == REFUSED
    assert verdict(machine, 435) == NO_SUCH_CALL
    assert verdict(machine, 437) == NO_SUCH_CALL


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_only_its_own_limits_are_its_to_change(machine: str) -> None:
    assert verdict(machine, MACHINES[machine].prlimit, (0,)) == ALLOWED
    assert verdict(machine, MACHINES[machine].prlimit, (4711,)) == REFUSED


@pytest.mark.parametrize("machine", sorted(MACHINES))
@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        pytest.param(0x5401, ALLOWED, id="is it a terminal"),
        pytest.param(0x5451, ALLOWED, id="close it with the program"),
        pytest.param(0x5412, REFUSED, id="type for somebody else"),
        pytest.param(0x40086602, REFUSED, id="change a file's attributes"),
        pytest.param(0x8901, REFUSED, id="signal somebody"),
    ],
)
def test_of_an_open_file_only_harmless_things_are_asked(machine: str, wish: int, answer: int) -> None:
    assert verdict(machine, MACHINES[machine].ioctl, (0, wish)) == answer


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_a_pipe_signals_nobody(machine: str) -> None:
    for harmless in (1, 2, 3, 4, 6, 1030):
        assert verdict(machine, MACHINES[machine].fcntl, (0, harmless)) == ALLOWED
    for signals in (8, 10, 15, 1024, 1026):
        assert verdict(machine, MACHINES[machine].fcntl, (0, signals)) == REFUSED


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_no_process_takes_back_that_it_ends_with_its_parent(machine: str) -> None:
    assert verdict(machine, MACHINES[machine].prctl, (15,)) == ALLOWED
    assert verdict(machine, MACHINES[machine].prctl, (1,)) == REFUSED
    assert verdict(machine, MACHINES[machine].prctl, (4,)) == REFUSED


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_calls_of_another_architecture_end_the_process(machine: str) -> None:
    assert verdict(machine, 0, audit=0x40000003) == ENDED
    assert verdict(machine, 0x40000000) == REFUSED


def test_no_filter_is_made_for_a_machine_that_nobody_knows() -> None:
    with pytest.raises(OSError, match="riscv64"):
        filter_of("riscv64")


def test_the_filter_is_short_enough_for_the_kernel() -> None:
    assert all(len(filter_of(machine)) // 8 < 4096 for machine in MACHINES)
