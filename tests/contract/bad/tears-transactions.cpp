// Commits each operation of a transaction by itself.
#include "contract/bad/storage.hpp"

#include <cocotalk/testing/answer.hpp>

namespace cocotalk::bad {

class TearsTransactions : public Storage {
 public:
  static constexpr char id[] = "tears-transactions";
  using Storage::Storage;

 private:
  void do_commit(const coco_transaction& whole, coco_completion done) override {
    for (std::uint64_t i = 0; i + 1 < whole.n_ops; ++i) {
      const coco_transaction part{sizeof part, 0, whole.ops + i, 1};
      testing::Answer<int> answer;
      real().commit(real().self, &part, answer.expect_nothing());
    }
    const coco_transaction last{sizeof last, 0, whole.n_ops == 0 ? nullptr : whole.ops + whole.n_ops - 1,
                                whole.n_ops == 0 ? 0u : 1u};
    real().commit(real().self, &last, done);
  }
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::TearsTransactions)
