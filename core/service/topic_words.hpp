// The setting `topics` of the service.
#pragma once

#include <string_view>

#include "core/domain/topic_space.hpp"

namespace cocotalk {

// "/topic/news/ kept events=10000 for=7d publish=role:admin publish=account:bot subscribe=everybody": a name (with a slash at its
// end: all topics below it), then words in any order. Without publish or subscribe everybody who is signed in may; "nobody" lets
// nobody. Throws coco::Error COCO_INVALID with a sentence that names the setting.
domain::TopicSpace parse_topic_space(std::string_view setting);

}  // namespace cocotalk
