//! The plugin interface of `cocotalk/abi.h` and `cocotalk/session_policy.h`, by hand: only what a session policy touches. Names are those
//! of the C headers without `coco_`. Sizes are checked when this compiles.

use std::ffi::c_void;
use std::os::raw::c_char;

pub type Status = i32;
pub const OK: Status = 0;
pub const INTERNAL: Status = 11;

pub const MAGIC: u32 = 0x4f43_4f43;
pub const ABI_MAJOR: u16 = 1;
pub const ABI_MINOR: u16 = 0;
pub const SETTING_INTEGER: i32 = 2;

/// Bytes borrowed for the call. `data` may be null when `size` is 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct View {
    pub data: *const u8,
    pub size: u64,
}

#[repr(C)]
pub struct Error {
    pub code: Status,
    pub text: [u8; 252],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Completion {
    pub call: unsafe extern "C" fn(*mut c_void, Status, *const c_void, *const Error),
    pub ctx: *mut c_void,
}

#[repr(C)]
pub struct SettingSpec {
    pub size: u32,
    pub kind: i32,
    pub name: *const c_char,
    pub default_value: *const c_char,
    pub min: i64,
    pub max: i64,
    pub choices: *const *const c_char,
    pub help: *const c_char,
}

#[repr(C)]
pub struct Setting {
    pub size: u32,
    pub kind: i32,
    pub name: View,
    pub number: i64,
    pub text: View,
    pub items: *const View,
    pub n_items: u64,
}

/// A slot that stands here only for its place in the table.
pub type Unused = Option<unsafe extern "C" fn()>;

#[repr(C)]
pub struct Host {
    pub size: u32,
    pub reserved: u32,
    pub ctx: *mut c_void,
    pub log: Unused,
    pub log_enabled: Unused,
    pub acquire: Unused,
    pub release: Unused,
    pub metric: Unused,
    pub run_blocking: Unused,
    pub now_ms: Unused,
    pub random: Unused,
    pub health: Unused,
    pub stop_host: Unused,
    pub data_dir: View,
    pub plugin_id: View,
    /// Newer than the rest: there when `size` says so.
    pub fault: Option<unsafe extern "C" fn(*mut c_void, View)>,
}

#[repr(C)]
pub struct Plugin {
    pub size: u32,
    pub magic: u32,
    pub abi_major: u16,
    pub abi_minor: u16,
    pub n_settings: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub built_with: *const c_char,
    pub provides: *const *const c_char,
    pub needs: *const *const c_char,
    pub settings: *const SettingSpec,
    pub create: unsafe extern "C" fn(*const Host, *const Setting, u64, *mut *mut c_void, *mut Error) -> Status,
    pub start: unsafe extern "C" fn(*mut c_void, *mut Error) -> Status,
    pub stop: unsafe extern "C" fn(*mut c_void, Completion),
    pub destroy: unsafe extern "C" fn(*mut c_void),
    pub interface_of: unsafe extern "C" fn(*mut c_void, *const c_char) -> *const c_void,
    pub retire: Option<unsafe extern "C" fn(*mut c_void, Completion)>,
}

// ---- cocotalk.session-policy/1

#[repr(C)]
pub struct SignIn {
    pub size: u32,
    pub device: i32,
    pub account: i64,
    pub now_ms: i64,
    pub address: View,
    pub agent: View,
}

#[repr(C)]
pub struct Session {
    pub size: u32,
    pub device: i32,
    pub signed_in_ms: i64,
    pub seen_ms: i64,
    pub id: View,
    pub address: View,
    pub agent: View,
}

#[repr(C)]
pub struct Verdict {
    pub size: u32,
    pub admit: i32,
    pub reason: [u8; 128],
    pub ends: *mut u8,
}

#[repr(C)]
pub struct SessionPolicy {
    pub size: u32,
    pub reserved: u32,
    pub this: *mut c_void,
    pub decide: unsafe extern "C" fn(*mut c_void, *const SignIn, *const Session, u64, *mut Verdict),
}

// ---- the sizes of the C compiler, on every machine with 64-bit pointers

const fn is<T>(bytes: usize) -> bool {
    std::mem::size_of::<T>() == bytes
}
const _: () = assert!(is::<View>(16) && is::<Error>(256) && is::<Completion>(16));
const _: () = assert!(is::<SettingSpec>(56) && is::<Setting>(64) && is::<Host>(136) && is::<Plugin>(112));
const _: () = assert!(is::<SignIn>(56) && is::<Session>(72) && is::<Verdict>(144) && is::<SessionPolicy>(24));

// Tables and texts that never change may be seen from every thread.
unsafe impl Sync for SettingSpec {}
unsafe impl Sync for Plugin {}

/// A NULL-terminated list of texts.
#[repr(transparent)]
pub struct Texts<const N: usize>(pub [*const c_char; N]);
unsafe impl<const N: usize> Sync for Texts<N> {}
