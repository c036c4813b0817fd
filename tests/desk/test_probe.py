import pytest
from mpwizard.domain import *
from mpwizard.problems import *
from tests.desk.answers import *

@pytest.mark.parametrize("way", WAYS)
def test_walk(apply, way):
    a = apply(*way); v = a.finish(); print(way, v.state, v.record.subject)

def _t(f):
    try:
        r = f(); return "ok", getattr(r, "state", r)
    except BaseException as e:
        return type(e).__name__, str(e)[:200]

def test_probe(apply, desk):
    a = apply(); a.finish()
    print(_t(lambda: a.submit("entity", name="另一个名称公司"))); print(a.record.subject)
    print(_t(lambda: a.submit("entity_type", type="individual"))); print(a.record.entity_type)
    b = apply(email="b@example.com"); b.reach("administrator")
    print(_t(lambda: b.submit("activation")))
    _t(b.prove_mobile)
    b.save("administrator", name="", id_number="", mobile=b.answers["administrator"]["mobile"])
    print("scan", _t(lambda: b.around.scan(b.id, by_administrator=True)))
    c = apply(email="c@example.com"); c.save("account_type", type="service")
    print(c.view.standings)
    print(_t(lambda: c.submit("credentials")))
    print(_t(lambda: c.save("entity", name="\ud800x")))
    import datetime
    print(_t(lambda: c.save("entity", name=datetime.date(2026,1,1))))
    print(_t(lambda: c.save("entity", name=float("nan"))))
    print(_t(lambda: c.submit("credentials", password="\udcff"*9)))
    d = apply(); d.save("entity_type", type="enterprise"); d.save("entity", name="\uFA0C店"); print(d.record.subject)
    print(_t(lambda: d.save("entity_type", type=["x"]))); print(_t(lambda: d.view))
