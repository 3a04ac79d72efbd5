// Every command says what it is, well enough for a reference to be made of it.
#include "core/api/command.hpp"
#include "core/api/declared_shapes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace cocotalk::api {
namespace {

// Of an output or a field: "UserVo" for "[UserVo]".
std::string_view element(std::string_view shape) {
  return shape.starts_with('[') && shape.ends_with(']') ? shape.substr(1, shape.size() - 2) : shape;
}

void expect_known_shapes(const auto& fields, std::string_view where) {
  std::set<std::string_view> names;
  for (const Field& field : fields) {
    EXPECT_TRUE(names.insert(field.name).second) << where << ": '" << field.name << "' stands twice";
    const bool has_shape = field.kind == Kind::object || field.kind == Kind::objects;
    EXPECT_EQ(has_shape, find_shape(field.shape) != nullptr) << where << ", '" << field.name << "': " << field.shape;
  }
}

TEST(Declaration, EveryCommandSaysWhatItDoesInOneLine) {
  for (const std::span<const Command> family : families())
    for (const Command& command : family) {
      EXPECT_FALSE(command.summary.empty()) << command.name;
      EXPECT_EQ(command.summary.find_first_of("\n|"), std::string_view::npos) << command.name;
      EXPECT_FALSE(command.summary.ends_with('.')) << command.name;
    }
}

TEST(Declaration, EveryCommandHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (const std::span<const Command> family : families())
    for (const Command& command : family) EXPECT_TRUE(names.insert(command.name).second) << command.name;
}

TEST(Declaration, EveryShapeThatIsNamedIsDeclared) {
  for (const std::span<const Command> family : families())
    for (const Command& command : family) {
      expect_known_shapes(command.input, command.name);
      expect_known_shapes(command.gives, command.name);
      const bool is_named = !command.output.empty() && command.output != "text";
      EXPECT_EQ(is_named, find_shape(element(command.output)) != nullptr) << command.name << ": " << command.output;
      EXPECT_TRUE(command.output.empty() || command.gives.empty()) << command.name << " has two outputs";
    }
  for (const Shape& shape : declared_shapes()) expect_known_shapes(shape.fields, shape.name);
}

TEST(Declaration, WhoIsJudgedByAPlaceInARoomNamesTheRoom) {
  for (const std::span<const Command> family : families())
    for (const Command& command : family) {
      const bool in_a_room = command.who == Who::member || command.who == Who::group_member || command.who == Who::maker ||
                             command.who == Who::link_member;
      bool names_a_room = false;
      for (const Field& field : command.input) names_a_room |= field.kind == Kind::room_id && field.is_required;
      EXPECT_TRUE(!in_a_room || names_a_room) << command.name;
    }
}

}  // namespace
}  // namespace cocotalk::api
