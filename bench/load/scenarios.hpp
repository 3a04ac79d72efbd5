// What is measured, one file each. All of them return after their time, and throw when there is nothing to measure.
#pragma once

#include "load/options.hpp"
#include "load/report.hpp"

namespace cocotalk::load {

// One room with everybody in it; publishers keep --window messages under way each and send the next when their own copy is back.
Report fanout(const Options& options);

// Rooms of --room-size; all speak in turn at --rate, whatever the server does. Latency counts from the moment a message was due,
// so a server that stalls is charged for every message that should have been sent meanwhile (no coordinated omission).
Report rooms(const Options& options);

// Publishers with a destination each, who want a receipt for every message and keep --window of them unanswered. Nobody listens.
Report durable(const Options& options);

// Connections that have joined and say nothing: what one costs to open, and to have.
Report idle(const Options& options);

}  // namespace cocotalk::load
