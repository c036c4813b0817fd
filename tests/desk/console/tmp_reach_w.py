import collections, sys
from tests.desk.console.test_machine import *
from tests.desk.console.test_machine import Accounts
from tests.desks import installation, keys
seen=collections.Counter()
done=collections.Counter()
def test_reach(installation, keys, tmp_path):
    class Here(Accounts):
        def __init__(self): super().__init__(installation, keys, tmp_path)
        def teardown(self):
            if self.case:
                for e in self.log:
                    if e.matter: seen[(str(e.matter), str(e.event))]+=1
            super().teardown()
    from hypothesis import seed, HealthCheck
    run_state_machine_as_test(Here, settings=settings(max_examples=50, stateful_step_count=40, phases=(Phase.generate,), database=None))
    sys.__stderr__.write("\n".join(f"{k} {v}" for k,v in sorted(seen.items()))+"\n")
    missing=[(str(m),str(e)) for m in Matter for e in LIFECYCLES[m].events if (str(m),str(e)) not in seen]
    sys.__stderr__.write("MISSING "+str(missing))
