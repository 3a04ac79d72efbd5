// COCO_EXPORT: a class becomes the one exported symbol of a plugin.
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/bind.hpp>
#include <cocotalk/completion.hpp>
#include <cocotalk/error.hpp>
#include <cocotalk/fault.hpp>
#include <cocotalk/host.hpp>
#include <cocotalk/settings.hpp>

#include <cstdint>
#include <exception>
#include <iterator>
#include <utility>

namespace coco {
namespace detail {

template <class T>
concept DeclaresSettings = requires {
  std::size(T::settings);
};

template <class T>
concept Retires = requires(T plugin, Completion empty) {
  plugin.retire(std::move(empty));
};

template <class T>
struct Exported {
  static coco_status create(const coco_host* host, const coco_setting* values, std::uint64_t n, void** self,
                            coco_error* error) noexcept {
    host_of_faults = host;
    return guard(error, [&] { *self = new T(Host(host), Settings(values, n)); });
  }
  static coco_status start(void* self, coco_error* error) noexcept {
    return guard(error, [&] { static_cast<T*>(self)->start(); });
  }
  static void stop(void* self, coco_completion drained) noexcept {
    answered(drained, [self](Completion&& done) { static_cast<T*>(self)->stop(std::move(done)); });
  }
  static void retire(void* self, coco_completion empty) noexcept requires Retires<T> {
    answered(empty, [self](Completion&& done) { static_cast<T*>(self)->retire(std::move(done)); });
  }
  static void destroy(void* self) noexcept {
    delete static_cast<T*>(self);
    host_of_faults = nullptr;
  }
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
    if constexpr (Retires<T>) p.retire = &retire;
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
  static void answered(coco_completion raw, F&& f) noexcept {
    Completion done(raw);
    try {
      f(std::move(done));
    } catch (const std::exception& e) {
      if (done) done.fail(COCO_INTERNAL, e.what());
    } catch (...) {
      if (done) done.fail(COCO_INTERNAL, "an exception that is no std::exception");
    }
  }
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
