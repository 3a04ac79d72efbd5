#include <cocotalk/testing/storage_contract.hpp>

#include "core/contract/subject.hpp"

namespace cocotalk::testing::storage {
namespace {

// The library's store, between fakes.
class LibraryProvider : public PluginProvider {
 public:
  explicit LibraryProvider(std::unique_ptr<Fakes> fakes)
      : PluginProvider(contract::subject(), contract::subject_settings(), fakes->offers_for(contract::subject())),
        fakes_(std::move(fakes)) {}
  ~LibraryProvider() override { end(); }

 private:
  const std::unique_ptr<Fakes> fakes_;
};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Storage, StorageContract,
                         ::testing::Values(Factory([] { return std::make_unique<LibraryProvider>(std::make_unique<Fakes>()); })));

}  // namespace cocotalk::testing::storage
