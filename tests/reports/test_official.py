from tests.reports.make_template import TARGET, make


def test_the_shipped_template_is_the_one_the_script_makes() -> None:
    assert TARGET.read_bytes() == make()
