// The C++ side of the waist: write a class, get a plugin. Header-only, C++20, exceptions inside.
//
//   class Limits {
//    public:
//     static constexpr char id[] = "policy-limits", version[] = "1.0.0";
//     static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
//     static constexpr const char* needs[] = {nullptr};
//     static constexpr coco_setting_spec settings[] = {coco::integer("sessions", "3", 1, 100, "sessions per device class")};
//     Limits(coco::Host host, const coco::Settings& settings);
//     void start();
//     void stop(coco::Completion&& drained);
//     const void* interface_of(std::string_view id);
//   };
//   COCO_EXPORT(Limits)
#pragma once

#include <cocotalk/abi.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace coco {

inline coco_view view(std::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view text(coco_view v) noexcept { return {v.data, static_cast<std::size_t>(v.size)}; }

// True when `table` is long enough to have the slot: newer slots must be asked for before they are called.
#define COCO_HAS(table, slot) (offsetof(std::remove_cvref_t<decltype(*(table))>, slot) + sizeof((table)->slot) <= (table)->size)

inline void set_error(coco_error* out, coco_status code, std::string_view why) noexcept {
  if (out == nullptr) return;
  out->code = code;
  std::size_t n = std::min(why.size(), sizeof out->text - 1);
  while (n > 0 && n < why.size() && (static_cast<unsigned char>(why[n]) & 0xC0) == 0x80) --n;  // never cut a character
  std::memcpy(out->text, why.data(), n);
  out->text[n] = '\0';
}

// The world's fault (disk full, wrong setting), as an exception. Caught by the waist or by one place per thread.
class Error : public std::runtime_error {
 public:
  Error(coco_status code, const std::string& why) : std::runtime_error(why), code_(code) {}
  coco_status code() const noexcept { return code_; }

 private:
  coco_status code_;
};

inline void throw_if(coco_status status, const coco_error& error) {
  if (status != COCO_OK) throw Error(status, error.text);
}

// The provider's end of a completion. Move it to where the answer will be known; dropping it answers "aborted".
class Completion {
 public:
  Completion() noexcept = default;
  explicit Completion(coco_completion raw) noexcept : raw_(raw) {}
  Completion(Completion&& other) noexcept : raw_(std::exchange(other.raw_, coco_completion{nullptr, nullptr})) {}
  Completion& operator=(Completion&& other) noexcept {
    if (this != &other) {
      drop();
      raw_ = std::exchange(other.raw_, coco_completion{nullptr, nullptr});
    }
    return *this;
  }
  ~Completion() { drop(); }

  // Answers success; `result` is of the type the slot documents.
  void ok(const void* result = nullptr) noexcept { answer(COCO_OK, result, nullptr); }
  void fail(coco_status code, std::string_view why, const void* result = nullptr) noexcept {
    coco_error error;
    set_error(&error, code, why);
    answer(code, result, &error);
  }
  explicit operator bool() const noexcept { return raw_.fn != nullptr; }

 private:
  void answer(coco_status code, const void* result, const coco_error* error) noexcept {
    const coco_completion raw = std::exchange(raw_, coco_completion{nullptr, nullptr});
    if (raw.fn != nullptr) raw.fn(raw.ctx, code, result, error);
  }
  void drop() noexcept {
    if (raw_.fn != nullptr) fail(COCO_ABORTED, "the provider dropped the request");
  }
  coco_completion raw_{nullptr, nullptr};
};

// The caller's end: turns a callable `void(coco_status, const Result*, const coco_error*)` into a completion. The callable lives
// on the heap until it is called, exactly once.
template <class Result, class F>
coco_completion on_completion(F&& f) {
  using Fn = std::decay_t<F>;
  return {[](void* ctx, coco_status status, const void* result, const coco_error* error) {
            const std::unique_ptr<Fn> fn(static_cast<Fn*>(ctx));
            (*fn)(status, static_cast<const Result*>(result), error);
          },
          new Fn(std::forward<F>(f))};
}

// ---- binding a class to a table

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
      report_all(COCO_INTERNAL, std::string_view(e.what()), arguments...);
      return failed(COCO_INTERNAL);
    } catch (...) {
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
// stop here: they fail the completion, fill the coco_error, or become the returned status.
#define COCO_BIND(table_type, slot, Class) (&::coco::detail::Thunk<Class, &Class::slot, decltype(table_type::slot)>::call)

// ---- the host, as a plugin sees it

// A leased table; gives the lease back. `lease->commit(lease->self, …)`.
template <class Table>
class Lease {
 public:
  Lease() noexcept = default;
  Lease(const coco_host* host, coco_lease raw) noexcept : host_(host), raw_(raw) {}
  Lease(Lease&& other) noexcept : host_(other.host_), raw_(std::exchange(other.raw_, coco_lease{nullptr, nullptr})) {}
  Lease& operator=(Lease&& other) noexcept {
    if (this != &other) {
      give_back();
      host_ = other.host_;
      raw_ = std::exchange(other.raw_, coco_lease{nullptr, nullptr});
    }
    return *this;
  }
  ~Lease() { give_back(); }
  explicit operator bool() const noexcept { return raw_.table != nullptr; }
  const Table* operator->() const noexcept { return static_cast<const Table*>(raw_.table); }
  const Table& operator*() const noexcept { return *static_cast<const Table*>(raw_.table); }

 private:
  void give_back() noexcept {
    if (raw_.table != nullptr) host_->release(host_->ctx, raw_);
    raw_ = {nullptr, nullptr};
  }
  const coco_host* host_ = nullptr;
  coco_lease raw_{nullptr, nullptr};
};

// A copyable handle; the host outlives the plugin. All methods [any].
class Host {
 public:
  explicit Host(const coco_host* raw) noexcept : raw_(raw) {}
  void log(coco_log_level level, std::string_view line) const { raw_->log(raw_->ctx, level, view(line)); }
  void debug(std::string_view line) const {
    if (raw_->log_enabled(raw_->ctx, COCO_LOG_DEBUG) != 0) log(COCO_LOG_DEBUG, line);
  }
  void info(std::string_view line) const { log(COCO_LOG_INFO, line); }
  void warn(std::string_view line) const { log(COCO_LOG_WARN, line); }
  void error(std::string_view line) const { log(COCO_LOG_ERROR, line); }
  // Empty when nobody provides it; only for ids in `needs`.
  template <class Table>
  Lease<Table> acquire(const char* interface_id) const {
    return Lease<Table>(raw_, raw_->acquire(raw_->ctx, interface_id));
  }
  std::int64_t* counter(const char* name, const char* help, const char* labels = "") const {
    return raw_->metric(raw_->ctx, COCO_METRIC_COUNTER, name, labels, help);
  }
  std::int64_t* gauge(const char* name, const char* help, const char* labels = "") const {
    return raw_->metric(raw_->ctx, COCO_METRIC_GAUGE, name, labels, help);
  }
  coco_status run_blocking(void (*fn)(void*), void* arg) const { return raw_->run_blocking(raw_->ctx, fn, arg); }
  std::int64_t now_ms() const { return raw_->now_ms(raw_->ctx); }
  void random(void* out, std::size_t size) const { raw_->random(raw_->ctx, out, size); }
  void health(coco_health state, std::string_view sentence) const { raw_->health(raw_->ctx, state, view(sentence)); }
  void stop_host(int exit_code, std::string_view why) const { raw_->stop_host(raw_->ctx, exit_code, view(why)); }
  std::string data_dir() const { return std::string(text(raw_->data_dir)); }
  const coco_host* raw() const noexcept { return raw_; }

 private:
  const coco_host* raw_;
};

// Adds to a metric from any thread.
inline void add(std::int64_t* metric, std::int64_t n = 1) noexcept { __atomic_fetch_add(metric, n, __ATOMIC_RELAXED); }

// ---- settings

constexpr coco_setting_spec setting(coco_setting_type type, const char* name, const char* value, std::int64_t min,
                                    std::int64_t max, const char* help, const char* const* choices = nullptr) {
  return {sizeof(coco_setting_spec), type, name, value, min, max, choices, help};
}
constexpr coco_setting_spec boolean(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_BOOL, name, value, 0, 0, help);
}
constexpr coco_setting_spec integer(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_INTEGER, name, value, min, max, help);
}
constexpr coco_setting_spec bytes(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_BYTES, name, value, min, max, help);
}
constexpr coco_setting_spec millis(const char* name, const char* value, std::int64_t min, std::int64_t max, const char* help) {
  return setting(COCO_SETTING_MILLIS, name, value, min, max, help);
}
constexpr coco_setting_spec string(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_TEXT, name, value, 0, 0, help);
}
constexpr coco_setting_spec choice(const char* name, const char* value, const char* const* choices, const char* help) {
  return setting(COCO_SETTING_CHOICE, name, value, 0, 0, help, choices);
}
constexpr coco_setting_spec list(const char* name, const char* value, const char* help) {
  return setting(COCO_SETTING_LIST, name, value, 0, 0, help);
}

// The validated settings a plugin is created with. Borrowed for the constructor. Asking for an undeclared name throws.
class Settings {
 public:
  Settings(const coco_setting* values, std::uint64_t n) noexcept : values_(values, n) {}
  std::int64_t number(std::string_view name) const { return find(name).number; }
  bool flag(std::string_view name) const { return find(name).number != 0; }
  std::string text(std::string_view name) const { return std::string(coco::text(find(name).text)); }
  std::vector<std::string> items(std::string_view name) const {
    const coco_setting& s = find(name);
    std::vector<std::string> out;
    for (std::uint64_t i = 0; i < s.n_items; ++i) out.emplace_back(coco::text(s.items[i]));
    return out;
  }

 private:
  const coco_setting& find(std::string_view name) const {
    for (const coco_setting& s : values_)
      if (coco::text(s.name) == name) return s;
    throw Error(COCO_INTERNAL, "setting '" + std::string(name) + "' is not declared");
  }
  std::span<const coco_setting> values_;
};

// ---- export

namespace detail {

template <class T>
concept DeclaresSettings = requires {
  std::size(T::settings);
};

template <class T>
struct Exported {
  static coco_status create(const coco_host* host, const coco_setting* values, std::uint64_t n, void** self,
                            coco_error* error) noexcept {
    return guard(error, [&] { *self = new T(Host(host), Settings(values, n)); });
  }
  static coco_status start(void* self, coco_error* error) noexcept {
    return guard(error, [&] { static_cast<T*>(self)->start(); });
  }
  static void stop(void* self, coco_completion raw) noexcept {
    Completion drained(raw);
    try {
      static_cast<T*>(self)->stop(std::move(drained));
    } catch (const std::exception& e) {
      if (drained) drained.fail(COCO_INTERNAL, e.what());
    } catch (...) {
      if (drained) drained.fail(COCO_INTERNAL, "an exception that is no std::exception");
    }
  }
  static void destroy(void* self) noexcept { delete static_cast<T*>(self); }
  static const void* interface_of(void* self, const char* id) noexcept { return static_cast<T*>(self)->interface_of(id); }

  static constexpr coco_plugin descriptor() noexcept {
    coco_plugin p{};
    p.size = sizeof(coco_plugin);
    p.magic = COCO_MAGIC;
    p.abi_major = COCO_ABI_MAJOR;
    p.abi_minor = COCO_ABI_MINOR;
    p.id = T::id;
    p.version = T::version;
    p.built_with = built_with;
    p.provides = T::provides;
    p.needs = T::needs;
    if constexpr (DeclaresSettings<T>) {
      p.settings = T::settings;
      p.n_settings = static_cast<std::uint32_t>(std::size(T::settings));
    }
    p.create = &create;
    p.start = &start;
    p.stop = &stop;
    p.destroy = &destroy;
    p.interface_of = &interface_of;
    return p;
  }

 private:
#if defined(__clang__)
#define COCO_COMPILER "clang " __clang_version__
#else
#define COCO_COMPILER "g++ " __VERSION__
#endif
#if defined(_LIBCPP_VERSION)
  static constexpr char built_with[] = COCO_COMPILER ", libc++";
#else
  static constexpr char built_with[] = COCO_COMPILER ", libstdc++";
#endif
  template <class F>
  static coco_status guard(coco_error* error, F&& f) noexcept {
    try {
      f();
      return COCO_OK;
    } catch (const Error& e) {
      set_error(error, e.code(), e.what());
      return e.code();
    } catch (const std::exception& e) {
      set_error(error, COCO_INTERNAL, e.what());
      return COCO_INTERNAL;
    } catch (...) {
      set_error(error, COCO_INTERNAL, "an exception that is no std::exception");
      return COCO_INTERNAL;
    }
  }
};

}  // namespace detail
}  // namespace coco

#define COCO_EXPORT(Class)                                                              \
  extern "C" __attribute__((visibility("default"))) const coco_plugin coco_plugin_abi1; \
  extern "C" const coco_plugin coco_plugin_abi1 = ::coco::detail::Exported<Class>::descriptor();
