// Plays conversations over real sockets.
#pragma once

#include "conversation/script.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace cocotalk::conversation {

// How one protocol is written on one connection. Made per connection, so it may remember what was said.
class Dialect {
 public:
  virtual ~Dialect() = default;
  // The bytes that a line after '>' stands for. Throws std::invalid_argument.
  virtual std::string encode(std::string_view line) = 0;
  // Takes the next thing said off the front of `bytes` and tells it the way a line after '<' does, bytes unescaped; nothing:
  // more is needed. `is_end`: nothing more will come.
  virtual std::optional<std::string> decode(std::string& bytes, bool is_end) = 0;
  // Whether that is what a line expects. By default: the same, '*' standing for anything.
  virtual bool is_expected(std::string_view line, std::string_view said) const;
};

// What is tested, for the length of one conversation. Lives on the test's thread.
class World {
 public:
  virtual ~World() = default;
  // Where the connection of this name goes, and what is spoken there.
  virtual std::uint16_t port(std::string_view connection) = 0;
  virtual std::unique_ptr<Dialect> dialect(std::string_view connection) = 0;
  // Returns when everything sent so far has been read. Called between the pieces of what is cut.
  virtual void settle() = 0;
  // '!': what the tested side is asked to do.
  virtual void act(std::string_view line);
  // '=': the oldest thing its owner heard and no line has told yet; waits for it.
  virtual std::string next_event();
};
using MakeWorld = std::function<std::unique_ptr<World>(const std::map<std::string, std::string>& given)>;

// How what is sent arrives.
enum class Cut { nowhere, everywhere, here_and_there };

// Nothing when it goes as written; else what went otherwise, and where.
std::optional<std::string> play(const Case& c, World& world, Cut cut);

// Plays it three times, in a fresh world each time, cut in three ways.
void expect_as_written(const Case& c, const MakeWorld& make_world);

// For INSTANTIATE_TEST_SUITE_P: every conversation has its name in the report.
inline std::string name_of(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

}  // namespace cocotalk::conversation
