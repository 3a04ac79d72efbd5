// A lease on a provider the application cannot do without.
#pragma once

#include <cocotalk/error.hpp>
#include <cocotalk/host.hpp>

#include <string>

namespace cocotalk::domain {

// Throws coco::Error while nobody provides the interface: a plugin that is left out leaves a hole.
template <class Table>
coco::Lease<Table> lease_on(const coco::Host& host, const char* interface_id) {
  coco::Lease<Table> out = host.acquire<Table>(interface_id);
  if (!out) throw coco::Error(COCO_UNAVAILABLE, "nobody provides " + std::string(interface_id));
  return out;
}

}  // namespace cocotalk::domain
