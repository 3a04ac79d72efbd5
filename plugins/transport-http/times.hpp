#pragma once

#include <cstdint>
#include <string>

// Points in time (ms since 1970-01-01 UTC) as the wire writes them: cocotalk-wire.md, 1.8.
namespace cocotalk::http {

std::string zoneless_time(std::int64_t ms);  // 2022-02-04T04:21:14.542        envelope B
std::string offset_time(std::int64_t ms);    // 2022-02-04T04:21:14.542+00:00  envelopes A and D
std::string gateway_time(std::int64_t ms);   // 2022-02-04 04:21:14            envelope C

}  // namespace cocotalk::http
