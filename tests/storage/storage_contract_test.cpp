#include <cocotalk/testing/storage_contract.hpp>

#include "settings.hpp"

namespace cocotalk::testing::storage {

INSTANTIATE_TEST_SUITE_P(Fake, StorageContract, ::testing::Values(Factory([] { return std::make_unique<FakeProvider>(); })));
INSTANTIATE_TEST_SUITE_P(Sqlite, StorageContract, ::testing::Values(Factory([] { return cocotalk::storage::test::provider(); })));

}  // namespace cocotalk::testing::storage
