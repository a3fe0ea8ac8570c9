use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::http::{Answer, plain};

/// Whether a server on this interface answers a request with this `Host`.
///
/// Guards against DNS rebinding: another site can point its own name at this machine and then read what is served here as
/// if it were its own. Requests of such a page have that name as `Host`, so the only name allowed is `localhost`, which no
/// site can own. On a loopback interface only loopback addresses are allowed; otherwise every address is, since only the
/// user knows which ones lead here, perhaps through a container or a router.
pub(super) fn is_allowed(host: &str, interface: IpAddr) -> bool {
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    let in_brackets = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let address = match in_brackets {
        Some(name) => name.parse::<Ipv6Addr>().map(IpAddr::from),
        None => name.parse::<Ipv4Addr>().map(IpAddr::from),
    };
    match address {
        Ok(address) => address.is_loopback() || !interface.is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

/// The answer to a request for a host that is not allowed.
pub(super) fn wrong_host() -> Answer<'static> {
    plain(
        421,
        b"This server answers under `localhost` and the IP addresses of its machine, under no other name.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(host: &str, interface: &str) -> bool {
        is_allowed(host, interface.parse().unwrap())
    }

    #[test]
    fn is_allowed_on_loopback_only_for_localhost() {
        for interface in ["127.0.0.1", "::1"] {
            for host in [
                "localhost",
                "LocalHost:4000",
                "127.0.0.1",
                "127.0.0.1:4000",
                "[::1]",
                "[::1]:80",
            ] {
                assert!(allowed(host, interface), "{host}");
            }
            for host in [
                "",
                "evil.example",
                "localhost.evil.example:4000",
                "127.0.0.1.evil.example",
                "evil.example:127.0.0.1",
                "localhost, evil.example",
                "192.168.1.5:4000",
                "::1",
                "[::1",
                "[127.0.0.1]",
                "[localhost]",
            ] {
                assert!(!allowed(host, interface), "{host}");
            }
        }
    }

    #[test]
    fn is_allowed_on_the_network_for_every_address_and_no_other_name() {
        for interface in ["0.0.0.0", "::", "192.168.1.5"] {
            for host in [
                "localhost:4000",
                "[::1]:4000",
                "192.168.1.5:4000",
                "[fe80::1]",
                "0.0.0.0:4000",
            ] {
                assert!(allowed(host, interface), "{host}");
            }
            assert!(!allowed("evil.example", interface));
        }
    }
}
