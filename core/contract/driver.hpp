// A driver of an author's own: clients of a protocol that this program does not speak, from a second library.
#pragma once

#include <cocotalk/testing/transport_driver.hpp>

#include <filesystem>
#include <string>

namespace cocotalk::contract {

// The table a library exports for `--driver`; it stays loaded until the process ends. Throws std::runtime_error.
const coco_transport_driver& load_driver(const std::filesystem::path& file);

// One client that the library plays.
class LibraryDriver : public testing::TransportDriver {
 public:
  explicit LibraryDriver(const coco_transport_driver& table) : table_(table) {}
  LibraryDriver(const LibraryDriver&) = delete;
  LibraryDriver& operator=(const LibraryDriver&) = delete;
  ~LibraryDriver() override;

  bool come(testing::Clients& net) override;
  void join(testing::Clients& net, const std::string& topic) override;
  std::string heard(testing::Clients& net) override;
  void stop_reading(testing::Clients& net) override;
  void hang_up(testing::Clients& net) override;
  bool is_ended(testing::Clients& net) override;

 private:
  const coco_transport_driver& table_;
  void* self_ = nullptr;  // made when it comes
};

}  // namespace cocotalk::contract
