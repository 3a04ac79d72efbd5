// cocotalk.pictures/1 that answers what a test says, at once, without looking at the file.
#pragma once

#include <cocotalk/pictures.h>
#include <cocotalk/plugin.hpp>

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>

namespace cocotalk::testing {

class FakePictures {
 public:
  FakePictures() = default;
  FakePictures(const FakePictures&) = delete;
  FakePictures& operator=(const FakePictures&) = delete;

  const coco_pictures* table() const { return &table_; }

  std::string jpeg = "small";    // the answer
  coco_status status = COCO_OK;  // anything else: the failure, instead
  std::atomic<int> asked = 0;

  // ---- the table ----
  void shrink(std::int32_t fd, coco::Completion&& done) {
    ++asked;
    ::close(fd);
    const coco_picture small{sizeof small, 0, coco::view(jpeg)};
    if (status == COCO_OK)
      done.ok(&small);
    else
      done.fail(status, "refused");
  }

 private:
  const coco_pictures table_{sizeof table_, 0, this, COCO_BIND(coco_pictures, shrink, FakePictures)};
};

}  // namespace cocotalk::testing
