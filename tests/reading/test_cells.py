from mailbot.reading.cells import clean, suspect


def test_the_quick_look_at_a_row_passes_over_nothing_that_would_be_cleaned() -> None:
    characters = (chr(number) for number in range(0x110000))
    overlooked = [hex(ord(one)) for one in characters if clean(f"公{one}开") != (f"公{one}开", False) and not suspect(one)]
    assert overlooked == []


def test_the_quick_look_troubles_about_what_is_no_plain_text_only() -> None:
    assert not suspect("自信息形成或者变更之日起20个工作日内\n■政府网站\u3000□政府公报")
    assert suspect("1.38E+10")
    assert suspect("公_x000D_开")
