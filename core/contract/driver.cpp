#include "core/contract/driver.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace cocotalk::contract {

const coco_transport_driver& load_driver(const std::filesystem::path& file) {
  void* const library = ::dlopen(std::filesystem::absolute(file).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(::dlerror());
  const auto* const table = static_cast<const coco_transport_driver*>(::dlsym(library, COCO_TRANSPORT_DRIVER_SYMBOL));
  if (table == nullptr)
    throw std::runtime_error(file.string() + ": exports no " COCO_TRANSPORT_DRIVER_SYMBOL
                                             "; write COCO_TRANSPORT_DRIVER(YourDriver) in one file of it");
  if (!COCO_HAS(table, is_ended))
    throw std::runtime_error(file.string() + ": its table is shorter than transport_driver.h has it; rebuild it with this SDK");
  return *table;
}

LibraryDriver::~LibraryDriver() {
  if (self_ != nullptr) table_.destroy(self_);
}

bool LibraryDriver::come(testing::Clients& net) {
  if (self_ == nullptr) self_ = table_.create(&net.table());
  return table_.come(self_) != 0;
}

void LibraryDriver::join(testing::Clients&, const std::string& topic) { table_.join(self_, coco::view(topic)); }

std::string LibraryDriver::heard(testing::Clients&) {
  std::string out;
  table_.heard(self_, testing::Clients::into(out));
  return out;
}

void LibraryDriver::stop_reading(testing::Clients&) { table_.stop_reading(self_); }

void LibraryDriver::hang_up(testing::Clients&) { table_.hang_up(self_); }

bool LibraryDriver::is_ended(testing::Clients&) { return table_.is_ended(self_) != 0; }

}  // namespace cocotalk::contract
