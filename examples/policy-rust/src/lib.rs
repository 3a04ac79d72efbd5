//! A session policy in Rust: an account may be used from so many places at once. Here is the wiring; the rule is in `places`.

mod abi;
mod places;
mod waist;

use abi::{Completion, Error, Host, Plugin, Session, SessionPolicy, Setting, SettingSpec, SignIn, Status, Texts, Verdict, OK};
use places::{ended, Place, Seen};
use std::ffi::{c_void, CStr};
use std::mem::size_of;
use std::os::raw::c_char;
use std::ptr::null;
use waist::{bytes, contained, contained_status, slice, write_text};

const SESSION_POLICY: &[u8] = b"cocotalk.session-policy/1\0";

/// One instance, from `create` to `destroy`. The host outlives it.
struct Policy {
    table: SessionPolicy,
    host: *const Host,
    limit: usize,
}

const fn text(nul_terminated: &'static [u8]) -> *const c_char {
    nul_terminated.as_ptr() as *const c_char
}

static PROVIDES: Texts<2> = Texts([text(SESSION_POLICY), null()]);
static NEEDS: Texts<1> = Texts([null()]);
static SETTINGS: [SettingSpec; 1] = [SettingSpec {
    size: size_of::<SettingSpec>() as u32,
    kind: abi::SETTING_INTEGER,
    name: text(b"places\0"),
    default_value: text(b"3\0"),
    min: 1,
    max: 1000,
    choices: null(),
    help: text(b"places (IPv4 addresses, IPv6 networks) an account may be used from at once; the quietest gives way\0"),
}];

#[export_name = "coco_plugin_abi1"]
pub static DESCRIPTOR: Plugin = Plugin {
    size: size_of::<Plugin>() as u32,
    magic: abi::MAGIC,
    abi_major: abi::ABI_MAJOR,
    abi_minor: abi::ABI_MINOR,
    n_settings: SETTINGS.len() as u32,
    id: text(b"policy-rust\0"),
    version: text(b"1.0.0\0"),
    built_with: text(b"rustc, edition 2021\0"),
    provides: &PROVIDES.0 as *const _,
    needs: &NEEDS.0 as *const _,
    settings: &SETTINGS as *const _,
    create,
    start,
    stop,
    destroy,
    interface_of,
    retire: None,
};

unsafe extern "C" fn create(host: *const Host, values: *const Setting, n: u64, out: *mut *mut c_void, error: *mut Error) -> Status {
    contained_status(host.as_ref(), error.as_mut(), || {
        let places = slice(values, n).iter().find(|value| bytes(value.name) == b"places").expect("every declared setting is given");
        let table = SessionPolicy { size: size_of::<SessionPolicy>() as u32, reserved: 0, this: std::ptr::null_mut(), decide };
        let policy = Box::into_raw(Box::new(Policy { table, host, limit: places.number as usize }));
        (*policy).table.this = policy as *mut c_void;
        *out = policy as *mut c_void;
    })
}

unsafe extern "C" fn start(_this: *mut c_void, _error: *mut Error) -> Status {
    OK
}

unsafe extern "C" fn stop(_this: *mut c_void, drained: Completion) {
    (drained.call)(drained.ctx, OK, null(), null())
}

unsafe extern "C" fn destroy(this: *mut c_void) {
    drop(Box::from_raw(this as *mut Policy))
}

unsafe extern "C" fn interface_of(this: *mut c_void, interface_id: *const c_char) -> *const c_void {
    let known = CStr::from_ptr(interface_id).to_bytes_with_nul() == SESSION_POLICY;
    if known {
        &(*(this as *const Policy)).table as *const SessionPolicy as *const c_void
    } else {
        null()
    }
}

unsafe extern "C" fn decide(this: *mut c_void, incoming: *const SignIn, existing: *const Session, n: u64, verdict: *mut Verdict) {
    let policy = &*(this as *const Policy);
    let verdict = &mut *verdict;
    let ends = contained(
        policy.host.as_ref(),
        || {
            let sessions: Vec<Seen> = slice(existing, n)
                .iter()
                .map(|session| Seen { place: Place::of(bytes(session.address)), seen_ms: session.seen_ms })
                .collect();
            Some(ended(policy.limit, &Place::of(bytes((*incoming).address)), &sessions))
        },
        |_| None,
    );
    verdict.admit = ends.is_some() as i32;
    match ends {
        Some(ends) => ends.iter().enumerate().filter(|(_, &ends)| ends).for_each(|(i, _)| *verdict.ends.add(i) = 1),
        None => write_text(&mut verdict.reason, "the session policy failed; what happened is in the host's log"),
    }
}
