// Plugins take the places of others that are running: all of them, or none.
#pragma once

#include "core/host/retired.hpp"
#include "core/host/seats.hpp"
#include "core/host/storage_front.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cocotalk::host {

// Who is to sit where.
struct Successor {
  std::size_t seat;
  std::shared_ptr<const PlannedPlugin> planned;
};

// One replacement, on [main]. New plugins start beside the old ones, which serve meanwhile; when all have started the slots are
// exchanged and the old ones retire. The storage cannot be open twice: there the old one ends first, and begins again if the new
// one does not start.
class Replacement {
 public:
  struct Surroundings {
    Seats& seats;
    Retired& retired;
    const plugins::Lending& lending;
    StorageFront* storage;                        // nullptr: there is none
    std::chrono::milliseconds drain;              // how long the end of one plugin may take
    const std::function<bool()>& is_interrupted;  // the host is to stop
  };
  explicit Replacement(const Surroundings& surroundings) : around_(surroundings) {}

  // Throws Refused: then everybody sits where he sat. Answers how long calls had to wait.
  std::chrono::nanoseconds perform(std::vector<Successor> successors);

 private:
  struct Started {
    std::size_t seat;
    Seat successor;
  };
  Seat started(const std::shared_ptr<const PlannedPlugin>& planned);
  void hand_over_storage(const Successor& successor);
  void settle_storage(std::size_t seat);
  void end_storage(std::size_t seat);
  // Answers who sat there, to be destroyed when nobody waits any more.
  Seat begin_storage(std::size_t seat, const std::shared_ptr<const PlannedPlugin>& planned);
  void refuse_if_interrupted() const;

  const Surroundings around_;
};

}  // namespace cocotalk::host
