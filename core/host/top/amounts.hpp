// Numbers as people read them: "12,345", "1.2 ms", "3.4 MiB", "2 h 5 min". Pure; nothing: "–".
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace cocotalk::host::top {

std::string whole(std::int64_t number);
std::string amount(std::optional<double> number);
std::string per_second(std::optional<double> rate);
std::string milliseconds(std::optional<double> ms);  // also of less and of more than one
std::string bytes(std::optional<double> number);
std::string duration(std::int64_t ms);

}  // namespace cocotalk::host::top
