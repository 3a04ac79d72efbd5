// The JSON shapes that several commands and events have in common, as data. shapes.hpp writes those of the wire document.
#pragma once

#include <span>
#include <string_view>

#include "core/api/declaration.hpp"

namespace cocotalk::api {

struct Shape {
  std::string_view name, meaning;
  Few<Field, 16> fields;
};

std::span<const Shape> declared_shapes();

// Null when there is no such shape.
const Shape* find_shape(std::string_view name);

}  // namespace cocotalk::api
