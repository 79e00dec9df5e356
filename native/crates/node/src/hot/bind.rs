use std::ffi::{CStr, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null_mut};
use std::rc::Rc;

use engine::EngineError;
use napi::bindgen_prelude::{Env, External, Object, Unknown};
use napi::{JsValue, check_status};
use napi_derive::napi;
use napi_sys as sys;

use super::block::{Block, word};
use super::calls;
use crate::error::{engine_error_json, internal_json};
use crate::session::{Session, State};

/// What one bound function carries.
struct Bound {
    session: Rc<Session>,
    block: Block,
    /// Keeps the block's memory alive.
    buffer: sys::napi_ref,
    call: Call,
}

/// A call on the run; the string is the function's one optional argument.
pub type Call = fn(&mut State, Block, Option<String>) -> Result<(), EngineError>;

const CALLS: [(&CStr, Call); 17] = [
    (c"advance", calls::advance),
    (c"begin", calls::begin),
    (c"end", calls::end),
    (c"submit", calls::submit),
    (c"bracket", calls::bracket),
    (c"cancel", calls::cancel),
    (c"modify", calls::modify),
    (c"oco", calls::oco),
    (c"ouo", calls::ouo),
    (c"hold", calls::hold),
    (c"order", calls::order),
    (c"openOrders", calls::open_orders),
    (c"sizing", calls::sizing),
    (c"portfolio", calls::portfolio),
    (c"notice", calls::notice),
    (c"finish", calls::finish),
    (c"convert", calls::convert),
];

/// The hot functions of a run and the block they share: `{block, advance, submit, …}`.
#[napi(catch_unwind, ts_return_type = "object")]
pub fn bind_session<'env>(env: &'env Env, session: &External<Rc<Session>>) -> napi::Result<Unknown<'env>> {
    let mut object = Object::new(env)?;
    let raw = env.raw();
    let mut data: *mut c_void = null_mut();
    let mut buffer: sys::napi_value = null_mut();
    // SAFETY: `raw` is the live environment of this call; the out pointers are local variables.
    check_status!(unsafe { sys::napi_create_arraybuffer(raw, word::COUNT * 8, &mut data, &mut buffer) }, "the block cannot be made")?;
    let words = NonNull::new(data.cast::<u64>()).ok_or_else(|| crate::error::internal("the block has no memory"))?;
    // SAFETY: an ArrayBuffer of COUNT words, aligned for any number; V8 never moves it, each function holds a reference to it, and
    // `native.ts` hands it to nobody who could detach it. JavaScript and these functions run on one thread.
    let block = unsafe { Block::new(words) };
    // SAFETY: `buffer` is a value of this environment.
    let value = unsafe { Unknown::from_raw_unchecked(raw, buffer) };
    object.set("block", value)?;
    for (name, call) in CALLS {
        let mut reference: sys::napi_ref = null_mut();
        // SAFETY: `buffer` is a live value of this environment, the out pointer a local variable.
        check_status!(unsafe { sys::napi_create_reference(raw, buffer, 1, &mut reference) }, "the block cannot be held")?;
        let bound = Box::into_raw(Box::new(Bound { session: Rc::clone(session), block, buffer: reference, call }));
        let function = make_function(raw, name, bound)?;
        // SAFETY: `function` is a value of this environment.
        let function = unsafe { Unknown::from_raw_unchecked(raw, function) };
        object.set(name.to_str().unwrap_or_default(), function)?;
    }
    Ok(object.to_unknown())
}

fn make_function(raw: sys::napi_env, name: &CStr, bound: *mut Bound) -> napi::Result<sys::napi_value> {
    let mut function: sys::napi_value = null_mut();
    let length = name.to_bytes().len() as isize;
    // SAFETY: `name` is valid for `length` bytes; `bound` stays valid until `release`, which runs when the function is collected.
    let made = unsafe { sys::napi_create_function(raw, name.as_ptr(), length, Some(enter), bound.cast(), &mut function) };
    if made != sys::Status::napi_ok {
        // SAFETY: nothing else has seen the pointer.
        drop(unsafe { Box::from_raw(bound) });
        return Err(crate::error::internal("a native function cannot be made"));
    }
    // SAFETY: as above; the finalizer is the only place that frees `bound`.
    let held = unsafe { sys::napi_add_finalizer(raw, function, bound.cast(), Some(release), null_mut(), null_mut()) };
    check_status!(held, "a native function cannot be bound")?;
    Ok(function)
}

/// Frees what a bound function carried.
unsafe extern "C" fn release(env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `data` came from `Box::into_raw` in `bind_session`, and a finalizer runs once.
    let bound = unsafe { Box::from_raw(data.cast::<Bound>()) };
    // SAFETY: the reference was made in this environment. A failure at its end is of no consequence: the memory goes with it.
    unsafe { sys::napi_delete_reference(env, bound.buffer) };
}

/// The one entry of all hot calls.
unsafe extern "C" fn enter(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let mut data: *mut c_void = null_mut();
    let mut arguments: [sys::napi_value; 1] = [null_mut()];
    let mut count = 1;
    // SAFETY: `env` and `info` are those of this call, the out pointers local variables of the stated length.
    unsafe { sys::napi_get_cb_info(env, info, &mut count, arguments.as_mut_ptr(), null_mut(), &mut data) };
    let Some(bound) = NonNull::new(data.cast::<Bound>()) else { return null_mut() };
    // SAFETY: the function is being called, so it has not been collected and `release` has not run.
    let bound = unsafe { bound.as_ref() };
    let text = if count > 0 { text_of(env, arguments[0]) } else { None };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let mut state = bound.session.state.try_borrow_mut().map_err(|_| internal_json("the run is in use"))?;
        (bound.call)(&mut state, bound.block, text).map_err(|error| engine_error_json(&error))
    }));
    let message = match outcome {
        Ok(Ok(())) => return null_mut(),
        Ok(Err(message)) => message,
        Err(panic) => internal_json(&panic_text(panic.as_ref())),
    };
    throw(env, &message);
    null_mut()
}

/// A string argument; anything else is none.
fn text_of(env: sys::napi_env, value: sys::napi_value) -> Option<String> {
    let mut length = 0;
    // SAFETY: `value` is an argument of the running call; a null buffer asks for the length alone.
    let status = unsafe { sys::napi_get_value_string_utf8(env, value, null_mut(), 0, &mut length) };
    if status != sys::Status::napi_ok {
        return None;
    }
    let mut bytes = vec![0u8; length + 1];
    // SAFETY: the buffer holds the text and its terminator.
    unsafe { sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), bytes.len(), &mut length) };
    bytes.truncate(length);
    String::from_utf8(bytes).ok()
}

fn throw(env: sys::napi_env, message: &str) {
    let text: Vec<u8> = message.bytes().filter(|byte| *byte != 0).chain([0]).collect();
    // SAFETY: `text` ends with a zero and is copied before the call returns.
    unsafe { sys::napi_throw_error(env, null_mut(), text.as_ptr().cast()) };
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the native core stopped: {}", text.unwrap_or_else(|| "no reason given".to_owned()))
}
