// Answers that a commit is durable and keeps it in memory.
#include "contract/bad/storage.hpp"

namespace cocotalk::bad {

class ForgetsEverything : public Storage {
 public:
  static constexpr char id[] = "forgets-everything";
  using Storage::Storage;
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::ForgetsEverything)
