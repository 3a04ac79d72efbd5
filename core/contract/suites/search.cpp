#include <cocotalk/testing/search_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Search, SearchContract, coco_search, COCO_SEARCH)
