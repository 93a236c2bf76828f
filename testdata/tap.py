"""What the tests in Python print: one line of TAP for each case, with what failed as its comment."""


def run(cases, argument, skip=lambda name: ""):
    """Runs each case, a function named after what holds. skip: why the case of that name can't be run here, or nothing."""
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        name = case.__name__.replace("_", " ")
        reason = skip(name)
        if reason:
            print(f"ok {number} - {name} # SKIP {reason}")
            continue
        try:
            case(argument)
            print(f"ok {number} - {name}", flush=True)
        except AssertionError as e:
            point(number, name, [str(e)])


def point(number, name, faults):
    """One case by its faults; none: it holds."""
    print(f"{'not ok' if faults else 'ok'} {number} - {name}")
    for line in (line for fault in faults for line in str(fault).splitlines()):
        print(f"# {line}", flush=True)
