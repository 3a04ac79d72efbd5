// Written by hand, without the barrier of plugin.hpp: an exception comes through the C function.
#include <cocotalk/abi.h>

#include <stdexcept>

namespace {

constexpr const char* nothing[] = {nullptr};

coco_status create(const coco_host*, const coco_setting*, std::uint64_t, void**, coco_error*) {
  throw std::runtime_error("out of everything");
}
coco_status start(void*, coco_error*) { return COCO_OK; }
void stop(void*, coco_completion drained) { drained.fn(drained.ctx, COCO_OK, nullptr, nullptr); }
void destroy(void*) {}
const void* interface_of(void*, const char*) { return nullptr; }

}  // namespace

extern "C" __attribute__((visibility("default"))) const coco_plugin coco_plugin_abi1;
extern "C" const coco_plugin coco_plugin_abi1 = {sizeof(coco_plugin),
                                                 COCO_MAGIC,
                                                 COCO_ABI_MAJOR,
                                                 COCO_ABI_MINOR,
                                                 0,
                                                 "across",
                                                 "1.0.0",
                                                 "the zoo",
                                                 nothing,
                                                 nothing,
                                                 nullptr,
                                                 &create,
                                                 &start,
                                                 &stop,
                                                 &destroy,
                                                 &interface_of,
                                                 nullptr};
