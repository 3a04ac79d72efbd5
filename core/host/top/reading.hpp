// What a host says of itself at one moment: the object `admin.status` of docs/commands.md, as values. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cocotalk::host::top {

struct PluginReading {
  std::string id, version, state, sentence;
  std::int64_t calls = 0, errors = 0;
  std::optional<double> mean_us;
};

// Nothing: the host does not know it yet.
struct Reading {
  std::string version, status;
  std::int64_t started_ms = 0;                                       // UTC
  std::optional<double> connections, messages, deliveries, commits;  // the last three a second
  std::optional<double> commit_ms, commit_queue, read_queue, outbox_bytes;
  std::vector<PluginReading> plugins;
};

// Throws coco::Error when it is something else, with the host's own reason if it gave one. Texts are harmless to a terminal.
Reading read_status(const std::string& json);

}  // namespace cocotalk::host::top
