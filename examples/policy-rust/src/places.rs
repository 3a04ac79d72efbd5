//! From how many places at once an account may be used. Safe and pure: no memory of the host, no clock.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where a device is: its IPv4 address, or the /64 of its IPv6 address, as phones change the rest of theirs every day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Address(Ipv4Addr),
    Network([u16; 4]),
    /// What is no address is a place of its own.
    Text(Vec<u8>),
}

impl Place {
    pub fn of(address: &[u8]) -> Place {
        match std::str::from_utf8(address).ok().and_then(|text| text.parse().ok()) {
            Some(IpAddr::V4(v4)) => Place::Address(v4),
            Some(IpAddr::V6(v6)) => match v6.to_ipv4_mapped() {
                Some(v4) => Place::Address(v4),
                None => Place::Network(network_of(v6)),
            },
            None => Place::Text(address.to_vec()),
        }
    }
}

fn network_of(address: Ipv6Addr) -> [u16; 4] {
    let [a, b, c, d, ..] = address.segments();
    [a, b, c, d]
}

/// A session as this rule sees it.
pub struct Seen {
    pub place: Place,
    pub seen_ms: i64,
}

/// Which of `sessions` end when somebody signs in at `incoming`: all of the places that were quiet for longest, until there are at most
/// `limit` places with the incoming one. `limit` is at least 1.
pub fn ended(limit: usize, incoming: &Place, sessions: &[Seen]) -> Vec<bool> {
    let mut others: Vec<(&Place, i64)> = Vec::new(); // each with its last sign of life
    for session in sessions.iter().filter(|session| session.place != *incoming) {
        match others.iter_mut().find(|(place, _)| **place == session.place) {
            Some((_, last_ms)) => *last_ms = session.seen_ms.max(*last_ms),
            None => others.push((&session.place, session.seen_ms)),
        }
    }
    others.sort_by_key(|(_, last_ms)| *last_ms); // stable: of two equally quiet ones the one that was first
    let too_many = (others.len() + 1).saturating_sub(limit);
    let quiet = &others[..too_many];
    sessions.iter().map(|session| quiet.iter().any(|(place, _)| **place == session.place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Sessions "address@last seen", and who of them ends as 'x'.
    fn ends(limit: usize, incoming: &str, sessions: &str) -> String {
        let seen: Vec<Seen> = sessions
            .split_whitespace()
            .map(|word| {
                let (address, seen_ms) = word.split_once('@').unwrap();
                Seen { place: Place::of(address.as_bytes()), seen_ms: seen_ms.parse().unwrap() }
            })
            .collect();
        let ended = ended(limit, &Place::of(incoming.as_bytes()), &seen);
        ended.iter().map(|&ends| if ends { 'x' } else { '-' }).collect()
    }

    #[test]
    fn any_number_of_devices_at_one_place() {
        assert_eq!(ends(1, "10.0.0.1", "10.0.0.1@1 10.0.0.1@2 10.0.0.1@3"), "---");
    }

    #[test]
    fn the_quietest_place_gives_way_with_all_its_devices() {
        assert_eq!(ends(2, "10.0.0.3", "10.0.0.1@5 10.0.0.2@4 10.0.0.2@3"), "-xx");
        assert_eq!(ends(2, "10.0.0.3", "10.0.0.1@5 10.0.0.2@4 10.0.0.2@6"), "x--");
        assert_eq!(ends(2, "10.0.0.3", "10.0.0.1@5 10.0.0.2@5"), "x-");
    }

    #[test]
    fn the_limit_itself_is_allowed() {
        assert_eq!(ends(3, "10.0.0.3", "10.0.0.1@1 10.0.0.2@1"), "--");
        assert_eq!(ends(2, "10.0.0.2", "10.0.0.1@1 10.0.0.2@1"), "--");
    }

    #[test]
    fn a_lowered_limit_ends_all_that_are_too_many() {
        assert_eq!(ends(1, "10.0.0.2", "10.0.0.1@1 10.0.0.2@1 10.0.0.3@9"), "x-x");
    }

    #[test]
    fn an_ipv6_place_is_its_network() {
        assert_eq!(ends(1, "2001:db8::1", "2001:db8::ffff@1 2001:db8:0:0:1::1@1"), "--");
        assert_eq!(ends(1, "2001:db8::1", "2001:db8:0:1::1@1"), "x");
        assert_eq!(ends(1, "::ffff:10.0.0.1", "10.0.0.1@1"), "-");
    }

    #[test]
    fn what_is_no_address_is_a_place_of_its_own() {
        assert_eq!(ends(1, "somewhere", "somewhere@1 elsewhere@1 10.0.0.1@1"), "-xx");
    }
}
