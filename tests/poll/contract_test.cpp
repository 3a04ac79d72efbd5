#include <cocotalk/testing/commands_contract.hpp>

COCO_COMMANDS_CONTRACT(Poll, [] { return commands_of(coco_plugin_abi1); })
