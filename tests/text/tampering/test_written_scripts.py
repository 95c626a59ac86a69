"""Scripts read without running them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha.text.tampering import written_scripts
from xuncha.text.tampering.script_order import hangs_on_condition, run_at_once
from xuncha.text.tampering.written_scripts import read_script

LINK = '<a href="http://www.q7w3.com/">资讯</a>'


def packed(body: str, words: str) -> str:
    """A script in the common packed form."""
    head = (
        "eval(function(p,a,c,k,e,d){e=function(c){return c};while(c--)if(k[c])p=p.replace(c,k[c]);return p}"
    )
    return f"{head}('{body}',36,{len(words.split('|'))},'{words}'.split('|'),0,{{}}))"


@pytest.mark.parametrize(
    ("script", "written", "obscured"),
    [
        ("document.write('<b>x</b>');", "<b>x</b>", False),
        ("document . writeln ( \"<a href=\\\"/x\\\">y</a>\" )", '<a href="/x">y</a>', False),
        ("document.write('<a '+'href=/x>'+'y</a>')", "<a href=/x>y</a>", False),
        ("document.write(unescape('%3Cb%3Ex%3C/b%3E'))", "<b>x</b>", False),
        ("document.write(unescape('%3c%61%20%68%72%65%66%3d%2f%3e'))", "<a href=/>", True),
        ("document.write(String.fromCharCode(0x3c,98,62,120))", "<b>x", True),
        ("document.write('\\x3c\\x62\\x3e\\u8d44')", "<b>资", True),
        ("document.write(atob('PGI+eDwvYj4='))", "<b>x</b>", True),
        ("document.write('>/rh<x>/rh<'.split('').reverse().join(''))", "<hr/>x<hr/>", True),
    ],
)  # fmt: skip
def test_what_is_written(script: str, written: str, obscured: bool) -> None:
    seen = read_script(script)
    assert written in seen.written
    assert seen.obscured is obscured


def test_the_packed_form_is_unpacked() -> None:
    seen = read_script(
        packed('0.1("<2 3=\\\\"4://5.6.7\\\\">8</2>")', "document|write|a|href|http|www|q7w3|com|资讯")
    )
    assert seen.obscured
    assert seen.written == '<a href="http://www.q7w3.com">资讯</a>'


def test_markup_put_by_other_means() -> None:
    seen = read_script(f"var s='{LINK}';document.getElementById('x').innerHTML=s;")
    assert seen.written == ""
    assert seen.put == (LINK,)


def test_markup_that_is_only_kept_is_not_put() -> None:
    assert read_script(f"var template='{LINK}';").put == ()


def test_a_link_made_by_hand() -> None:
    seen = read_script(
        "var a=document.createElement('a');a.href='http://www.q7w3.com/';document.body.appendChild(a)"
    )
    assert any("www.q7w3.com" in markup for markup in seen.put)


def test_writing_within_a_condition_is_put_but_not_written() -> None:
    seen = read_script(f"if(mobile){{document.write('{LINK}')}}")
    assert seen.written == ""
    assert seen.put == (LINK,)


def test_styles_set_at_once_and_within_functions() -> None:
    script = (
        "document.getElementById('a').style.display='none';document.getElementById(\"b\").style.fontSize='0';"
        "$('#c').hide();jQuery('#d').css('left','-999px');function f(){document.getElementById('e').style.display='none'}"
    )
    assert set(read_script(script).styles) == {
        ('[id="a"]', "display", "none"),
        ('[id="b"]', "font-size", "0"),
        ("#c", "display", "none"),
        ("#d", "left", "-999px"),
    }


def test_the_function_around_a_whole_script_does_not_count() -> None:
    assert read_script("$(function(){$('#c').hide();})").styles == (("#c", "display", "none"),)


@pytest.mark.parametrize(
    ("script", "parts"),
    [
        ("a();function f(){b()}c();", ["a();function f()", "c();"]),
        ("(function(){a()})();", ["(function(){a()})();"]),
        ("window.onload=function(){a()};x.onclick=()=>{b()};", ["window.onload=function(){a()};x.onclick=()=>", ";"]),
        ("if(x){a('}')}else{b(\"{\")}", ["if(x){a('}')}else{b(\"{\")}"]),
        ("function f(){", ["function f()"]),
    ],
)  # fmt: skip
def test_what_is_run_at_once(script: str, parts: list[str]) -> None:
    assert [script[start:end] for start, end in run_at_once(script)] == parts


@pytest.mark.parametrize(
    ("before", "hangs"),
    [
        ("", False),
        ("a();", False),
        ("if(x)", True),
        ("if(x){a();", True),
        ("if(x){a()}", False),
        ("else ", True),
        ("x&&", True),
        ("x?(", True),
        ("setTimeout(function(){", False),
        ("if(x){y()}window.", False),
        ("if(top!=self) top.", True),
    ],
)
def test_what_hangs_on_a_condition(before: str, hangs: bool) -> None:
    assert hangs_on_condition(f"{before}location='/a'", len(before)) is hangs


@pytest.mark.parametrize(
    ("script", "goes_to", "by_visitor"),
    [
        ("location.href='http://www.q7w3.com/'", ("http://www.q7w3.com/",), False),
        ("window.location.replace('//www.q7w3.com')", ("//www.q7w3.com",), False),
        (
            "if(document.referrer.indexOf('baidu')>0)location='http://www.q7w3.com/'",
            ("http://www.q7w3.com/",),
            True,
        ),
        ("if(location.href=='http://www.q7w3.com/'){x()}", (), False),
        ("var u='http://www.q7w3.com/'", (), False),
    ],
)
def test_where_a_script_sends_visitors(script: str, goes_to: tuple[str, ...], by_visitor: bool) -> None:
    seen = read_script(script)
    assert (seen.goes_to, seen.by_visitor) == (goes_to, by_visitor)


@given(
    st.text(alphabet="\\\"'x0u41%()+,.=<>{}|abdocument.writeunescapeatobStringfromCharCode \n", max_size=80)
)
@settings(max_examples=300, deadline=None)
def test_any_script_is_read_without_an_error(script: str) -> None:
    seen = read_script("document.write('" + script)
    assert isinstance(seen.written, str)
    assert read_script(script).by_visitor in (True, False)


def test_a_script_met_again_is_not_read_again_and_long_ones_are_not_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    really = written_scripts._read
    monkeypatch.setattr(written_scripts, "_read", lambda script: read.append(script) or really(script))
    short, long = f"document.write('{LINK}');/*once*/", f"document.write('{LINK}');" + " " * 60_000
    assert read_script(short) == read_script(short)
    assert read_script(long) == read_script(long)
    assert read == [short, long, long]
