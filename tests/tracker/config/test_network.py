"""How the network is reached: the variables of other programs, read as those read them."""

from __future__ import annotations

import pytest

from tracker.config import SettingsError, network


def proxy(url: str, **variables: str) -> str | None:
    found = network(variables).proxy(url)
    return found.url if found else None


@pytest.mark.parametrize(
    ("no_proxy", "direct", "by_proxy"),
    [
        ("localhost,[::1]", "http://[::1]:8080/", "http://[::2]/"),
        ("localhost,fd00::/8", "http://[fd12::7]/", "http://[fe80::1]/"),
        ("::1", "http://[::1]/", "http://127.0.0.1/"),
        ("10.0.0.0/8, .corp.test", "https://10.9.8.7/", "https://corp.text/"),
        ("corp.test", "https://git.corp.test/", "https://notcorp.test/"),
        ("*.corp.test", "https://git.corp.test/", "https://corp.test.evil/"),
        ("git.corp.test:8443", "https://git.corp.test:8443/", "https://git.corp.test/"),
        ("[::1]:80", "http://[::1]/", "http://example.test/"),
        ("nonsense[,]],a:b:c,*", "https://anything.test/", "ftp://x"),
        ("GitHub.COM", "https://api.github.com/", "https://github.company/"),
    ],
)
def test_no_proxy_holds_names_addresses_and_networks(no_proxy: str, direct: str, by_proxy: str) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        assert proxy(direct, ALL_PROXY="http://p:1", **{name: no_proxy}) is None
        if not by_proxy.startswith("ftp"):
            assert proxy(by_proxy, ALL_PROXY="http://p:1", **{name: no_proxy}) == "http://p:1"


def test_the_schemes_own_proxy_comes_before_the_one_for_all_and_small_letters_first() -> None:
    assert proxy("https://x", HTTPS_PROXY="http://a:1", ALL_PROXY="http://b:1") == "http://a:1"
    assert proxy("https://x", HTTPS_PROXY="http://a:1", https_proxy="c:1") == "http://c:1"
    assert proxy("http://x", HTTPS_PROXY="http://a:1") is None
    assert proxy("http://x", all_proxy="socks5://127.0.0.1:9") == "socks5://127.0.0.1:9"
    assert proxy("file:///x", ALL_PROXY="http://b:1") is None


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("htps://proxy.example", "HTTPS_PROXY begins with htps://"),
        ("http://", "HTTPS_PROXY is no address"),
        ("http://me:pass@", "HTTPS_PROXY is no address"),
        ("http://p:port", "HTTPS_PROXY is no address"),
        ("http://[::1", "HTTPS_PROXY is no address"),
    ],
)
def test_a_proxy_that_is_none_is_named_by_its_variable_without_its_password(value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        proxy("https://x", HTTPS_PROXY=value)
    assert "pass" not in str(refused.value)
