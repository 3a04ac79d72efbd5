// The transactions of a native link: what is sent and acknowledged between BEGIN and COMMIT waits for the latter. Then it is
// asked in order, with nothing of this link in between. Each frame has its own effect and its own answer: one that is refused
// takes none of the others back.
#include <cassert>

#include "transport-stomp/native_link.hpp"
#include "transport-stomp/services.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

// One frame may be as large as the transactions of a link together, and escaping at most doubles a head.
constexpr std::size_t unlimited = std::size_t{1} << 32;

}  // namespace

void NativeLink::begin(const Frame& frame) {
  const auto name = frame.header("transaction");
  if (!name) return protocol_error(frame, "malformed BEGIN", "BEGIN carries transaction");
  if (work().transactions.has(*name)) return protocol_error(frame, "transaction is open", "every BEGIN has its own transaction");
  if (work().transactions.is_full())
    return protocol_error(frame, "too many transactions", "commit or abort one of those that are open");
  work().transactions.begin(*name);
  receipt(frame.header_or_empty("receipt"));
}

// Its receipt, if it wants one, is that of its effect: it comes after COMMIT.
void NativeLink::keep_for_commit(const Frame& frame, std::string_view transaction) {
  if (!work().transactions.has(transaction)) return protocol_error(frame, "no such transaction", "BEGIN comes first");
  if (!work().transactions.add(transaction, frame))
    fail(&frame, close_too_large, "protocol", "too large", "the open transactions of the link hold as much as they may");
}

void NativeLink::abort(const Frame& frame) {
  const auto name = frame.header("transaction");
  if (!name || !work().transactions.has(*name))
    return protocol_error(frame, "no such transaction", "ABORT names an open transaction");
  work().transactions.take(*name);
  receipt(frame.header_or_empty("receipt"));
}

void NativeLink::commit(const Frame& frame) {
  const auto name = frame.header("transaction");
  if (!name || !work().transactions.has(*name))
    return protocol_error(frame, "no such transaction", "COMMIT names an open transaction");
  const std::string kept = work().transactions.take(*name);
  const std::uint64_t number = ++work().last_commit;
  Commit& commit = work().commits[number];
  commit.asked = asked_by(frame);
  work().committing = number;
  FrameReader reader({unlimited, unlimited, unlimited});
  reader.speak(Version::v1_2);
  reader.feed(kept);
  for (Outcome outcome = reader.next(); stage() == Stage::open; outcome = reader.next()) {
    const Frame* const next = std::get_if<Frame>(&outcome);
    assert(!std::holds_alternative<Broken>(outcome));  // we wrote it
    if (next == nullptr) break;
    ++commit.frames;
    perform(*next);
  }
  work().committing = 0;
  settle_commit(number);
}

// Its own answer, once all its frames have theirs.
void NativeLink::settle_commit(std::uint64_t number) {
  const Commit* const found = find_commit(number);
  if (found == nullptr || found->open > 0 || committing() == number || stage() != Stage::open) return;
  const Commit commit = std::move(work_->commits.extract(number).mapped());
  if (commit.refused == 0) {
    receipt(commit.asked.receipt);
  } else if (!commit.asked.receipt.empty() || commit.asked.wants_answer) {
    const std::string why =
        std::to_string(commit.refused) + " of the " + std::to_string(commit.frames) + " frames of the transaction were refused";
    refuse(Answered{name(), commit.asked, {commit.why, why}, R"({"code":"TRANSACTION","detail":")" + why + "\"}", {}});
  }
}

}  // namespace cocotalk::stomp
