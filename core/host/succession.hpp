// What may follow what while the host runs, and with which settings.
#pragma once

#include "core/host/replacement.hpp"
#include "core/host/seats.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// The seat of a plugin, by its id or its name in the configuration. Throws Refused with a suggestion.
std::size_t seat_of(const Seats& seats, std::string_view name);

// Whether another plugin may take this seat while the host runs.
bool can_be_replaced(const Seat& seat);

// The library `file` in the place of who sits there, checked as at the start, with the settings the configuration has for that
// place. Throws Refused with every reason.
Successor successor(const Seats& seats, std::size_t seat, const std::filesystem::path& file, const Environment& environment,
                    plugins::CopyFolder& copies);

// What is to be done so that the host runs `wanted` instead of what it runs; nothing may be. Throws Refused with everything that
// needs a restart.
std::vector<Successor> successors(const Seats& seats, const HostSettings& present, const Plan& wanted);

// "auth 1.0.0 → 1.0.1 (/opt/auth.so, g++ 12.2.0, libstdc++), setting 'passes'".
std::string sentence(const Seat& before, const PlannedPlugin& after);

}  // namespace cocotalk::host
