// What a plugin declares of its commands and events (cocotalk/commands.h), in the core's own terms.
#pragma once

#include <cocotalk/commands.h>

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/command.hpp"
#include "core/api/declared_shapes.hpp"
#include "core/api/declared_topics.hpp"

namespace cocotalk::api {

// One table, checked and copied, so that it can be read when its plugin is gone. Made on the plugin's thread; after that it lives
// on the loop, as long as something of it is under way. Throws coco::Error COCO_INVALID when a declaration is wrong in itself or
// takes a name of the core's.
class Offer {
 public:
  explicit Offer(const coco_commands& table);
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;

  const std::string& plugin() const { return plugin_; }
  const std::string& prefix() const { return prefix_; }
  // Their `run` is null: the plugin is asked. In the order of the table.
  std::span<const Command> commands() const { return commands_; }
  std::span<const Shape> shapes() const { return shapes_; }
  struct Told {
    Event event;
    bool in_rooms, to_accounts;
  };
  std::span<const Told> events() const { return events_; }

  // Null when it has none of this name.
  const Command* command(std::string_view name) const;
  const Told* event(std::string_view kind) const;
  bool hears(std::string_view kind) const;

  // The plugin's side. It is called until the offer was withdrawn, and the calls have ended.
  const coco_commands& table() const { return *table_; }
  const coco_command& asked(const Command& command) const { return table_->commands[&command - commands_.data()]; }

  // [loop]
  std::size_t under_way = 0;                      // calls the plugin has not answered
  std::unique_ptr<coco::Completion> withdrawing;  // answered when there are none left; not null: nothing new begins

 private:
  std::string_view kept(const char* text, std::string_view what);
  std::string_view kept_or_none(const char* text) { return text == nullptr ? std::string_view() : texts_.emplace_back(text); }
  [[noreturn]] void refuse(const std::string& why) const;
  void check_name(std::string_view name, std::string_view what) const;
  Field field_of(const coco_field& declared, std::string_view of);
  std::vector<Field> fields_of(const coco_field* fields, std::uint64_t n, std::size_t most, std::string_view of);
  void add_shape(const coco_shape& declared);
  void add_command(const coco_command& declared);
  void add_event(const coco_told& declared);
  void add_kinds(const char* const* kinds);
  // Once all shapes are known.
  void check_shapes() const;
  void check_shape(std::string_view name, std::string_view of) const;

  const coco_commands* const table_;
  std::string plugin_, prefix_;
  std::deque<std::string> texts_;  // what the views below point into
  std::vector<Command> commands_;
  std::vector<Shape> shapes_;
  std::vector<Told> events_;
  std::vector<std::string_view> hears_;
};
using OfferPtr = std::shared_ptr<Offer>;

// What plugins may hear.
std::span<const std::string_view> happening_kinds();

}  // namespace cocotalk::api
