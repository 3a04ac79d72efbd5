//! What stands between C and safe Rust: borrowed views become slices, and no panic passes.

use crate::abi::{Error, Host, Status, View, INTERNAL, OK};
use std::any::Any;
use std::panic::{catch_unwind, AssertUnwindSafe};

/// # Safety
/// `data` points to `n` values that live as long as the result is used; it may be null when `n` is 0.
pub unsafe fn slice<'a, T>(data: *const T, n: u64) -> &'a [T] {
    match n {
        0 => &[],
        _ => std::slice::from_raw_parts(data, n as usize),
    }
}

/// # Safety
/// As for `slice`.
pub unsafe fn bytes<'a>(view: View) -> &'a [u8] {
    slice(view.data, view.size)
}

/// Writes the beginning of a text and a NUL.
pub fn write_text(out: &mut [u8], text: &str) {
    let n = text.len().min(out.len() - 1);
    out[..n].copy_from_slice(&text.as_bytes()[..n]);
    out[n] = 0;
}

/// Runs `work`; when it panics the host is told of the defect and `fallback` answers.
pub fn contained<R>(host: Option<&Host>, work: impl FnOnce() -> R, fallback: impl FnOnce(&str) -> R) -> R {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let what = words_of(&*panic);
        tell(host, what);
        fallback(what)
    })
}

/// As `contained`, for calls that answer a status and an error.
pub fn contained_status(host: Option<&Host>, error: Option<&mut Error>, work: impl FnOnce()) -> Status {
    contained(
        host,
        || {
            work();
            OK
        },
        |what| {
            if let Some(error) = error {
                error.code = INTERNAL;
                write_text(&mut error.text, what);
            }
            INTERNAL
        },
    )
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic without words")
}

fn tell(host: Option<&Host>, what: &str) {
    let host = match host {
        Some(host) if host.size as usize >= std::mem::size_of::<Host>() => host,
        _ => return,
    };
    if let Some(fault) = host.fault {
        unsafe { fault(host.ctx, View { data: what.as_ptr(), size: what.len() as u64 }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_here_and_answers_the_fallback() {
        assert_eq!(contained(None, || 1, |_| 2), 1);
        assert_eq!(contained(None, || panic!("all is lost"), |what| what.len()), "all is lost".len());
        assert_eq!(contained(None, || panic!("all {} lost", "is"), |what| what.to_string()), "all is lost");
    }

    #[test]
    fn a_panic_becomes_an_error() {
        let mut error = Error { code: 0, text: [7; 252] };
        assert_eq!(contained_status(None, Some(&mut error), || panic!("{}", "x".repeat(300))), INTERNAL);
        assert_eq!((error.code, error.text[250], error.text[251]), (INTERNAL, b'x', 0));
    }

    #[test]
    fn nothing_may_be_null() {
        assert_eq!(unsafe { bytes(View { data: std::ptr::null(), size: 0 }) }, b"");
    }
}
