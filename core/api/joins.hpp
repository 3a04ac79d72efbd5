// Joining a topic: first what is missing, then live, without a gap and without a duplicate (promises.md P4).
#pragma once

#include <string>

#include "core/api/application.hpp"

namespace cocotalk::api {

struct Joined {
  std::string topic;  // empty: understood, and nothing will ever come
  std::int64_t head = 0;
};

// When it answers, the subscription is joined and everything up to `head` has been delivered to it. from_seq: COCO_LIVE, or the
// last sequence the client has. Refuses NOT_FOUND (no such destination), NOT_PERMITTED, BAD_REQUEST (from-seq beyond the head).
runtime::Task<Joined> join(Application& app, domain::LinkPtr link, std::string destination, std::uint64_t subscription,
                           std::uint64_t from_seq);

}  // namespace cocotalk::api
