#include <cocotalk/testing/search_contract.hpp>

COCO_SEARCH_CONTRACT(Linked, [] { return provider_of<coco_search>(coco_plugin_abi1, COCO_SEARCH); })
COCO_SEARCH_CONTRACT(Library, [] { return provider_of<coco_search>(load_plugin(PLUGIN_LIBRARY), COCO_SEARCH); })
