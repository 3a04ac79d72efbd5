// COCO_BIND: a class becomes a table. Exceptions stop here.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/completion.hpp>
#include <cocotalk/error.hpp>
#include <cocotalk/fault.hpp>
#include <cocotalk/view.hpp>

#include <cstddef>
#include <exception>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace coco {
namespace detail {

// What a slot's raw argument may become in the method: a view a string_view, a pointer a reference, a completion a Completion&&.
template <class T>
struct Argument {
  T value;
  operator T() const noexcept { return value; }
};
template <class T>
struct Argument<T*> {
  T* value;
  operator T*() const noexcept { return value; }
  operator T&() const noexcept { return *value; }
};
template <class R, class... A>
struct Argument<R (*)(A...)> {
  using Function = R (*)(A...);
  Function value;
  operator Function() const noexcept { return value; }
};
template <>
struct Argument<void*> {
  void* value;
  operator void*() const noexcept { return value; }
};
template <>
struct Argument<coco_view> {
  coco_view value;
  operator coco_view() const noexcept { return value; }
  operator std::string_view() const noexcept { return text(value); }
};
template <>
struct Argument<coco_completion> {
  Completion value;
  explicit Argument(coco_completion raw) noexcept : value(raw) {}
  operator Completion&&() noexcept { return std::move(value); }
};

inline void report(coco_status code, std::string_view why, Argument<coco_completion>& last) noexcept {
  if (last.value) last.value.fail(code, why);
}
inline void report(coco_status code, std::string_view why, Argument<coco_error*>& last) noexcept {
  set_error(last.value, code, why);
}
template <class T>
void report(coco_status, std::string_view, Argument<T>&) noexcept {}

template <class... A>
void report_all([[maybe_unused]] coco_status code, [[maybe_unused]] std::string_view why, A&... arguments) noexcept {
  (report(code, why, arguments), ...);
}

template <class Class, auto Method, class Slot>
struct Thunk;

template <class Class, auto Method, class R, class... A>
struct Thunk<Class, Method, R (*)(void*, A...)> {
  static R call(void* self, A... raw) noexcept { return guarded(static_cast<Class*>(self), Argument<A>{raw}...); }

 private:
  template <class... Adapted>
  static R guarded(Class* self, Adapted... arguments) noexcept {
    try {
      if constexpr (std::is_invocable_v<decltype(Method), Class*, Adapted&...>)
        return returned([&]() -> decltype(auto) { return (self->*Method)(arguments...); });
      else  // the method throws instead of filling the coco_error at the end
        return returned([&]() -> decltype(auto) {
          return without_last(self, std::make_index_sequence<sizeof...(Adapted) - 1>(), std::tie(arguments...));
        });
    } catch (const Error& e) {
      report_all(e.code(), e.what(), arguments...);
      return failed(e.code());
    } catch (const std::exception& e) {
      report_fault(e.what());
      report_all(COCO_INTERNAL, std::string_view(e.what()), arguments...);
      return failed(COCO_INTERNAL);
    } catch (...) {
      report_fault("an exception that is no std::exception");
      report_all(COCO_INTERNAL, "an exception that is no std::exception", arguments...);
      return failed(COCO_INTERNAL);
    }
  }
  template <std::size_t... I, class Tuple>
  static decltype(auto) without_last(Class* self, std::index_sequence<I...>, Tuple arguments) {
    return (self->*Method)(std::get<I>(arguments)...);
  }
  template <class F>
  static R returned(F&& call) {
    if constexpr (std::is_void_v<decltype(call())> && std::is_same_v<R, coco_status>) {
      call();
      return COCO_OK;
    } else {
      return call();
    }
  }
  static R failed(coco_status code) noexcept {
    if constexpr (std::is_same_v<R, coco_status>) {
      return code;
    } else if constexpr (!std::is_void_v<R>) {
      return R{};
    }
  }
};

}  // namespace detail

// The function for `slot` of a table type, calling the method of the same name of `Class` (table.self is the Class*). Exceptions
// stop here: they fail the completion, fill the coco_error, or become the returned status; any but a coco::Error is a defect, and
// the host is told.
#define COCO_BIND(table_type, slot, Class) (&::coco::detail::Thunk<Class, &Class::slot, decltype(table_type::slot)>::call)

}  // namespace coco
