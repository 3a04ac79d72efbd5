// Who else hears what happens, beside the links: plugins.
#pragma once

#include <cocotalk/commands.h>

#include <string_view>

namespace cocotalk::api {

// Called on the loop, at the moment of effect.
class Hearing {
 public:
  virtual ~Hearing() = default;
  // Whether it is worth telling.
  virtual bool is_heard(std::string_view kind) const = 0;
  virtual void hear(const coco_happening& what) const = 0;
};

}  // namespace cocotalk::api
