// Which plugin starts before which, and why some cannot be together.
#pragma once

#include "core/plugins/descriptor.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace cocotalk::plugins {

// A plugin of the configuration. For sentences: `where` begins one ("cocotalk.json:4: "), `file` is its library.
struct Candidate {
  std::string where, file;
  const Description* description;
};

struct Order {
  std::vector<std::size_t> start;       // indices of the candidates, providers before who needs them; else as configured
  std::vector<std::string> complaints;  // not empty: `start` means nothing
};

// Whether an unmet need is a complaint. Not when some plugins could not be loaded: they may be the very ones that provide it.
enum class UnmetNeeds { refuse, ignore };

// Checks that ids are unique, interfaces have one provider (transports, push senders and commands may be many), needs are met and
// nobody waits for himself. `host_provides`: the interfaces of the host itself. Pure.
Order order(std::span<const Candidate> candidates, std::span<const std::string> host_provides, UnmetNeeds unmet);

// True for interfaces that many plugins may provide.
bool may_be_many(std::string_view interface_id);

// The candidates that `wanted` needs to run, itself included: providers of its needs, and of theirs, optional ones left out.
std::vector<std::size_t> needed_for(std::size_t wanted, std::span<const Candidate> candidates);

}  // namespace cocotalk::plugins
