#include "core/domain/directory.hpp"

#include "core/runtime/awaiting.hpp"

namespace cocotalk::domain {
namespace {

void copy_first(std::string& to, const coco_bus_hosts& from) {
  if (from.n_hosts != 0) to = coco::text(from.hosts[0]->address);
}

}  // namespace

void Directory::announce(std::uint64_t links) {
  const coco::Lease<coco_bus> bus = world_.host.acquire<coco_bus>(COCO_BUS);
  const coco_bus* const table = bus ? &*bus : alone_.table();
  table->announce(table->self, coco::view(""), links);
}

// A bus that cannot be asked sends nobody away.
runtime::Task<std::string> Directory::least_loaded() {
  const coco::Lease<coco_bus> bus = world_.host.acquire<coco_bus>(COCO_BUS);
  const coco_bus* const table = bus ? &*bus : alone_.table();
  runtime::Awaiting<std::string, coco_bus_hosts> answer(world_.executor, &copy_first);
  table->hosts(table->self, answer.completion());
  co_await answer;
  if (answer.status() != COCO_OK) co_return std::string();
  co_return std::move(answer.kept());
}

}  // namespace cocotalk::domain
