#include "core/host/replacement.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::host {
namespace {

using Clock = std::chrono::steady_clock;

// How long the storage's callers wait at most for the calls that are under way.
constexpr std::chrono::seconds patience{2};

bool keeps_the_storage(const Successor& successor) {
  return std::ranges::count(successor.planned->library.description().provides, COCO_STORAGE) != 0;
}

}  // namespace

std::chrono::nanoseconds Replacement::perform(std::vector<Successor> successors) {
  const auto first_storage = std::stable_partition(successors.begin(), successors.end(), std::not_fn(keeps_the_storage));
  std::vector<Started> started_ones;
  try {
    for (auto at = successors.begin(); at != first_storage; ++at) {
      refuse_if_interrupted();
      started_ones.push_back({at->seat, started(at->planned)});
    }
    for (auto at = first_storage; at != successors.end(); ++at) hand_over_storage(*at);
  } catch (const Refused&) {
    for (Started& one : started_ones) around_.retired.dismiss(std::move(one.successor), Clock::now());
    throw;
  }
  for (Started& one : started_ones) {
    one.successor.instance->succeed(*around_.seats[one.seat].instance);
    around_.retired.add(around_.seats.exchange(one.seat, std::move(one.successor)), Clock::now());
  }
  return first_storage == successors.end() ? std::chrono::nanoseconds(0) : around_.storage->last_pause();
}

void Replacement::refuse_if_interrupted() const {
  if (around_.is_interrupted()) throw Refused({"the host is stopping; nothing was replaced"});
}

Seat Replacement::started(const std::shared_ptr<const PlannedPlugin>& planned) {
  Seat seat{planned, nullptr};
  try {
    seat.instance = std::make_unique<plugins::Instance>(planned->library, planned->settings, around_.lending);
    seat.instance->start();
  } catch (const coco::Error& e) {
    const std::string why = planned->library.file() + ": " + e.what();
    if (seat.instance) around_.retired.dismiss(std::move(seat), Clock::now());
    throw Refused({why});
  }
  return seat;
}

// ---- the storage

void Replacement::hand_over_storage(const Successor& successor) {
  refuse_if_interrupted();
  const std::shared_ptr<const PlannedPlugin> before = around_.seats[successor.seat].planned;
  settle_storage(successor.seat);
  around_.storage->hold();
  try {
    end_storage(successor.seat);
  } catch (const Refused&) {
    around_.storage->resume();
    throw;
  }
  Seat gone;
  try {
    gone = begin_storage(successor.seat, successor.planned);
  } catch (const coco::Error& e) {
    const std::string why = successor.planned->library.file() + ": " + e.what();
    try {
      gone = begin_storage(successor.seat, before);
    } catch (const coco::Error& again) {
      around_.storage->resume();
      around_.lending.stop_host(1, std::string("the storage cannot go on: ") + again.what());
      throw Refused({why, std::string("and the old one does not start again: ") + again.what() + "; the host ends"});
    }
    around_.storage->resume();
    throw Refused({why});
  }
  around_.storage->resume();
}

// So that its end is short.
void Replacement::settle_storage(std::size_t seat) {
  const coco_storage& storage = *static_cast<const coco_storage*>(around_.seats[seat].instance->table(COCO_STORAGE));
  if (COCO_HAS(&storage, settle) && storage.settle != nullptr) storage.settle(storage.self);
}

// Until now nothing has changed, if a call takes too long.
void Replacement::end_storage(std::size_t seat) {
  plugins::Instance& old = *around_.seats[seat].instance;
  if (!old.wait_for_calls(Clock::now() + patience))
    throw Refused(
        {old.id() + ": a call takes longer than " + std::to_string(patience.count()) + " s, such as a backup; try again later"});
  if (old.stop(Clock::now() + around_.drain)) return;
  around_.lending.stop_host(1, "the storage does not stop");
  throw Refused({old.id() + ": does not stop; the host ends"});
}

Seat Replacement::begin_storage(std::size_t seat, const std::shared_ptr<const PlannedPlugin>& planned) {
  auto instance = std::make_unique<plugins::Instance>(planned->library, planned->settings, around_.lending);
  try {
    instance->start();
    around_.storage->define_again(*static_cast<const coco_storage*>(instance->table(COCO_STORAGE)));
  } catch (const coco::Error&) {
    if (!instance->stop(Clock::now() + around_.drain)) static_cast<void>(instance.release());  // its threads may still use it
    around_.retired.keep_mapped(planned, Clock::now());
    throw;
  }
  Seat gone = around_.seats.exchange(seat, {planned, std::move(instance)});
  around_.retired.keep_mapped(gone.planned, Clock::now());
  return gone;
}

}  // namespace cocotalk::host
