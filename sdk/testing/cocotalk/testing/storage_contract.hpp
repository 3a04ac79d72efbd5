// The contract of cocotalk.storage/1 as a GoogleTest suite, for whoever provides it:
//
//   INSTANTIATE_TEST_SUITE_P(Mine, StorageContract, ::testing::Values(Factory([] { return std::make_unique<MyProvider>(); })));
//
// Every test is one rule and begins with an empty, started store.
#pragma once

#include "cocotalk/testing/storage/contract_durability.hpp"
#include "cocotalk/testing/storage/contract_faults.hpp"
#include "cocotalk/testing/storage/contract_operations.hpp"
#include "cocotalk/testing/storage/contract_reads.hpp"
#include "cocotalk/testing/storage/contract_schemas.hpp"
#include "cocotalk/testing/storage/contract_transactions.hpp"
