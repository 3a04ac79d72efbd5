#include <cocotalk/testing/fake_search.hpp>
#include <cocotalk/testing/search_contract.hpp>

COCO_SEARCH_CONTRACT(Fake, provider_of_fake<coco_search, FakeSearch>)
